import CSodium

/// Encryption that also authenticates, with XChaCha20-Poly1305 (draft-irtf-cfrg-xchacha-03).
public enum AEAD {
  /// Length of a key in bytes.
  public static let keyCount = 32

  /// Length of a nonce in bytes; random ones are safe at this length.
  public static let nonceCount = 24

  /// Bytes that a sealed message has more than its plaintext: nonce and tag.
  public static let overhead = 40

  private static let tagCount = 16

  /// Encrypts to nonce, ciphertext and tag, in this order.
  ///
  /// `context` is not encrypted and not included, and must be given again to open the message. The
  /// key has 32 bytes, the nonce 24 that are never used again with the same key.
  public static func seal(
    _ plaintext: [UInt8], key: SecretKey, nonce: [UInt8], authenticating context: [UInt8]
  ) -> [UInt8] {
    precondition(key.count == keyCount, "a key has 32 bytes")
    precondition(nonce.count == nonceCount, "a nonce has 24 bytes")
    var ciphertext = [UInt8](repeating: 0, count: plaintext.count + tagCount)
    key.withPointer { key, _ in
      // It has no way to fail for the lengths checked above.
      _ = crypto_aead_xchacha20poly1305_ietf_encrypt(
        &ciphertext, nil, plaintext, UInt64(plaintext.count), context, UInt64(context.count), nil,
        nonce, key)
    }
    return nonce + ciphertext
  }

  /// Decrypts what `seal` made, when it is unchanged and key and context are the same.
  ///
  /// Throws `CryptographyError.notAuthentic` otherwise; which part was wrong is not told.
  public static func open(
    _ sealed: [UInt8], key: SecretKey, authenticating context: [UInt8]
  ) throws(CryptographyError) -> [UInt8] {
    precondition(key.count == keyCount, "a key has 32 bytes")
    guard sealed.count >= overhead else { throw .notAuthentic }
    var plaintext = [UInt8](repeating: 0, count: sealed.count - overhead)
    let result = sealed.withUnsafeBufferPointer { sealed -> CInt in
      guard let nonce = sealed.baseAddress else { return -1 }
      return key.withPointer { key, _ in
        crypto_aead_xchacha20poly1305_ietf_decrypt(
          &plaintext, nil, nil, nonce + nonceCount, UInt64(sealed.count - nonceCount), context,
          UInt64(context.count), nonce, key)
      }
    }
    guard result == 0 else { throw .notAuthentic }
    return plaintext
  }
}
