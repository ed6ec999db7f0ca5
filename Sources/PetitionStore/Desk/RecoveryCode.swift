import Cryptography

/// A code on paper that stands in for the authenticator app, once.
///
/// It has 120 random bits, so a bare hash of it gives nothing away (OWASP ASVS 5.0, 6.5.2).
public struct RecoveryCode: Sendable {
  /// How many a person gets at once.
  public static let count = 10

  /// The size in bytes, which fills whole digits of base32.
  private static let size = 15

  /// The digits that stand together.
  private static let group = 4

  private let bytes: [UInt8]

  init(random: (Int) -> [UInt8]) {
    bytes = random(Self.size)
  }

  /// Reads what somebody typed, with or without blanks and hyphens.
  ///
  /// - Returns: nil for what is none.
  public init?(typed: String) {
    guard typed.utf8.count <= 100 else { return nil }
    let digits = typed.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
    guard let bytes = Base32.decode(String(decoding: digits, as: UTF8.self)),
      bytes.count == Self.size
    else { return nil }
    self.bytes = bytes
  }

  /// As it is shown: `ABCD-EFGH-…`.
  public var text: String {
    let digits = Array(Base32.encode(bytes))
    return stride(from: 0, to: digits.count, by: Self.group)
      .map { String(digits[$0..<min($0 + Self.group, digits.count)]) }.joined(separator: "-")
  }

  /// What is kept of it.
  var hash: [UInt8] { SHA256.hash(bytes) }
}
