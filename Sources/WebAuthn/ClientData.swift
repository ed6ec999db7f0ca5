import Cryptography
import FoundationEssentials

/// What a browser says about a ceremony (WebAuthn Level 3, section 5.8.1).
struct ClientData: Decodable {
  let type: String
  let challenge: String
  let origin: String
  let crossOrigin: Bool?
  let topOrigin: String?

  init(_ bytes: [UInt8]) throws(WebAuthnError) {
    // The browser's bytes are not written anew for a hash, so reading them in one way is enough.
    guard String(validating: bytes, as: UTF8.self) != nil,
      let data = try? JSONDecoder().decode(ClientData.self, from: Data(bytes))
    else { throw .malformed(.clientData) }
    self = data
  }

  /// Steps 7 to 11 of section 7.1, 10 to 14 of section 7.2.
  func check(
    type: String, challenge: [UInt8], for party: RelyingParty
  ) throws(WebAuthnError) {
    guard self.type == type else { throw .type }
    guard let given = Base64URL.decode(self.challenge), !challenge.isEmpty,
      isEqualInConstantTime(given, challenge)
    else { throw .challenge }
    guard Array(origin.utf8) == Array(party.origin.utf8) else { throw .origin }
    guard crossOrigin != true, topOrigin == nil else { throw .crossOrigin }
  }
}
