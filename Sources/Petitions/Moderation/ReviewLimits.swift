/// How moderation goes on a site; docs/operating.md lists the defaults.
public struct ReviewLimits: Sendable, Hashable {
  /// How often a petition may be sent back before it must be published or rejected.
  public var returns = 2

  /// How long a moderator has a case alone after taking it or working on it, in milliseconds.
  public var claimLifetime: Int64 = 30 * 60_000

  /// After so many milliseconds in the queue a petition is overdue.
  public var overdueAfter: Int64 = 7 * 24 * 3_600_000

  /// So many milliseconds before it is overdue, a petition is marked as soon to be.
  public var warning: Int64 = 2 * 24 * 3_600_000

  /// How far ahead a publication can be set, in milliseconds.
  public var longestSchedule: Int64 = 365 * 24 * 3_600_000

  /// The most characters of the message that goes with a decision.
  public var messageLength = 2_000

  /// The most characters of a note that only moderators see.
  public var noteLength = 2_000

  /// The most characters of a reason's short text.
  public var reasonLength = 100

  /// The most characters of a reason's explanation.
  public var explanationLength = 1_000

  /// The most characters of a report's text.
  public var reportLength = 1_000

  /// How many reports of one petition may wait; beyond, no more are kept.
  public var openReports = 200

  /// How long a report is kept after it was closed, in milliseconds.
  public var reportLifetime: Int64 = 90 * 24 * 3_600_000

  /// How many cases one page of the desk shows at most.
  public var casesOnPage = 200

  /// The defaults.
  public init() {}

  /// So many bytes, in UTF-8, may come for each character that is allowed.
  static let bytesPerCharacter = 4
}
