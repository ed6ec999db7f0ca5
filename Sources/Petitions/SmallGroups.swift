/// Numbers of groups of people, of which the small ones are joined, so that nobody is found in them.
public struct SmallGroups: Sendable, Hashable {
  /// A group smaller than this has no name of its own.
  public static let least = 10

  /// A group that is large enough to be named.
  public struct Group: Sendable, Hashable {
    /// The code of a country or of a source.
    public let name: String
    /// How many people are in it.
    public let count: Int

    /// A group with its name.
    public init(name: String, count: Int) {
      self.name = name
      self.count = count
    }
  }

  /// The groups that are named, the largest first.
  public let named: [Group]

  /// How many people are in all the others together.
  public let joined: Int

  /// - Parameter counts: how many people are in each group.
  public init(_ counts: [String: Int]) {
    let large = counts.filter { $0.value >= Self.least }
    named = large.map { Group(name: $0.key, count: $0.value) }.sorted {
      ($1.count, $0.name) < ($0.count, $1.name)
    }
    joined = counts.values.reduce(0, +) - large.values.reduce(0, +)
  }
}
