/// The addresses that links in people's texts may have.
enum AllowedLink {
  private static let schemes = ["http://", "https://", "mailto:"]

  /// Whether the address is absolute and of a kind that opens a page or a mail.
  static func isAllowed(_ url: String) -> Bool {
    let bytes = url.utf8
    guard !bytes.contains(where: { $0 <= 0x20 || $0 == 0x7F || $0 == UInt8(ascii: "\\") }) else {
      return false
    }
    return schemes.contains { scheme in
      bytes.count > scheme.utf8.count
        && zip(bytes, scheme.utf8).allSatisfy { lowered($0) == $1 }
    }
  }

  /// The address with everything encoded that is not plain in an attribute or an address.
  static func attributeValue(_ url: String) -> String {
    var value = ""
    for byte in url.utf8 {
      switch byte {
      case UInt8(ascii: "&"): value += "&amp;"
      case UInt8(ascii: "'"): value += "&#39;"
      case _ where isPlain(byte): value.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = Array("0123456789ABCDEF".unicodeScalars)
        value += "%"
        value.unicodeScalars.append(digits[Int(byte >> 4)])
        value.unicodeScalars.append(digits[Int(byte & 0x0F)])
      }
    }
    return value
  }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
  }

  /// The unreserved and reserved characters of RFC 3986 but for brackets, and the percent sign.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default: "-._~:/?#@!$()*+,;=%".utf8.contains(byte)
    }
  }
}
