import Cryptography

/// The site that passkeys belong to, and what it demands of them.
///
/// The person must have been verified by the authenticator (PIN, finger, face), so that a passkey
/// alone counts as two factors. Attestation is neither asked for nor looked at.
public struct RelyingParty: Sendable, Hashable {
  /// The domain that passkeys are bound to, such as `example.org`.
  public let id: String

  /// Where the pages lie, as the browser writes it, such as `https://example.org`.
  public let origin: String

  /// Whether the authenticator must have verified the person.
  public let needsVerification: Bool

  /// A site; only tests of authenticators that cannot verify give `needsVerification` as false.
  public init(id: String, origin: String, needsVerification: Bool = true) {
    self.id = id
    self.origin = origin
    self.needsVerification = needsVerification
  }

  /// What a browser sends after it made a passkey.
  public struct Registration: Sendable {
    /// `response.clientDataJSON`, as it came.
    public let clientData: [UInt8]

    /// `response.attestationObject`, as it came.
    public let attestation: [UInt8]

    /// An answer as it came, not checked.
    public init(clientData: [UInt8], attestation: [UInt8]) {
      self.clientData = clientData
      self.attestation = attestation
    }
  }

  /// What a browser sends after a passkey signed.
  public struct Assertion: Sendable {
    /// `rawId`, by which the credential was looked up.
    public let credentialID: [UInt8]

    /// `response.clientDataJSON`, as it came.
    public let clientData: [UInt8]

    /// `response.authenticatorData`, as it came.
    public let authenticatorData: [UInt8]

    /// `response.signature`, as it came.
    public let signature: [UInt8]

    /// An answer as it came, not checked.
    public init(
      credentialID: [UInt8], clientData: [UInt8], authenticatorData: [UInt8], signature: [UInt8]
    ) {
      self.credentialID = credentialID
      self.clientData = clientData
      self.authenticatorData = authenticatorData
      self.signature = signature
    }
  }

  /// The most bytes that each part of an answer may have.
  public static let partBytes = 16_384

  /// The credential that was made for a challenge (WebAuthn Level 3, section 7.1).
  ///
  /// The caller drew the challenge for this session, and forgets it now; and checks that nobody has
  /// the credential's id yet. Throws `WebAuthnError`.
  public func credential(
    made registration: Registration, for challenge: [UInt8]
  ) throws(WebAuthnError) -> Credential {
    try Self.checkSizes(registration.clientData, registration.attestation)
    let client = try ClientData(registration.clientData)
    try client.check(type: "webauthn.create", challenge: challenge, for: self)
    let data = try AuthenticatorData(Self.authenticatorData(of: registration.attestation))
    try check(data)
    guard let attested = data.attested else { throw .malformed(.attestation) }
    // Throws for a key that could never be used.
    _ = try CredentialKey(cose: attested.key)
    return Credential(
      id: attested.credentialID, key: attested.key, signCount: data.signCount,
      isBackedUp: data.isBackedUp)
  }

  /// The credential with its new count, when it signed the challenge (WebAuthn Level 3, section 7.2).
  ///
  /// The caller drew the challenge for this session, and forgets it now, whatever comes of it.
  /// Throws `WebAuthnError`.
  public func checked(
    _ credential: Credential, by assertion: Assertion, for challenge: [UInt8]
  ) throws(WebAuthnError) -> Credential {
    try Self.checkSizes(
      assertion.clientData, assertion.authenticatorData, assertion.signature)
    guard assertion.credentialID == credential.id else { throw .credential }
    let client = try ClientData(assertion.clientData)
    try client.check(type: "webauthn.get", challenge: challenge, for: self)
    let data = try AuthenticatorData(assertion.authenticatorData)
    try check(data)
    let key = try CredentialKey(cose: credential.key)
    let message = assertion.authenticatorData + SHA256.hash(assertion.clientData)
    guard key.isValid(assertion.signature, for: message) else { throw .signature }
    // Two that count apart from each other are a copy of the authenticator.
    guard data.signCount > credential.signCount || (data.signCount, credential.signCount) == (0, 0)
    else { throw .signCount }
    var checked = credential
    checked.signCount = data.signCount
    checked.isBackedUp = data.isBackedUp
    return checked
  }

  /// Steps 14 to 18 of section 7.1, 15 to 19 of section 7.2.
  private func check(_ data: AuthenticatorData) throws(WebAuthnError) {
    guard data.relyingPartyHash == SHA256.hash(Array(id.utf8)) else { throw .relyingParty }
    guard data.isUserPresent else { throw .userNotPresent }
    guard data.isUserVerified || !needsVerification else { throw .userNotVerified }
    guard data.isBackupEligible || !data.isBackedUp else { throw .backupState }
  }

  /// Section 6.5.4: format, statement and authenticator data; the first two say nothing to us.
  private static func authenticatorData(
    of attestation: [UInt8]
  ) throws(WebAuthnError) -> [UInt8] {
    let value: CBOR
    do throws(CBORError) {
      value = try CBORReader.value(of: attestation[...])
    } catch {
      throw .malformed(.attestationObject(error))
    }
    guard let map = value.map, case .text = map[.text("fmt")], case .map = map[.text("attStmt")],
      let data = map[.text("authData")]?.bytes
    else { throw .malformed(.attestation) }
    return data
  }

  private static func checkSizes(_ parts: [UInt8]...) throws(WebAuthnError) {
    guard parts.allSatisfy({ $0.count <= partBytes }) else { throw .malformed(.size) }
  }
}
