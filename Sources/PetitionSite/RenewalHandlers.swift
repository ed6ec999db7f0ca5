import HTTPServer
import Localization
import PetitionStore
import Petitions

/// Signing a text that was changed.
extension Site {
  /// What was changed, and the button.
  func renewalPage(_ route: Route, _ visit: Visit) async throws -> Response {
    let hash = try await confirmHash(of: route)
    return personalPage(try await renewalPage(hash, route, visit).bytes)
  }

  /// The button was pressed.
  func renew(_ route: Route, _ visit: Visit) async throws -> Response {
    let hash = try await confirmHash(of: route)
    guard try await store.signature(confirmHash: hash) != nil else { throw PageFailure.deadLink }
    let version = try form(of: visit.request)["version"].flatMap { Int($0) } ?? 0
    guard try await store.renew(confirmHash: hash, to: version, at: visit.now) == .outdated else {
      return redirect(to: visit.context.link(route))
    }
    var page = try await renewalPage(hash, route, visit)
    page.isOutdated = true
    return personalPage(page.bytes, status: .conflict)
  }

  private func renewalPage(
    _ hash: [UInt8], _ route: Route, _ visit: Visit
  ) async throws -> RenewalPage {
    guard let signature = try await store.signature(confirmHash: hash),
      let petition = try await store.petition(signature.petition)
    else { throw PageFailure.deadLink }
    guard petition.takenDownAt == nil else { throw PageFailure.takenDown }
    return RenewalPage(
      context: visit.context, petition: petition,
      signed: try await store.petition(petition, asOf: signature.wordingVersion),
      signature: signature, styleSheet: deskAssets.styleSheet, route: route)
  }

  /// By what the signature is found that an address belongs to.
  private func confirmHash(of route: Route) async throws -> [UInt8] {
    switch route {
    case .ownRenewal(let token): return try secret(of: token).confirmHash
    case .renewal(let token):
      if store.isOfTrial(renewalToken: token) { throw PageFailure.trialOfNews }
      guard let hash = try await store.confirmHash(renewalToken: token) else {
        throw PageFailure.brokenLink
      }
      return hash
    default: throw PageFailure.notFound
    }
  }
}
