/// The code of a link by which a reader came, the `from` in `?from=poster`: a word that the organiser
/// chose for a poster, a newsletter or a site, never anything about the reader.
public struct SourceCode: Sendable, Hashable {
  /// The most characters of a code.
  public static let limit = 20

  /// The code, in small letters.
  public let text: String

  /// Takes a code as it stands in an address.
  ///
  /// - Returns: nil for whatever else than letters and digits of ASCII and hyphens stands there, and
  ///   for what is too long: a code is never cut or repaired, since two could become one.
  public init?(_ text: some StringProtocol) {
    guard (1...Self.limit).contains(text.utf8.count), text.utf8.allSatisfy(Self.isLegal) else {
      return nil
    }
    self.text = text.lowercased()
  }

  private static func isLegal(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7a).contains(byte | 0x20)
      || byte == UInt8(ascii: "-")
  }
}
