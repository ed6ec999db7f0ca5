import Foundation

/// Something that must not be found in any file, in each form that it could be kept in.
struct Needle {
  let text: String
  let forms: [[UInt8]]

  init(_ text: String) {
    self.text = text
    let spellings = Set([text, text.lowercased(), text.uppercased()])
    forms = spellings.flatMap { Self.forms(of: Array($0.utf8)) + Self.wideForms(of: $0) }
  }

  init(bytes: [UInt8]) {
    text = "\(bytes.count) bytes"
    forms = Self.forms(of: bytes)
  }

  /// The bytes themselves, backwards, and as hexadecimal digits and base64.
  private static func forms(of bytes: [UInt8]) -> [[UInt8]] {
    let digits = bytes.map { String(format: "%02x", $0) }.joined()
    let hexadecimal = [digits, digits.uppercased()].map { Array($0.utf8) }
    return [bytes, bytes.reversed()] + hexadecimal + base64Forms(of: bytes)
  }

  /// The inner characters of base64 for each place in a group of three that the text may begin at.
  private static func base64Forms(of bytes: [UInt8]) -> [[UInt8]] {
    (0..<3).flatMap { offset in
      let encoded = Data([UInt8](repeating: 0, count: offset) + bytes).base64EncodedString()
      let first = (offset * 8 + 5) / 6
      let last = (offset + bytes.count) * 8 / 6
      let inner = Array(encoded.utf8)[first..<last]
      let urlSafe = inner.map { byte in
        switch byte {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: byte
        }
      }
      return [Array(inner), urlSafe]
    }
  }

  private static func wideForms(of text: String) -> [[UInt8]] {
    let units = Array(text.utf16)
    return [
      units.flatMap { [UInt8($0 & 0xff), UInt8($0 >> 8)] },
      units.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xff)] },
    ]
  }

  func isFound(in bytes: [UInt8]) -> Bool {
    let data = Data(bytes)
    return forms.contains { data.range(of: Data($0)) != nil }
  }
}
