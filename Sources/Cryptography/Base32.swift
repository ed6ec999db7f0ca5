/// Bytes as text that people type: base32 without padding (RFC 4648, section 6).
public enum Base32 {
  private static let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".utf8)

  /// The text of bytes: capital letters and the digits 2 to 7.
  ///
  /// The time depends on the bytes; it is for secrets that are shown anyway.
  public static func encode(_ bytes: [UInt8]) -> String {
    var text: [UInt8] = []
    text.reserveCapacity((bytes.count * 8 + 4) / 5)
    var waiting: UInt16 = 0
    var count = 0
    for byte in bytes {
      waiting = waiting << 8 | UInt16(byte)
      count += 8
      while count >= 5 {
        count -= 5
        text.append(digits[Int(waiting >> count) & 31])
      }
      waiting &= (1 << count) - 1
    }
    if count > 0 { text.append(digits[Int(waiting << (5 - count)) & 31]) }
    return String(decoding: text, as: UTF8.self)
  }

  /// The bytes of a text in either case, or nil unless it is one that `encode` makes.
  public static func decode(_ text: String) -> [UInt8]? {
    var bytes: [UInt8] = []
    var waiting: UInt16 = 0
    var count = 0
    for letter in text.utf8 {
      guard let digit = value(of: letter) else { return nil }
      waiting = waiting << 5 | UInt16(digit)
      count += 5
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: waiting >> count))
        waiting &= (1 << count) - 1
      }
    }
    // What is left over must be shorter than a digit, and nothing but zeros.
    return count < 5 && waiting == 0 ? bytes : nil
  }

  private static func value(of letter: UInt8) -> UInt8? {
    switch letter {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): letter - UInt8(ascii: "A")
    case UInt8(ascii: "a")...UInt8(ascii: "z"): letter - UInt8(ascii: "a")
    case UInt8(ascii: "2")...UInt8(ascii: "7"): letter - UInt8(ascii: "2") + 26
    default: nil
    }
  }
}
