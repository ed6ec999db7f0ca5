import CSodium

/// The hash function SHA-256 (FIPS 180-4).
public enum SHA256 {
  /// Length of a hash in bytes.
  public static let count = 32

  /// Hashes bytes to 32 bytes.
  public static func hash(_ bytes: [UInt8]) -> [UInt8] {
    Sodium.start
    var hash = [UInt8](repeating: 0, count: count)
    // It has no way to fail.
    crypto_hash_sha256(&hash, bytes, UInt64(bytes.count))
    return hash
  }
}
