/// A limit of so many a second, as a bucket that holds at most one second's tokens, or one.
///
/// Kept as the time at which the bucket is full again (the generic cell rate algorithm, ITU-T
/// I.371), which needs no timer. Times are milliseconds of one clock.
struct Pace: Sendable {
  private let interval: Double
  private let tolerance: Double
  private var fullAt = -Double.infinity

  init(perSecond: Double) {
    interval = 1000 / perSecond
    tolerance = max(0, 1000 - interval)
  }

  /// How long the next one has to wait, in milliseconds; 0 if it need not.
  func delay(at now: Int64) -> Int64 {
    let wait = fullAt - tolerance - Double(now)
    // A clock that was set back would otherwise make it wait for as long as that.
    return wait <= 0 ? 0 : Int64(min(wait, interval).rounded(.up))
  }

  /// Takes a token; the caller has asked that there is one.
  mutating func take(at now: Int64) {
    fullAt = min(max(fullAt, Double(now)), Double(now) + tolerance) + interval
  }

  /// Whether it remembers nothing any more.
  func isIdle(at now: Int64) -> Bool { fullAt <= Double(now) }
}

/// The limits of mails a second: for all together and for each domain of recipients.
struct Paces: Sendable {
  private var all: Pace
  private var domains: [String: Pace] = [:]
  private let fresh: Pace

  /// Domains are forgotten when their bucket is full, looked for when there are this many.
  private static let crowd = 1024

  init(perSecond: Double, perSecondForDomain: Double) {
    all = Pace(perSecond: perSecond)
    fresh = Pace(perSecond: perSecondForDomain)
  }

  /// How many domains are remembered.
  var count: Int { domains.count }

  func delay(of domain: String, at now: Int64) -> Int64 {
    max(all.delay(at: now), domains[domain]?.delay(at: now) ?? 0)
  }

  mutating func take(_ domain: String, at now: Int64) {
    if domains.count >= Self.crowd { domains = domains.filter { !$0.value.isIdle(at: now) } }
    all.take(at: now)
    domains[domain, default: fresh].take(at: now)
  }
}
