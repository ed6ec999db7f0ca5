import CSodium

/// Bytes as hexadecimal text.
public enum Hex {
  /// The text of bytes: two digits each, in lower case.
  public static func encode(_ bytes: [UInt8]) -> String {
    Sodium.start
    // libsodium counts the zero byte that ends a C string.
    let capacity = bytes.count * 2 + 1
    var text = [CChar](repeating: 0, count: capacity)
    _ = sodium_bin2hex(&text, capacity, bytes, bytes.count)
    return text.withUnsafeBytes { String(decoding: $0.dropLast(), as: UTF8.self) }
  }

  /// The bytes of a text in either case, or nil unless it is pairs of digits and nothing else.
  public static func decode(_ text: String) -> [UInt8]? {
    Sodium.start
    var bytes = [UInt8](repeating: 0, count: text.utf8.count / 2)
    var count = 0
    var text = text
    let result = text.withUTF8 { text in
      text.withMemoryRebound(to: CChar.self) { text in
        // Without a pointer for the end, anything after the last pair is an error.
        sodium_hex2bin(
          &bytes, bytes.count, text.baseAddress, text.count, nil, &count, nil)
      }
    }
    return result == 0 ? Array(bytes.prefix(count)) : nil
  }
}
