/// The name of a header field, compared without regard to case (RFC 9110, 5.1).
public struct HeaderName: Sendable, Hashable, ExpressibleByStringLiteral {
  /// As it is sent.
  public let spelling: String

  /// In small letters.
  public var lowercased: String { spelling.asciiLowercased }

  /// Takes a name from the source text; bytes that no name may have are left out.
  public init(stringLiteral literal: StaticString) {
    let name = literal.description
    spelling =
      name.utf8.allSatisfy(Self.isTokenByte)
      ? name : String(decoding: name.utf8.filter(Self.isTokenByte), as: UTF8.self)
  }

  /// Takes a name made at run time; nil if it is empty or has a byte that no name may have.
  public init?(validating name: String) {
    guard !name.isEmpty, name.utf8.allSatisfy(Self.isTokenByte) else { return nil }
    spelling = name
  }

  /// Without regard to case.
  public static func == (left: HeaderName, right: HeaderName) -> Bool {
    left.spelling == right.spelling || ASCII.equal(left.spelling.utf8, right.spelling.utf8)
  }

  /// Without regard to case.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(lowercased)
  }

  /// Whether a byte may stand in a token (RFC 9110, 5.6.2).
  static func isTokenByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
    case 0x21, 0x23, 0x24, 0x25, 0x26, 0x27, 0x2A, 0x2B, 0x2D, 0x2E, 0x5E, 0x5F, 0x60, 0x7C, 0x7E:
      true
    default: false
    }
  }
}

/// Those that every prepared answer needs, checked and lowered once.
extension HeaderName {
  static let acceptEncoding: HeaderName = "Accept-Encoding"
  static let contentEncoding: HeaderName = "Content-Encoding"
  static let etag: HeaderName = "ETag"
  static let vary: HeaderName = "Vary"
}
