/// How much people who run petitions may keep on their pages.
public struct OrganisingLimits: Sendable {
  /// How many updates one petition may have.
  public var updates = 200

  /// How many reasons may stand on the page of a petition.
  public var featuredReasons = 6

  /// How many codes of links one petition counts; who comes by another counts as come without one.
  public var sources = 100

  /// How many places of a list are read at once for a download.
  public var exportStep = 1_000

  /// The defaults, which docs/operating.md lists.
  public init() {}
}
