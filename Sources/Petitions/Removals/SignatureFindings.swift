/// What a filter found in a petition: how many, some of them, and what they have in common.
public struct SignatureFindings: Sendable, Hashable {
  /// Signatures that have something in common.
  public struct Group<Key: Sendable & Hashable>: Sendable, Hashable {
    /// What they have in common.
    public let key: Key
    /// How many they are.
    public let count: Int
  }

  /// How many signatures fit.
  public private(set) var count = 0
  private var even = EvenSample<SignatureTraits>(size: 20)
  private var countryCounts: [String: Int] = [:]
  private var domainCounts: [Int64: Int] = [:]
  private var networkCounts: [Int64: Int] = [:]
  private var originCounts: [String: Int] = [:]
  private var hourCounts: [Int64: Int] = [:]

  /// Nothing found yet.
  public init() {}

  /// Takes note of a signature that fits; they come in the order of their numbers.
  public mutating func add(_ traits: SignatureTraits) {
    count += 1
    even.add(traits)
    if let country = traits.country { countryCounts[country, default: 0] += 1 }
    if let tag = traits.domainTag { domainCounts[tag, default: 0] += 1 }
    if let tag = traits.networkTag { networkCounts[tag, default: 0] += 1 }
    if let origin = traits.origin { originCounts[origin, default: 0] += 1 }
    hourCounts[traits.confirmedAt, default: 0] += 1
  }

  /// Some of them, spread evenly over all, in the order of their numbers.
  public var sample: [SignatureTraits] { even.elements }

  /// The most frequent countries.
  public func countries(_ limit: Int) -> [Group<String>] { Self.largest(countryCounts, limit) }
  /// The tags of the most frequent domains.
  public func domains(_ limit: Int) -> [Group<Int64>] { Self.largest(domainCounts, limit) }
  /// The tags of the most frequent networks of today and yesterday.
  public func networks(_ limit: Int) -> [Group<Int64>] { Self.largest(networkCounts, limit) }
  /// The codes of the most frequent pages of origin.
  public func origins(_ limit: Int) -> [Group<String>] { Self.largest(originCounts, limit) }
  /// The hours with the most signatures, in UTC milliseconds.
  public func hours(_ limit: Int) -> [Group<Int64>] { Self.largest(hourCounts, limit) }

  private static func largest<Key: Hashable & Comparable>(
    _ counts: [Key: Int], _ limit: Int
  ) -> [Group<Key>] {
    counts.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(limit)
      .map { Group(key: $0.key, count: $0.value) }
  }
}

/// At most twice as many elements as wanted, spread evenly over all that came.
struct EvenSample<Element: Sendable & Hashable>: Sendable, Hashable {
  private(set) var elements: [Element] = []
  private let size: Int
  private var step = 1
  private var seen = 0

  init(size: Int) {
    self.size = size
  }

  mutating func add(_ element: Element) {
    if seen.isMultiple(of: step) { elements.append(element) }
    seen += 1
    guard elements.count > 2 * size else { return }
    elements = elements.indices.filter { $0.isMultiple(of: 2) }.map { elements[$0] }
    step *= 2
  }
}
