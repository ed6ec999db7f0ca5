/// The names and values after the `?` of an address, decoded, in order.
///
/// `+` is a space. An item with a bad escape, with NUL, or that is not UTF-8 is left out. At most 256
/// items are read.
public struct QueryItems: Sendable, Hashable {
  /// Names with their values.
  public let items: [Item]

  /// A name with its value.
  public struct Item: Sendable, Hashable {
    /// Decoded; may be empty.
    public let name: String
    /// Decoded; empty where there was no `=`.
    public let value: String
  }

  /// Reads what stands after the `?`.
  public init(_ query: String?) {
    let pairs = URLEncoded.items(query?.utf8, limit: Self.limit).prefix(Self.limit)
    items = pairs.compactMap { pair in
      guard let name = pair.name, let value = pair.value else { return nil }
      return Item(name: name, value: value)
    }
  }

  private static let limit = 256

  /// The first value of a name.
  public subscript(name: String) -> String? {
    items.first { $0.name == name }?.value
  }

  /// Every value of a name, in order.
  public func all(_ name: String) -> [String] {
    items.filter { $0.name == name }.map(\.value)
  }
}

/// The syntax that queries and forms share (`application/x-www-form-urlencoded`).
enum URLEncoded {
  /// A decoded pair, nil where decoding failed.
  struct Pair {
    let name: String?
    let value: String?
  }

  /// Decoded pairs; where there are more than `limit`, one more pair stands for the rest.
  static func items(
    _ bytes: (some Collection<UInt8>)?, limit: Int
  ) -> [Pair] {
    guard let bytes, !bytes.isEmpty else { return [] }
    var found: [Pair] = []
    for pair in bytes.split(separator: 0x26, maxSplits: limit, omittingEmptySubsequences: true) {
      let equals = pair.firstIndex(of: 0x3D)
      let name = pair[..<(equals ?? pair.endIndex)]
      let value = equals.map { pair[pair.index(after: $0)...] } ?? pair[pair.endIndex...]
      found.append(
        Pair(
          name: PercentEncoding.decode(name, plusIsSpace: true),
          value: PercentEncoding.decode(value, plusIsSpace: true)))
    }
    return found
  }
}
