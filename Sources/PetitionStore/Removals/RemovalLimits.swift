public import Petitions

/// How signatures are looked through and removed.
public struct RemovalLimits: Sendable {
  /// How much one person may remove alone.
  public var rule = RemovalRule()
  /// How many places of the list are looked at in one transaction that removes or puts back.
  public var placesAtOnce = 1_000
  /// How many batches are done at once where somebody waits for them.
  public var batchesAtOnce = 20
  /// How many of the newest signatures the desk shows.
  public var newest = 25
  /// How many places of the list are looked at in one reading.
  public var readAtOnce = 20_000
  /// How long what was counted is kept while nobody asks for its removal, in milliseconds.
  public var countedLifetime: Int64 = 24 * 3_600_000
  /// How long the numbers of networks are kept after their day has begun, in milliseconds.
  public var networkLifetime: Int64 = 2 * 24 * 3_600_000
  /// How many removals stand on one page of their list.
  public var listed = 50
  /// How many entries of the journal stand on one page.
  public var journalEntries = 50

  /// The defaults, which docs/operating.md lists.
  public init() {}
}
