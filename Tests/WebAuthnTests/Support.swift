import Cryptography
import TestSupport
import Testing
import WebAuthn

/// Bytes from hexadecimal text; blanks and line ends are left out.
func bytes(_ hex: String) throws -> [UInt8] {
  try #require(Hex.decode(hex.filter { !$0.isWhitespace }))
}

/// The site of these tests.
let party = RelyingParty(id: "example.org", origin: "https://example.org")

/// A challenge.
let challenge = [UInt8](1...32)

extension RelyingParty.Registration {
  /// The same with another attestation object.
  func with(attestation: [UInt8]) -> Self {
    .init(clientData: clientData, attestation: attestation)
  }

  /// The same with other data of the client.
  func with(clientData: [UInt8]) -> Self { .init(clientData: clientData, attestation: attestation) }
}

extension RelyingParty.Assertion {
  /// The same with some parts changed.
  func with(
    credentialID: [UInt8]? = nil, clientData: [UInt8]? = nil, authenticatorData: [UInt8]? = nil,
    signature: [UInt8]? = nil
  ) -> Self {
    .init(
      credentialID: credentialID ?? self.credentialID, clientData: clientData ?? self.clientData,
      authenticatorData: authenticatorData ?? self.authenticatorData,
      signature: signature ?? self.signature)
  }
}
