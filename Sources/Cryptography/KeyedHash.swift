import CSodium

/// A hash under a key, with BLAKE2b (RFC 7693).
///
/// Without the key nobody can test a guess about the message, which a bare hash allows.
public enum KeyedHash {
  /// Hashes a message to `count` bytes (16 to 64) under a key of 16 to 64 bytes.
  public static func hash(_ message: [UInt8], key: SecretKey, count: Int = 32) -> [UInt8] {
    precondition((16...64).contains(count), "a keyed hash has 16 to 64 bytes")
    precondition((16...64).contains(key.count), "a key of a keyed hash has 16 to 64 bytes")
    var hash = [UInt8](repeating: 0, count: count)
    key.withPointer { key, keyCount in
      // It fails only for lengths outside of the two ranges checked above.
      _ = crypto_generichash(&hash, count, message, UInt64(message.count), key, keyCount)
    }
    return hash
  }
}
