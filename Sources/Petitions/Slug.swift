import Foundation

/// The readable part of a petition's address: lower-case ASCII letters, digits and hyphens.
public struct Slug: Sendable, Hashable {
  /// The most bytes that a slug has.
  public static let limit = 80

  /// The address where petitions are started, which no petition can have.
  private static let reserved = "new"

  /// The slug itself.
  public let text: String

  /// Takes a slug as it stands in an address.
  ///
  /// - Returns: nil for a text that no slug can be.
  public init?(_ text: some StringProtocol) {
    guard (1...Self.limit).contains(text.utf8.count) else { return nil }
    var text = String(text)
    let isLegal = text.withUTF8 { bytes in
      bytes.allSatisfy { byte in
        (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || byte == UInt8(ascii: "-")
      }
    }
    guard isLegal else { return nil }
    self.text = text
  }

  /// Makes a slug of a title: accents are dropped, other letters than ASCII's left out.
  ///
  /// - Parameters:
  ///   - title: any text.
  ///   - fallback: what stands for a title without one ASCII letter or digit.
  public init(title: String, fallback: Slug) {
    var words: [String] = [""]
    for scalar in title.decomposedStringWithCanonicalMapping.lowercased().unicodeScalars {
      switch scalar {
      case "a"..."z", "0"..."9": words[words.count - 1].unicodeScalars.append(scalar)
      case "'", "’", "\u{300}"..."\u{36f}": break
      default: if words.last?.isEmpty == false { words.append("") }
      }
    }
    var slug = ""
    for word in words where !word.isEmpty && slug.utf8.count + word.utf8.count < Self.limit {
      slug += slug.isEmpty ? word : "-" + word
    }
    self = slug == Self.reserved ? fallback : Slug(slug) ?? fallback
  }
}
