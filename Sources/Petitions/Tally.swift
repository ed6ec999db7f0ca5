/// The numbers of a petition's own signatures, each kept where the signatures are recorded.
public struct Tally: Sendable, Hashable {
  /// How many people confirmed a signature, ever; also the highest ordinal given.
  public let confirmed: Int

  /// How many of them took it back.
  public let withdrawn: Int

  /// How many the site removed.
  public let removed: Int

  /// The numbers of a petition's own signatures.
  public init(confirmed: Int = 0, withdrawn: Int = 0, removed: Int = 0) {
    self.confirmed = confirmed
    self.withdrawn = withdrawn
    self.removed = removed
  }

  /// The number that the petition shows.
  public var count: Int { confirmed - withdrawn - removed }
}

/// The next number worth reaching: 100, 250, 500, 1,000, 2,500 and so on.
public enum Milestone {
  /// The smallest milestone above a count.
  public static func next(after count: Int) -> Int {
    var step = 100
    while true {
      for milestone in [step, step / 2 * 5, step * 5] where milestone > count {
        return milestone
      }
      step *= 10
    }
  }
}
