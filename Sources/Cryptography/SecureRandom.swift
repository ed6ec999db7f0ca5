import CSodium

/// Random numbers of the operating system.
public enum SecureRandom {
  /// Draws bytes that nobody can predict.
  public static func bytes(_ count: Int) -> [UInt8] {
    Sodium.start
    var bytes = [UInt8](repeating: 0, count: count)
    randombytes_buf(&bytes, count)
    return bytes
  }
}
