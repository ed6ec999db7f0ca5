/// How long a petition has waited in the queue, and what that means.
public struct ReviewAge: Sendable, Hashable {
  /// What the overdue clock shows.
  public enum Mark: String, Sendable, Hashable, CaseIterable {
    case inTime = "in-time"
    case soonOverdue = "soon-overdue"
    case overdue
  }

  /// How long it has waited, in milliseconds; never negative.
  public let milliseconds: Int64

  /// How long until it is overdue, in milliseconds; negative since when it is.
  public let remaining: Int64

  /// What the clock shows.
  public let mark: Mark

  /// - Parameters:
  ///   - submittedAt: when it came into the queue, in UTC milliseconds.
  ///   - now: UTC milliseconds.
  public init(submittedAt: Int64, now: Int64, limits: ReviewLimits) {
    milliseconds = max(0, now - submittedAt)
    remaining = limits.overdueAfter - milliseconds
    if remaining <= 0 {
      mark = .overdue
    } else {
      mark = remaining <= limits.warning ? .soonOverdue : .inTime
    }
  }
}
