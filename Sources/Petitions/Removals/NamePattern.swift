import Foundation

/// A name with `*` where anything may stand, compared without case, accents and widths.
public struct NamePattern: Sendable, Hashable, Codable {
  /// The most bytes of a pattern, in UTF-8.
  public static let limit = 200
  /// The most stars in a pattern.
  public static let starLimit = 8

  /// The pattern as it was typed, cleaned.
  public let text: String

  /// What stands between the stars, folded; one more than there are stars.
  private let parts: [[UInt8]]

  /// - Returns: nil for a pattern that is too long, has too many stars, or has nothing else.
  public init?(typed: String) {
    // Bytes first: one Character can be of any size.
    guard typed.utf8.count <= Self.limit * 2 else { return nil }
    let text = TypedText.line(typed)
    let parts = Self.folded(text).split(
      separator: Self.star, omittingEmptySubsequences: false
    ).map(Array.init)
    guard text.utf8.count <= Self.limit, parts.count <= Self.starLimit + 1,
      parts.contains(where: { !$0.isEmpty })
    else { return nil }
    self.text = text
    self.parts = parts
  }

  private static let star = UInt8(ascii: "*")

  /// Whether a whole name fits the pattern.
  public func matches(_ name: String) -> Bool {
    let name = Self.folded(name)
    guard let first = parts.first, let last = parts.last, name.starts(with: first) else {
      return false
    }
    guard parts.count > 1 else { return name.count == first.count }
    var rest = name.dropFirst(first.count)
    guard rest.count >= last.count, rest.suffix(last.count).elementsEqual(last) else {
      return false
    }
    rest = rest.dropLast(last.count)
    // The first place where a part fits leaves the most for those that follow.
    for part in parts.dropFirst().dropLast() where !part.isEmpty {
      guard let range = rest.firstRange(of: part) else { return false }
      rest = rest[range.upperBound...]
    }
    return true
  }

  private static func folded(_ text: String) -> [UInt8] {
    if text.utf8.allSatisfy({ $0 < 0x80 }) {
      return text.utf8.map { (0x41...0x5a).contains($0) ? $0 | 0x20 : $0 }
    }
    let folded = text.folding(
      options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
    return Array(folded.utf8)
  }
}

extension NamePattern {
  /// Reads the text alone, which everything else follows from.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let pattern = NamePattern(typed: try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "no pattern")
    }
    self = pattern
  }

  /// Writes the text alone.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}
