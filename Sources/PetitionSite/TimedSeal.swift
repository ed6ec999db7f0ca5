import Cryptography

/// Seals what a page gives away and gets back, with XChaCha20-Poly1305, so that nobody can read or
/// change it, and so that it is good for a while only.
struct TimedSeal {
  let key: SecretKey
  /// For so many milliseconds after it was made, what is sealed can be opened.
  let lifetime: Int64

  /// Bytes that stand before the content: when it was sealed.
  static let timeCount = 8

  /// - Parameters:
  ///   - purpose: what it is for, and for what; must be given again to open it.
  ///   - now: UTC milliseconds.
  func seal(
    _ content: [UInt8], for purpose: [UInt8], at now: Int64, random: (Int) -> [UInt8]
  ) -> String {
    Base64URL.encode(
      AEAD.seal(
        Self.bytes(now) + content, key: key, nonce: random(AEAD.nonceCount),
        authenticating: purpose))
  }

  /// What was sealed.
  ///
  /// - Returns: nil for what is too old, was made for something else, or was not made here.
  func open(_ text: String, for purpose: [UInt8], at now: Int64) -> [UInt8]? {
    guard let sealed = Base64URL.decode(text),
      let plaintext = try? AEAD.open(sealed, key: key, authenticating: purpose),
      plaintext.count >= Self.timeCount
    else { return nil }
    let madeAt = plaintext.prefix(Self.timeCount).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // Another node's clock may be a little ahead.
    let age = now.subtractingReportingOverflow(Int64(bitPattern: madeAt))
    guard !age.overflow, (-FormToken.hour...lifetime).contains(age.partialValue) else { return nil }
    return Array(plaintext.dropFirst(Self.timeCount))
  }

  private static func bytes(_ time: Int64) -> [UInt8] {
    let bits = UInt64(bitPattern: time)
    return stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> $0) }
  }
}
