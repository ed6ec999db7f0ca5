/// Tables as comma-separated values (RFC 4180), which spreadsheets show and never run.
public enum CSV {
  /// What stands in one cell.
  public enum Field: Sendable, Hashable {
    /// Text from anywhere; what a spreadsheet would take for a formula gets an apostrophe in front.
    case text(String)
    case number(Int)
    case empty
  }

  /// `text/csv` with its parameters (RFC 4180, 3).
  public static let contentType = "text/csv; charset=utf-8; header=present"

  /// The mark at the start of a file by which spreadsheets know that it is UTF-8.
  public static let byteOrderMark: [UInt8] = [0xEF, 0xBB, 0xBF]

  /// Writes one record and its end, CR LF, behind bytes that are there.
  public static func append(_ record: [Field], to bytes: inout [UInt8]) {
    for (index, field) in record.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      switch field {
      case .text(let text): append(text, to: &bytes)
      case .number(let number): bytes.append(contentsOf: String(number).utf8)
      case .empty: break
      }
    }
    bytes += [0x0D, 0x0A]
  }

  /// In quotes always, since a reader may take what is outside of them for another separator.
  private static func append(_ text: String, to bytes: inout [UInt8]) {
    let quote = UInt8(ascii: "\"")
    bytes.append(quote)
    if beginsLikeFormula(text) { bytes.append(UInt8(ascii: "'")) }
    for byte in text.utf8 {
      if byte == quote { bytes.append(quote) }
      bytes.append(byte)
    }
    bytes.append(quote)
  }

  /// Whether a spreadsheet would compute what it reads: by OWASP's list (CSV Injection), its wide forms,
  /// and also behind blanks or characters that cannot be seen, which some programs drop.
  static func beginsLikeFormula(_ text: String) -> Bool {
    for scalar in text.unicodeScalars {
      switch scalar {
      case "=", "+", "-", "@", "\t", "\r", "\n": return true
      case "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}": return true
      default:
        let properties = scalar.properties
        let isPassedOver =
          properties.isWhitespace || properties.isDefaultIgnorableCodePoint
          || properties.generalCategory == .control
        if !isPassedOver { return false }
      }
    }
    return false
  }
}
