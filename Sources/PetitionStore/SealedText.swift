import Cryptography

/// Text that lies in the database only sealed, with XChaCha20-Poly1305.
struct SealedText {
  let key: SecretKey

  /// Sealed texts have sizes in steps of this many bytes, plus 40 of the seal itself.
  private static let paddingStep = 64

  /// - Parameters:
  ///   - place: the table, the column and the row that the text belongs to, so that it opens nowhere
  ///     else.
  ///   - nonce: 24 random bytes.
  func seal(_ text: String, in place: String, nonce: [UInt8]) -> [UInt8] {
    var plaintext = Self.count(of: text)
    plaintext += text.utf8
    plaintext += repeatElement(
      0, count: (Self.paddingStep - plaintext.count % Self.paddingStep) % Self.paddingStep)
    return AEAD.seal(plaintext, key: key, nonce: nonce, authenticating: Array(place.utf8))
  }

  /// - Throws: `CryptographyError` when the key or the place is another, ``StoreError`` when what was
  ///   sealed is no text.
  func open(_ sealed: [UInt8], in place: String) throws -> String {
    let plaintext = try AEAD.open(sealed, key: key, authenticating: Array(place.utf8))
    guard plaintext.count >= Self.countSize else { throw StoreError.unreadableRecord }
    let count = plaintext.prefix(Self.countSize).reduce(0) { $0 << 8 | Int($1) }
    let text = plaintext.dropFirst(Self.countSize).prefix(count)
    guard text.count == count, let text = String(validating: text, as: UTF8.self) else {
      throw StoreError.unreadableRecord
    }
    return text
  }

  private static let countSize = 4

  /// How many bytes the text has, highest byte first.
  private static func count(of text: String) -> [UInt8] {
    let count = UInt32(text.utf8.count)
    return stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: count >> $0) }
  }
}

extension Store {
  /// Seals a text for one place in the database, such as `account.email 12`.
  func seal(_ text: String, in place: String) -> [UInt8] {
    SealedText(key: secret.deskKey).seal(text, in: place, nonce: random(AEAD.nonceCount))
  }

  /// Opens what was sealed for a place.
  ///
  /// - Throws: `CryptographyError`, ``StoreError/unreadableRecord``.
  func open(_ sealed: [UInt8], in place: String) throws -> String {
    try SealedText(key: secret.deskKey).open(sealed, in: place)
  }
}
