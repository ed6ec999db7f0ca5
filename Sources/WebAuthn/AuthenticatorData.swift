import Cryptography

/// What an authenticator says in bytes that it signs (WebAuthn Level 3, section 6.1).
struct AuthenticatorData {
  /// The hash of the name that the credential belongs to.
  let relyingPartyHash: [UInt8]

  /// How often the authenticator has signed, or 0 where it does not count.
  let signCount: UInt32

  /// The credential that was made, only in a registration.
  let attested: Attested?

  private let flags: UInt8

  /// Somebody was there.
  var isUserPresent: Bool { flags & 0x01 != 0 }

  /// The authenticator knows who: a PIN, a finger, a face.
  var isUserVerified: Bool { flags & 0x04 != 0 }

  /// The credential may be copied to other devices.
  var isBackupEligible: Bool { flags & 0x08 != 0 }

  /// The credential is copied to other devices.
  var isBackedUp: Bool { flags & 0x10 != 0 }

  /// A credential that was made.
  struct Attested {
    let credentialID: [UInt8]

    /// The bytes of the COSE_Key.
    let key: [UInt8]
  }

  init(_ bytes: [UInt8]) throws(WebAuthnError) {
    guard bytes.count >= Self.headCount else { throw .malformed(.authenticatorData) }
    relyingPartyHash = Array(bytes[..<SHA256.count])
    flags = bytes[SHA256.count]
    signCount = bytes[SHA256.count + 1..<Self.headCount].reduce(0) { $0 << 8 | UInt32($1) }
    var rest = bytes[Self.headCount...]
    attested = flags & 0x40 != 0 ? try Self.takeAttested(from: &rest) : nil
    if flags & 0x80 != 0 { try Self.takeExtensions(from: &rest) }
    guard rest.isEmpty else { throw .malformed(.authenticatorData) }
  }

  /// The hash, the flags and the count.
  private static let headCount = SHA256.count + 1 + 4

  /// The kind of the authenticator.
  private static let modelCount = 16

  /// Section 6.5.1.
  private static func takeAttested(
    from rest: inout ArraySlice<UInt8>
  ) throws(WebAuthnError) -> Attested {
    let lengths = rest.dropFirst(modelCount).prefix(2)
    guard lengths.count == 2 else { throw .malformed(.authenticatorData) }
    let count = lengths.reduce(0) { $0 << 8 | Int($1) }
    rest = rest.dropFirst(modelCount + 2)
    guard (1...Credential.idCounts.upperBound).contains(count), count <= rest.count else {
      throw .malformed(.authenticatorData)
    }
    let id = Array(rest.prefix(count))
    rest = rest.dropFirst(count)
    let key = try takeValue(from: &rest)
    return Attested(credentialID: id, key: Array(key))
  }

  /// Section 9.5: a map, of which nothing was asked for.
  private static func takeExtensions(from rest: inout ArraySlice<UInt8>) throws(WebAuthnError) {
    let extensions = try takeValue(from: &rest)
    // A map is of the major type 5.
    guard extensions.first.map({ $0 >> 5 == 5 }) == true else {
      throw .malformed(.authenticatorData)
    }
  }

  /// The bytes of the next value.
  private static func takeValue(
    from rest: inout ArraySlice<UInt8>
  ) throws(WebAuthnError) -> ArraySlice<UInt8> {
    var reader = CBORReader(rest)
    do throws(CBORError) {
      _ = try reader.value()
    } catch {
      throw .malformed(.key(error))
    }
    defer { rest = reader.rest }
    return rest[..<reader.rest.startIndex]
  }
}
