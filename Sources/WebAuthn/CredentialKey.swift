public import Cryptography

/// The public key of a credential, in one of the two algorithms that are offered.
public enum CredentialKey: Sendable, Hashable {
  /// ECDSA on P-256 with SHA-256: COSE algorithm −7.
  case es256(ES256.PublicKey)

  /// Ed25519: COSE algorithm −8.
  case ed25519(Ed25519.PublicKey)

  /// The numbers of the algorithms in the order in which authenticators should prefer them.
  public static let algorithms: [Int64] = [-8, -7]

  /// Reads a COSE_Key (RFC 9053, sections 7.1 and 7.2) that has the parameters it needs and no other.
  ///
  /// (WebAuthn Level 3, section 6.5.1.) Throws `WebAuthnError.malformed` for what is not CBOR and
  /// `WebAuthnError.key` for another algorithm, or a point that is not on the curve.
  public init(cose: [UInt8]) throws(WebAuthnError) {
    let value: CBOR
    do throws(CBORError) {
      value = try CBORReader.value(of: cose[...])
    } catch {
      throw .malformed(.key(error))
    }
    try self.init(value)
  }

  init(_ value: CBOR) throws(WebAuthnError) {
    guard let map = value.map else { throw .key }
    let key: CredentialKey?
    switch map[.integer(Label.algorithm)]?.integer {
    case -7: key = Self.es256(of: map)
    case -8: key = Self.ed25519(of: map)
    default: key = nil
    }
    guard let key else { throw .key }
    self = key
  }

  /// Whether a signature belongs to a message.
  public func isValid(_ signature: [UInt8], for message: [UInt8]) -> Bool {
    switch self {
    case .es256(let key): key.isValid(signature, for: message)
    case .ed25519(let key): key.isValid(signature, for: message)
    }
  }

  private static func es256(of map: [CBOR: CBOR]) -> CredentialKey? {
    guard map.count == 5, map[.integer(Label.type)]?.integer == 2,
      map[.integer(Label.curve)]?.integer == 1,
      let x = map[.integer(Label.x)]?.bytes, let y = map[.integer(Label.y)]?.bytes
    else { return nil }
    return ES256.PublicKey(x: x, y: y).map { .es256($0) }
  }

  private static func ed25519(of map: [CBOR: CBOR]) -> CredentialKey? {
    guard map.count == 4, map[.integer(Label.type)]?.integer == 1,
      map[.integer(Label.curve)]?.integer == 6, let x = map[.integer(Label.x)]?.bytes
    else { return nil }
    return Ed25519.PublicKey(x).map { .ed25519($0) }
  }

  /// The labels of the parameters, from the IANA registry of COSE.
  private enum Label {
    static let type: Int64 = 1
    static let algorithm: Int64 = 3
    static let curve: Int64 = -1
    static let x: Int64 = -2
    static let y: Int64 = -3
  }
}
