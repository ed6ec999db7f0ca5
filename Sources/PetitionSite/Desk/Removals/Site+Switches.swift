import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

extension Site {
  /// Reads the switches again after a change, before any page is made that depends on them.
  ///
  /// While the database does not answer, those that were last read hold.
  func readSwitches() async {
    _ = try? await store.switches()
  }

  /// Lets nothing through that an emergency switch stops.
  ///
  /// - Throws: ``PageFailure/paused(_:)``.
  func checkSwitches(_ route: Route, _ visit: Visit) async throws {
    let switches = try await store.switches()
    if let pause = switches.on(.readOnly, at: visit.now), !Self.staysOpen(route) {
      throw PageFailure.paused(pause)
    }
    if route.signs, let pause = switches.pausesSigning(at: visit.now) {
      throw PageFailure.paused(pause)
    }
    if case .desk(.proposal) = route, let pause = switches.pausesStarting(at: visit.now) {
      throw PageFailure.paused(pause)
    }
  }

  /// Signing in and out, the switches themselves, and what signers take back.
  private static func staysOpen(_ route: Route) -> Bool {
    switch route {
    case .desk(.account), .desk(.removal(.switches)), .withdraw, .unsubscribe: true
    default: false
    }
  }

  /// Stands for the network of a request today; nothing else of it is kept.
  func network(of visit: Visit) -> NetworkOfDay {
    let day = NetworkOfDay.day(of: visit.now)
    return NetworkOfDay(day: day, tag: networkTags.tag(of: visit.request.network, day: day))
  }
}

extension Route {
  /// Whether a POST to the address gives a new signature or gives one anew; what was signed before a
  /// pause can be confirmed while it lasts.
  fileprivate var signs: Bool {
    switch self {
    case .signatures, .ownRenewal, .renewal: true
    default: false
    }
  }

  /// Whether an answer may be another one while an emergency switch is on.
  var dependsOnSwitches: Bool {
    switch self {
    case .asset, .photo, .health, .readiness, .metrics: false
    default: true
    }
  }
}

extension PageContext {
  /// Whether the form below petitions is not there.
  var pausesSigning: Bool {
    switches.contains { $0.kind == .pauseSigning || $0.kind == .readOnly }
  }
}

/// What readers are told of switches that are on.
struct SwitchNotices {
  let context: PageContext

  var html: HTML {
    .sequence(
      context.switches.map { on in
        Notice(
          kind: .caution, title: SwitchWords(words: context.words).notice(on.kind),
          text: p { isolated(on.reason) }
        ).html
      })
  }
}
