import TestSupport
import Testing
import WebAuthn

@Suite struct AssertionTests {
  @Test(arguments: [false, true])
  func `a passkey signs in, and its count goes on`(usingEd25519: Bool) throws {
    let authenticator = try SoftwareAuthenticator(for: party, usingEd25519: usingEd25519)
    var credential = try party.credential(made: authenticator.register(challenge), for: challenge)
    for count in 1...3 {
      credential = try party.checked(
        credential, by: authenticator.sign(challenge), for: challenge)
      #expect(credential.signCount == count)
    }
  }

  @Test(arguments: [false, true])
  func `every prefix of an answer is refused, and every changed bit`(usingEd25519: Bool) throws {
    let authenticator = try SoftwareAuthenticator(for: party, usingEd25519: usingEd25519)
    let credential = try party.credential(made: authenticator.register(challenge), for: challenge)
    let whole = try authenticator.sign(challenge)
    func expectRefusal(_ answer: RelyingParty.Assertion) {
      #expect(throws: WebAuthnError.self) {
        try party.checked(credential, by: answer, for: challenge)
      }
    }
    for changed in Self.mutations(of: whole.clientData) {
      expectRefusal(whole.with(clientData: changed))
    }
    for changed in Self.mutations(of: whole.authenticatorData) {
      expectRefusal(whole.with(authenticatorData: changed))
    }
    for changed in Self.mutations(of: whole.signature) {
      expectRefusal(whole.with(signature: changed))
    }
    for changed in Self.mutations(of: whole.credentialID) {
      expectRefusal(whole.with(credentialID: changed))
    }
    #expect(throws: Never.self) { try party.checked(credential, by: whole, for: challenge) }
  }

  @Test func `what an assertion must say is checked`() throws {
    try expect(.challenge, challenge: [UInt8](2...33)) { _ in }
    try expect(.challenge, challenge: []) { _ in }
    try expect(.origin) { $0.origin = "https://www.example.org" }
    try expect(.relyingParty) { $0.domain = "www.example.org" }
    try expect(.userNotPresent) { $0.flags = 0x04 }
    try expect(.userNotVerified) { $0.flags = 0x01 }
    try expect(.backupState) { $0.flags = 0x15 }
    try expect(.crossOrigin) { $0.clientAdditions = #","crossOrigin":true"# }
    try expect(nil) { $0.flags = 0x1d }
  }

  @Test func `another passkey cannot sign in for this one`() throws {
    let mine = try SoftwareAuthenticator(for: party)
    let theirs = try SoftwareAuthenticator(for: party)
    let credential = try party.credential(made: mine.register(challenge), for: challenge)
    let answer = try theirs.sign(challenge)
    #expect(throws: WebAuthnError.credential) {
      try party.checked(credential, by: answer, for: challenge)
    }
    #expect(throws: WebAuthnError.signature) {
      try party.checked(
        credential, by: answer.with(credentialID: credential.id), for: challenge)
    }
  }

  @Test func `an answer to the other question is refused`() throws {
    let authenticator = try SoftwareAuthenticator(for: party)
    let registration = authenticator.register(challenge)
    let credential = try party.credential(made: registration, for: challenge)
    let mixed = try authenticator.sign(challenge).with(clientData: registration.clientData)
    #expect(throws: WebAuthnError.type) {
      try party.checked(credential, by: mixed, for: challenge)
    }
  }

  @Test(
    arguments: [
      // What was kept, and what it says now: 0 where it does not count.
      (0, 0, true), (0, 1, true), (5, 6, true), (5, 9, true), (5, 5, false), (5, 4, false),
      (5, 0, false), (.max, 1, false), (.max - 1, .max, true),
    ] as [(UInt32, UInt32, Bool)])
  func `a count that does not go on is that of a copy`(
    kept: UInt32, now: UInt32, isTaken: Bool
  ) throws {
    let authenticator = try SoftwareAuthenticator(for: party)
    var credential = try party.credential(made: authenticator.register(challenge), for: challenge)
    credential.signCount = kept
    authenticator.signCount = now == 0 ? nil : now - 1
    let answer = try authenticator.sign(challenge)
    if isTaken {
      #expect(try party.checked(credential, by: answer, for: challenge).signCount == now)
    } else {
      #expect(throws: WebAuthnError.signCount) {
        try party.checked(credential, by: answer, for: challenge)
      }
    }
  }

  private func expect(
    _ error: WebAuthnError?, challenge expected: [UInt8] = challenge,
    _ change: (SoftwareAuthenticator) -> Void, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    let authenticator = try SoftwareAuthenticator(for: party)
    let credential = try party.credential(made: authenticator.register(challenge), for: challenge)
    change(authenticator)
    let answer = try authenticator.sign(challenge)
    let found: WebAuthnError?
    do throws(WebAuthnError) {
      _ = try party.checked(credential, by: answer, for: expected)
      found = nil
    } catch {
      found = error
    }
    #expect(found == error, sourceLocation: sourceLocation)
  }

  /// Every prefix, one byte more, and every bit turned.
  private static func mutations(of bytes: [UInt8]) -> [[UInt8]] {
    bytes.indices.map { Array(bytes.prefix($0)) } + [bytes + [0]]
      + bytes.indices.flatMap { index in
        (0..<8).map { bit in
          var changed = bytes
          changed[index] ^= 1 << bit
          return changed
        }
      }
  }
}
