import TestSupport
import Testing
import WebAuthn

@Suite struct RegistrationTests {
  @Test(arguments: [false, true])
  func `a passkey is made in either algorithm`(usingEd25519: Bool) throws {
    let authenticator = try SoftwareAuthenticator(for: party, usingEd25519: usingEd25519)
    authenticator.signCount = 41
    let credential = try party.credential(made: authenticator.register(challenge), for: challenge)
    #expect(credential.id == authenticator.credentialID)
    #expect(credential.signCount == 41)
    #expect(!credential.isBackedUp)
    #expect(throws: Never.self) { try CredentialKey(cose: credential.key) }
  }

  @Test(arguments: [false, true])
  func `every prefix of an answer is refused, and every byte more`(usingEd25519: Bool) throws {
    let authenticator = try SoftwareAuthenticator(for: party, usingEd25519: usingEd25519)
    let whole = authenticator.register(challenge)
    for count in whole.attestation.indices {
      #expect(throws: WebAuthnError.self) {
        let cut = whole.with(attestation: Array(whole.attestation.prefix(count)))
        _ = try party.credential(made: cut, for: challenge)
      }
    }
    for count in whole.clientData.indices {
      #expect(throws: WebAuthnError.malformed(.clientData)) {
        let cut = whole.with(clientData: Array(whole.clientData.prefix(count)))
        _ = try party.credential(made: cut, for: challenge)
      }
    }
    #expect(throws: WebAuthnError.malformed(.attestationObject(.trailingBytes))) {
      let longer = whole.with(attestation: whole.attestation + [0])
      _ = try party.credential(made: longer, for: challenge)
    }
    #expect(throws: WebAuthnError.malformed(.clientData)) {
      let longer = whole.with(clientData: whole.clientData + [0x7b])
      _ = try party.credential(made: longer, for: challenge)
    }
  }

  @Test(arguments: [false, true])
  func `every prefix of the authenticator data is refused`(usingEd25519: Bool) throws {
    let authenticator = try SoftwareAuthenticator(for: party, usingEd25519: usingEd25519)
    let data = authenticator.registrationData
    let whole = authenticator.register(challenge)
    for count in data.indices {
      let cut = whole.with(attestation: Self.attestation(of: Array(data.prefix(count))))
      #expect(throws: WebAuthnError.self) {
        try party.credential(made: cut, for: challenge)
      }
    }
    #expect(throws: WebAuthnError.malformed(.authenticatorData)) {
      let longer = whole.with(attestation: Self.attestation(of: data + [0]))
      _ = try party.credential(made: longer, for: challenge)
    }
  }

  @Test func `what a registration must say is checked`() throws {
    try expect(.challenge, challenge: [UInt8](2...33)) { _ in }
    try expect(.challenge, challenge: []) { _ in }
    try expect(.origin) { $0.origin = "https://example.org.evil.test" }
    try expect(.origin) { $0.origin = "http://example.org" }
    try expect(.origin) { $0.origin = "https://example.org/" }
    try expect(.relyingParty) { $0.domain = "example.com" }
    try expect(.userNotPresent) { $0.flags = 0x04 }
    try expect(.userNotVerified) { $0.flags = 0x01 }
    try expect(.backupState) { $0.flags = 0x15 }
    try expect(.crossOrigin) { $0.clientAdditions = #","crossOrigin":true"# }
    try expect(.crossOrigin) { $0.clientAdditions = #","topOrigin":"https://evil.test""# }
    try expect(.malformed(.clientData)) { $0.clientAdditions = #","crossOrigin":"no""# }
    try expect(nil) { $0.clientAdditions = #","others":{"a":[1,null]}"# }
    try expect(nil) { $0.flags = 0x1d }
  }

  @Test func `an answer to the other question is refused`() throws {
    let authenticator = try SoftwareAuthenticator(for: party)
    let signed = try authenticator.sign(challenge)
    let mixed = authenticator.register(challenge).with(clientData: signed.clientData)
    #expect(throws: WebAuthnError.type) { try party.credential(made: mixed, for: challenge) }
  }

  @Test func `authenticator data without a credential makes none`() throws {
    let authenticator = try SoftwareAuthenticator(for: party)
    let signed = try authenticator.sign(challenge)
    let empty = authenticator.register(challenge)
      .with(attestation: Self.attestation(of: signed.authenticatorData))
    #expect(throws: WebAuthnError.malformed(.attestation)) {
      try party.credential(made: empty, for: challenge)
    }
  }

  @Test func `extensions are passed over, and must be a map`() throws {
    let authenticator = try SoftwareAuthenticator(for: party)
    authenticator.flags |= 0x80
    let data = authenticator.registrationData
    let answer = authenticator.register(challenge)
    let good = answer.with(attestation: Self.attestation(of: data + [0xa1, 0x61, 0x61, 0xf5]))
    #expect(
      try party.credential(made: good, for: challenge).id == authenticator.credentialID)
    for bad: [UInt8] in [[], [0x80], [0xa0, 0x00], [0xa1, 0x61, 0x61]] {
      #expect(throws: WebAuthnError.self) {
        try party.credential(
          made: answer.with(attestation: Self.attestation(of: data + bad)), for: challenge)
      }
    }
  }

  @Test func `an answer that is too long is refused before it is read`() throws {
    let answer = try SoftwareAuthenticator(for: party).register(challenge)
    let long = [UInt8](repeating: 0x20, count: RelyingParty.partBytes + 1)
    #expect(throws: WebAuthnError.malformed(.size)) {
      try party.credential(made: answer.with(attestation: long), for: challenge)
    }
    #expect(throws: WebAuthnError.malformed(.size)) {
      try party.credential(made: answer.with(clientData: long), for: challenge)
    }
  }

  @Test(
    arguments: [
      // Another algorithm, another curve, a parameter more, one less, a private key, no map.
      "a5010203382420012158200000000000000000000000000000000000000000000000000000000000000000",
      "a401010327200521582044e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf832",
      "a501010326200621582044e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf8320400",
      "a3010103272006", "a0", "80",
      "a401010327200621581f44e06ddd331c36a8dc667bab52bcae63486c916aa5e339e6acebaa84934bf8",
    ])
  func `a key of another form is refused`(hex: String) throws {
    let key = try bytes(hex)
    #expect(throws: WebAuthnError.self) { try CredentialKey(cose: key) }
  }

  @Test func `no change of a bit makes reading stumble`() throws {
    let answer = try SoftwareAuthenticator(for: party).register(challenge)
    for index in answer.attestation.indices {
      for bit in 0..<8 {
        var changed = answer.attestation
        changed[index] ^= 1 << bit
        _ = try? party.credential(made: answer.with(attestation: changed), for: challenge)
      }
    }
  }

  private func expect(
    _ error: WebAuthnError?, challenge expected: [UInt8] = challenge,
    _ change: (SoftwareAuthenticator) -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let authenticator = try SoftwareAuthenticator(for: party)
    change(authenticator)
    let answer = authenticator.register(challenge)
    let found: WebAuthnError?
    do throws(WebAuthnError) {
      _ = try party.credential(made: answer, for: expected)
      found = nil
    } catch {
      found = error
    }
    #expect(found == error, sourceLocation: sourceLocation)
  }

  private static func attestation(of data: [UInt8]) -> [UInt8] {
    // {"fmt": "none", "attStmt": {}, "authData": h'…'}
    let head: [UInt8] = [
      0xa3, 0x63, 0x66, 0x6d, 0x74, 0x64, 0x6e, 0x6f, 0x6e, 0x65, 0x67, 0x61, 0x74, 0x74, 0x53,
      0x74, 0x6d, 0x74, 0xa0, 0x68, 0x61, 0x75, 0x74, 0x68, 0x44, 0x61, 0x74, 0x61, 0x58,
    ]
    return head + [UInt8(data.count)] + data
  }
}
