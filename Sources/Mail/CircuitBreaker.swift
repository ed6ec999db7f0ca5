/// Leaves a relay alone that has failed several times in a row, for longer each time.
///
/// Closed, everything is tried. Open, nothing is. When the pause is over, one mail is tried: it
/// closes the breaker, or opens it for twice as long. Times are milliseconds of one clock.
struct CircuitBreaker: Sendable {
  private enum State {
    case closed(failures: Int)
    case open(until: Int64, pause: Int64)
    case probing(pause: Int64)
  }

  private var state = State.closed(failures: 0)
  private let limit: Int

  /// The first pause and the longest, before up to a quarter is added or taken away.
  private static let shortest: Int64 = 1000
  private static let longest: Int64 = 300_000

  init(limit: Int) {
    self.limit = limit
  }

  /// Whether nothing is kept from the relay.
  var isClosed: Bool { if case .closed = state { true } else { false } }

  /// Whether a mail that came now would not be tried; once the pause is over, it would.
  func isPaused(at now: Int64) -> Bool {
    switch state {
    case .closed: false
    case .probing: true
    case .open(let until, _): !Self.isOver(until, at: now)
    }
  }

  /// A clock that was set back lengthens no pause beyond its own length.
  private static func isOver(_ until: Int64, at now: Int64) -> Bool {
    now >= until || until - now > 2 * longest
  }

  /// Whether a mail may be tried now; once the pause is over, that is true once.
  mutating func admits(at now: Int64) -> Bool {
    switch state {
    case .closed: return true
    case .probing: return false
    case .open(let until, let pause):
      guard Self.isOver(until, at: now) else { return false }
      state = .probing(pause: pause)
      return true
    }
  }

  mutating func noteAnswer() {
    state = .closed(failures: 0)
  }

  /// The one mail that was to be tried was not, for a reason of its own.
  mutating func noteNothing(at now: Int64) {
    if case .probing(let pause) = state { state = .open(until: now, pause: pause) }
  }

  /// - Parameter random: 0 up to 1, so that many nodes do not come back at the same moment.
  mutating func noteFailure(at now: Int64, random: Double) {
    let pause: Int64
    switch state {
    case .closed(let failures) where failures + 1 < limit:
      state = .closed(failures: failures + 1)
      return
    case .closed: pause = Self.shortest
    case .probing(let last): pause = min(last * 2, Self.longest)
    // A conversation that was under way when it opened.
    case .open: return
    }
    let jittered = Double(pause) * (0.75 + 0.5 * random)
    state = .open(until: now + Int64(jittered), pause: pause)
  }
}
