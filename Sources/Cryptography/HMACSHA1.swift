import CCrypto

/// Message authentication with HMAC over SHA-1 (RFC 2104), which one-time passwords are made of.
///
/// SHA-1 is broken where two messages may be chosen, which does not weaken HMAC; yet nothing new
/// should be built on it.
enum HMACSHA1 {
  /// Length of a code in bytes.
  static let count = 20

  /// The code of a message: 20 bytes, or nil where OpenSSL refuses (no memory, or no SHA-1).
  static func code(for message: [UInt8], key: SecretKey) -> [UInt8]? {
    var code = [UInt8](repeating: 0, count: count)
    var written: UInt32 = 0
    let isDone = key.withPointer { key, keyCount in
      guard let keyCount = Int32(exactly: keyCount) else { return false }
      return HMAC(EVP_sha1(), key, keyCount, message, message.count, &code, &written) != nil
    }
    ERR_clear_error()
    return isDone && Int(written) == count ? code : nil
  }
}
