import Cryptography
import Petitions

/// A place of a petition's list as it stands in the link of a mail: sealed, so that nobody makes one up.
struct PlaceToken: Hashable {
  let petition: Petition.ID
  /// The place; 0 in a mail that its author sent to themselves.
  let ordinal: Int

  init(petition: Petition.ID, ordinal: Int) {
    self.petition = petition
    self.ordinal = ordinal
  }

  /// - Returns: nil for a text that was not sealed under the key.
  init?(_ text: String, key: SecretKey) {
    guard let sealed = Base64URL.decode(text),
      let bytes = try? AEAD.open(sealed, key: key, authenticating: []), bytes.count == 16
    else { return nil }
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    petition = Petition.ID(rawValue: Int64(bitPattern: number(bytes[..<8])))
    ordinal = Int(truncatingIfNeeded: number(bytes[8...]))
  }

  /// The token, in the letters of base64url.
  func text(key: SecretKey, nonce: [UInt8]) -> String {
    let place = [UInt64(bitPattern: petition.rawValue), UInt64(ordinal)].flatMap { number in
      withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
    return Base64URL.encode(AEAD.seal(place, key: key, nonce: nonce, authenticating: []))
  }
}
