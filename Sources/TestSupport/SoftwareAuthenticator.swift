import CCrypto
import CSodium
import Cryptography
public import WebAuthn

/// An authenticator in software, which holds one passkey for one site.
///
/// What it says can be changed before it says it, to be refused.
public final class SoftwareAuthenticator {
  /// The bits of what it says about the person: present 1, verified 4, may be copied 8, copied 16.
  public var flags: UInt8 = 0x05

  /// How often it has signed; nil lets it not count.
  public var signCount: UInt32? = 0

  /// The number of its passkey.
  public let credentialID: [UInt8]

  /// The page that it believes to be on.
  public var origin: String

  /// The domain that its passkey belongs to.
  public var domain: String

  /// What the browser adds to the data of the client, with a comma in front.
  public var clientAdditions = #","crossOrigin":false"#

  private let key: Key

  /// An authenticator for a site with a new key.
  public init(for party: RelyingParty, usingEd25519: Bool = false) throws {
    credentialID = SecureRandom.bytes(16)
    origin = party.origin
    domain = party.id
    key = usingEd25519 ? .ed25519() : try .es256()
  }

  /// The answer to `navigator.credentials.create()`.
  public func register(_ challenge: [UInt8]) -> RelyingParty.Registration {
    .init(
      clientData: clientData("webauthn.create", challenge),
      attestation: [0xa3] + text("fmt") + text("none") + text("attStmt") + [0xa0]
        + text("authData") + bytes(registrationData))
  }

  /// The answer to `navigator.credentials.get()`.
  public func sign(_ challenge: [UInt8]) throws -> RelyingParty.Assertion {
    signCount = signCount.map { $0 + 1 }
    let client = clientData("webauthn.get", challenge)
    let data = head(flags)
    return .init(
      credentialID: credentialID, clientData: client, authenticatorData: data,
      signature: try key.signature(of: data + SHA256.hash(client)))
  }

  /// The authenticator data of a registration.
  public var registrationData: [UInt8] {
    head(flags | 0x40) + [UInt8](repeating: 0, count: 16) + [0, UInt8(credentialID.count)]
      + credentialID + key.cose
  }

  private func head(_ flags: UInt8) -> [UInt8] {
    SHA256.hash(Array(domain.utf8)) + [flags]
      + withUnsafeBytes(of: (signCount ?? 0).bigEndian) { Array($0) }
  }

  private func clientData(_ type: String, _ challenge: [UInt8]) -> [UInt8] {
    let challenge = Base64URL.encode(challenge)
    return Array(
      #"{"type":"\#(type)","challenge":"\#(challenge)","origin":"\#(origin)"\#(clientAdditions)}"#
        .utf8)
  }

  private func text(_ text: String) -> [UInt8] { [0x60 + UInt8(text.utf8.count)] + text.utf8 }

  private func bytes(_ bytes: [UInt8]) -> [UInt8] { [0x58, UInt8(bytes.count)] + bytes }
}

/// A private key of one of the two algorithms.
private final class Key {
  /// The public half as a COSE_Key.
  let cose: [UInt8]

  private let sign: ([UInt8]) throws -> [UInt8]

  private init(cose: [UInt8], sign: @escaping ([UInt8]) throws -> [UInt8]) {
    self.cose = cose
    self.sign = sign
  }

  func signature(of message: [UInt8]) throws -> [UInt8] { try sign(message) }

  static func ed25519() -> Key {
    var publicKey = [UInt8](repeating: 0, count: 32)
    var secretKey = [UInt8](repeating: 0, count: 64)
    // It has no way to fail, and the seed comes from a library that has been started.
    _ = crypto_sign_seed_keypair(&publicKey, &secretKey, SecureRandom.bytes(32))
    let secret = secretKey
    return Key(cose: [0xa4, 0x01, 0x01, 0x03, 0x27, 0x20, 0x06, 0x21, 0x58, 0x20] + publicKey) {
      var signature = [UInt8](repeating: 0, count: 64)
      _ = crypto_sign_detached(&signature, nil, $0, UInt64($0.count), secret)
      return signature
    }
  }

  static func es256() throws -> Key {
    let key = try EllipticKey()
    let x = key.point.prefix(32)
    let y = key.point.suffix(32)
    let cose =
      [0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20] + x + [0x22, 0x58, 0x20] + y
    return Key(cose: cose, sign: key.signature)
  }
}

/// A private key on P-256.
private final class EllipticKey {
  /// The two coordinates of the public half.
  let point: [UInt8]

  private let key: OpaquePointer

  init() throws {
    guard let context = EVP_PKEY_CTX_new_id(EVP_PKEY_EC, nil) else { throw Failure() }
    defer { EVP_PKEY_CTX_free(context) }
    var made: OpaquePointer?
    guard EVP_PKEY_keygen_init(context) == 1, EVP_PKEY_CTX_set_group_name(context, "P-256") == 1,
      EVP_PKEY_keygen(context, &made) == 1, let made
    else { throw Failure() }
    key = made
    var der: UnsafeMutablePointer<UInt8>?
    let count = i2d_PUBKEY(made, &der)
    guard count > 64, let der else { throw Failure() }
    // The point stands at the end.
    point = Array(UnsafeBufferPointer(start: der, count: Int(count)).suffix(64))
    ccrypto_free(der)
  }

  func signature(of message: [UInt8]) throws -> [UInt8] {
    guard let context = EVP_MD_CTX_new() else { throw Failure() }
    defer { EVP_MD_CTX_free(context) }
    var count = 80
    var signature = [UInt8](repeating: 0, count: count)
    guard EVP_DigestSignInit(context, nil, EVP_sha256(), nil, key) == 1,
      EVP_DigestSign(context, &signature, &count, message, message.count) == 1
    else { throw Failure() }
    return Array(signature.prefix(count))
  }

  deinit { EVP_PKEY_free(key) }

  /// OpenSSL did not make a key or a signature.
  struct Failure: Error {}
}
