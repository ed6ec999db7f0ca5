/// A body in the shorter of quoted-printable and base64 (RFC 2045, sections 6.7 and 6.8).
///
/// Every line is printable ASCII of at most 76 characters; none starts with a dot or with `From `.
struct EncodedBody {
  let encoding: String

  /// The encoded text; it ends in CR LF only if the text does, or in base64.
  let bytes: [UInt8]

  init(_ text: String) {
    let lines = Self.lines(text)
    let readable = Self.quotedPrintable(lines)
    let whole = Array(lines.joined(separator: [0x0D, 0x0A]))
    // Quoted-printable may be a little longer, since it can be read in the source of a message.
    if readable.count <= (whole.count + 2) / 3 * 4 * 78 / 76 + 64 {
      encoding = "quoted-printable"
      bytes = readable
    } else {
      encoding = "base64"
      bytes = Self.base64(whole)
    }
  }

  /// The lines of a text, whatever ends them: CR LF, LF or CR.
  private static func lines(_ text: String) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0D || (byte == 0x0A && previous != 0x0D) {
        lines.append([])
      } else if byte != 0x0A {
        lines[lines.count - 1].append(byte)
      }
      previous = byte
    }
    return lines
  }

  private static func quotedPrintable(_ lines: [[UInt8]]) -> [UInt8] {
    var output: [UInt8] = []
    for (number, line) in lines.enumerated() {
      if number > 0 { output += [0x0D, 0x0A] }
      var column = 0
      for (position, byte) in line.enumerated() {
        let isLast = position == line.count - 1
        let isEncoded = needsEncoding(line, position, isLast: isLast, column: column)
        let width = isEncoded ? 3 : 1
        // One column stays free for the `=` of a soft line break, but for the last character.
        if column + width > (isLast ? 76 : 75) {
          output += [UInt8(ascii: "="), 0x0D, 0x0A]
          column = 0
        }
        // After a break the character may stand where a dot or `From ` must not.
        if isEncoded || needsEncoding(line, position, isLast: isLast, column: column) {
          output.append(UInt8(ascii: "="))
          output += Hexadecimal.bytes(byte)
          column += 3
        } else {
          output.append(byte)
          column += 1
        }
      }
    }
    return output
  }

  private static func needsEncoding(
    _ line: [UInt8], _ position: Int, isLast: Bool, column: Int
  ) -> Bool {
    let byte = line[position]
    if byte == 0x20 { return isLast }
    if byte < 0x20 || byte > 0x7E || byte == UInt8(ascii: "=") { return true }
    guard column == 0 else { return false }
    return byte == UInt8(ascii: ".") || line[position...].starts(with: "From ".utf8)
  }

  private static func base64(_ bytes: [UInt8]) -> [UInt8] {
    let encoded = Base64.encoded(bytes)
    var output: [UInt8] = []
    for start in stride(from: 0, to: encoded.count, by: 76) {
      output += encoded[start..<min(start + 76, encoded.count)]
      output += [0x0D, 0x0A]
    }
    return output
  }
}
