import Cryptography
import Petitions

/// The secret of one signature: 32 random bytes that leave the server in the confirmation mail.
///
/// The store keeps only what follows from it one way. A stolen database can therefore neither
/// confirm nor withdraw a signature, nor prove who stands behind one.
public struct SignatureSecret: Sendable {
  /// The size in bytes.
  public static let size = 32

  private let secret: SecretKey
  private let source: HKDFSHA256.Source

  /// Draws a new secret.
  public init(random: (Int) -> [UInt8]) {
    self.init(bytes: random(Self.size))
  }

  /// Takes random bytes, as many as ``size``.
  init(bytes: [UInt8]) {
    self.init(SecretKey(bytes: bytes))
  }

  private init(_ secret: SecretKey) {
    self.secret = secret
    source = HKDFSHA256.Source(secret)
  }

  /// Takes a secret from the token of a link.
  ///
  /// - Returns: nil for a text that is no token: 43 characters of base64url (RFC 4648, section 5).
  public init?(token: some StringProtocol) {
    guard let bytes = Base64URL.decode(String(token)), bytes.count == Self.size else { return nil }
    self.init(SecretKey(bytes: bytes))
  }

  /// The secret as it stands in a link.
  public var token: String { secret.withBytes { Base64URL.encode(Array($0)) } }

  /// By this the store finds the signature.
  public var confirmHash: [UInt8] { SHA256.hash(bytes(of: "confirm")) }

  /// Opened by the withdrawal key, this shows that the signer withdrew, and nobody else.
  var withdrawalHash: [UInt8] {
    SHA256.hash(Array("withdraw\0".utf8) + bytes(of: "withdraw"))
  }

  /// Eight digits that confirm the signature where the link cannot be opened.
  public var code: String {
    let number = source.withKey("code") { key in
      key.prefix(8).reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
    }
    let digits = String(number % 100_000_000)
    return String(repeating: "0", count: 8 - digits.utf8.count) + digits
  }

  /// Binds the signature to a petition, an address and a name, and shows none of them.
  ///
  /// HMAC-SHA256 under a key that only the mail holds, over length-prefixed fields.
  func commitment(uniqueID: [UInt8], email: String, name: String) -> [UInt8] {
    source.withKey("commit") { key in
      Self.commitment(
        context: "undersigned/leaf/v1", key: key, uniqueID: uniqueID, email: email, name: name)
    }
  }

  static func commitment(
    context: String, key: UnsafeRawBufferPointer, uniqueID: [UInt8], email: String, name: String
  ) -> [UInt8] {
    var message = Array(context.utf8) + [0]
    for field in [uniqueID, Array(email.utf8), Array(name.utf8)] {
      LengthPrefixed.append(field, to: &message)
    }
    return HMACSHA256.code(for: message, key: key)
  }

  private func bytes(of purpose: String) -> [UInt8] {
    source.withKey(purpose) { Array($0) }
  }
}
