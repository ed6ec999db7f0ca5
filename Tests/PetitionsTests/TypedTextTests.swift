import Petitions
import Testing

@Suite struct TypedTextTests {
  @Test(arguments: [
    ("", ""), ("\r\n\r\n", ""), (" a ", "a"), ("a\r\nb", "a\nb"), ("a\nb", "a\nb"),
    ("a\rb", "a\nb"), ("a\r\rb", "a\n\nb"), ("\r\n a \r\n\r\n b \r\n\r\n", "a\n\nb"),
    ("a\u{2028}b", "a b"), ("a \u{202E}b", "a b"), ("e\u{301}\r\ne\u{301}", "é\né"),
  ])
  func `ends of lines become line feeds and no word is lost`(typed: String, text: String) {
    #expect(Array(TypedText.lines(typed).unicodeScalars) == Array(text.unicodeScalars))
  }

  @Test(arguments: [
    ("http://example.org", true), ("x HTTPS://example.org", true), ("WwW.example.org", true),
    ("ftp://x", true), ("the www", false), ("and/or: // fine", false), ("example.org", true),
    ("buy at Example.com/pills", true), ("go to shop.example/x", true), ("J.R.Smith", false),
    ("Dr. No", false), ("etc.", false), ("a/b", false), ("Ann Example.", false),
  ])
  func `an address on the web is noticed`(text: String, isLink: Bool) {
    #expect(TypedText.containsLink(text) == isLink)
  }

  @Test func `a Burmese word keeps every mark that its letters carry`() {
    let word = "ကျွန်ုပ်တို့သည်"
    #expect(Array(TypedText.line(word).unicodeScalars) == Array(word.unicodeScalars))
  }
}
