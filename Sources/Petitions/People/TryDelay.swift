/// How long somebody waits who failed to show who they are: longer each time, and never for good.
public struct TryDelay: Sendable {
  /// So many failures in a row cost nothing.
  public var freeFailures = 5
  /// The wait after one failure more, in milliseconds; each further one doubles it.
  public var firstWait: Int64 = 2_000
  /// The longest wait, in milliseconds.
  public var longestWait: Int64 = 15 * 60_000
  /// After so many milliseconds without a failure all are forgotten.
  public var memory: Int64 = 24 * 3_600_000

  /// The defaults, which docs/operating.md lists.
  public init() {}

  /// When the next try is looked at, in UTC milliseconds; a moment that has passed for at once.
  ///
  /// - Parameters:
  ///   - failures: how many there were in a row.
  ///   - last: when the last one was, in UTC milliseconds.
  public func nextTry(after failures: Int, last: Int64) -> Int64 {
    guard failures >= freeFailures, longestWait > 0 else { return last }
    // A shift beyond the bits of a number would give nothing to wait for.
    let doublings = min(failures - freeFailures, 40)
    return last + min(longestWait, firstWait << Int64(doublings))
  }

  /// The failures that still count.
  ///
  /// - Parameter now: UTC milliseconds.
  public func counted(_ failures: Int, last: Int64, at now: Int64) -> Int {
    now - last > memory ? 0 : failures
  }
}
