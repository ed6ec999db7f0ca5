/// The characters that text and attribute values must not hold bare (HTML Standard, 13.1.2).
enum Escaping {
  /// What stands for a byte that would be read as markup, or nil for every other byte.
  @inline(__always)
  static func replacement(for byte: UInt8) -> StaticString? {
    switch byte {
    case UInt8(ascii: "&"): "&amp;"
    case UInt8(ascii: "<"): "&lt;"
    case UInt8(ascii: ">"): "&gt;"
    case UInt8(ascii: "\""): "&quot;"
    case UInt8(ascii: "'"): "&#39;"
    default: nil
    }
  }

  /// A word whose lowest set bit marks the first of eight bytes that needs a replacement.
  ///
  /// `&` and `'` differ in one bit, `<` and `>` in another, so three comparisons find all five.
  @inline(__always)
  static func specialBytes(in word: UInt64) -> UInt64 {
    zeroBytes(in: (word & 0xfefe_fefe_fefe_fefe) ^ 0x2626_2626_2626_2626)
      | zeroBytes(in: (word & 0xfdfd_fdfd_fdfd_fdfd) ^ 0x3c3c_3c3c_3c3c_3c3c)
      | zeroBytes(in: word ^ 0x2222_2222_2222_2222)
  }

  @inline(__always)
  private static func zeroBytes(in word: UInt64) -> UInt64 {
    (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080
  }
}
