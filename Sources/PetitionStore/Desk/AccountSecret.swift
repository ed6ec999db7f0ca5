import Cryptography

/// 32 random bytes that open something for a person: a link in a mail, or a session in a cookie.
///
/// The database holds only their hash, so whoever reads it can neither use a link nor take over a
/// session.
public struct AccountSecret: Sendable {
  /// The size in bytes.
  static let size = 32

  private let bytes: [UInt8]

  /// Draws a new secret.
  init(random: (Int) -> [UInt8]) {
    bytes = random(Self.size)
  }

  /// Takes a secret from a link or a cookie.
  ///
  /// - Returns: nil for a text that is no token: 43 characters of base64url (RFC 4648, section 5).
  public init?(token: some StringProtocol) {
    guard let bytes = Base64URL.decode(String(token)), bytes.count == Self.size else { return nil }
    self.bytes = bytes
  }

  /// The secret as it stands in a link or a cookie.
  public var token: String { Base64URL.encode(bytes) }

  /// By this the store finds what belongs to the secret.
  var hash: [UInt8] { SHA256.hash(bytes) }
}
