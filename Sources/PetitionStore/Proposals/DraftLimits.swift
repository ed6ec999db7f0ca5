/// How long petitions on their way are kept, and how often their authors are written to.
public struct DraftLimits: Sendable {
  /// So many milliseconds after it was changed last, a draft is deleted.
  public var lifetime: Int64 = 60 * 24 * 3_600_000
  /// How long the link that submits works, in milliseconds.
  public var submitLinkLifetime: Int64 = 7 * 24 * 3_600_000
  /// How many known targets are offered.
  public var knownTargets = 200
  /// How many petitions are looked at to find those that are similar.
  public var similarCandidates = 30
  /// How many similar petitions are shown.
  public var similarPetitions = 5
  /// How many petitions one sweep adds to the words by which they are found.
  public var indexedAtOnce = 500

  /// The defaults, which docs/operating.md lists.
  public init() {}
}
