import CSodium

/// Bytes as text for addresses: base64url without padding (RFC 4648 section 5).
///
/// Both ways take a time that does not depend on the bytes, so that secrets may pass through.
public enum Base64URL {
  private static let variant = sodium_base64_VARIANT_URLSAFE_NO_PADDING

  /// The text of bytes: letters, digits, `-` and `_`.
  public static func encode(_ bytes: [UInt8]) -> String {
    Sodium.start
    // libsodium counts the zero byte that ends a C string.
    let capacity = sodium_base64_encoded_len(bytes.count, variant)
    var text = [CChar](repeating: 0, count: capacity)
    _ = sodium_bin2base64(&text, capacity, bytes, bytes.count, variant)
    return text.withUnsafeBytes { String(decoding: $0.dropLast(), as: UTF8.self) }
  }

  /// The bytes of a text, or nil unless it is exactly what `encode` makes of them.
  ///
  /// So padding, blanks, another alphabet and left-over bits are all refused.
  public static func decode(_ text: String) -> [UInt8]? {
    // libsodium 1.0.18 takes some bytes above 127 for digits, as its `char` is signed.
    guard text.utf8.allSatisfy({ $0 < 128 }) else { return nil }
    Sodium.start
    var bytes = [UInt8](repeating: 0, count: text.utf8.count / 4 * 3 + 2)
    var count = 0
    var text = text
    let result = text.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) { text in
        // Without a pointer for the end, anything after the last digit is an error.
        sodium_base642bin(
          &bytes, bytes.count, text.baseAddress, text.count, nil, &count, nil, variant)
      }
    }
    return result == 0 ? Array(bytes.prefix(count)) : nil
  }
}
