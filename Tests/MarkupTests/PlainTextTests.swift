import Markup
import Testing

@Suite struct PlainTextTests {
  @Test func `blocks stand apart, and a paragraph is one line however long`() {
    var text = PlainText()
    text.paragraph("Hello Ann,")
    text.paragraph(String(repeating: "word ", count: 40))
    text.link("https://example.org/confirm/abc")
    text.list(["one", "two " + String(repeating: "more ", count: 20)])
    text.list(["first", "second"], isNumbered: true)
    text.heading("Ends")
    text.quote("a\n\nb")
    let words = Array(repeating: "word", count: 40).joined(separator: " ")
    let more = Array(repeating: "more", count: 20).joined(separator: " ")
    #expect(
      text.text == """
        Hello Ann,

        \(words)

        https://example.org/confirm/abc

        - one
        - two \(more)

        1. first
        2. second

        Ends
        ----

        > a
        >
        > b

        """)
  }

  @Test func `lines that are to stay are kept, without control characters`() {
    var text = PlainText()
    text.paragraph("Before")
    text.verbatim("\n\nOne\u{7}\n\n- two\r\n  - three\n\n")
    text.verbatim("\n")
    #expect(text.text == "Before\n\nOne\n\n- two\n  - three\n")
  }

  @Test func `words from people cannot start a block of their own`() {
    var text = PlainText()
    text.paragraph("Seen\r\n\r\nhttps://evil.example\u{2028}\u{85}\u{B}\u{C}by")
    text.list(["a\n- b"])
    text.link("https://example.org/a\r\nb c")
    #expect(
      text.text == "Seen https://evil.example by\n\n- a - b\n\nhttps://example.org/a%20b%20c\n")
  }

  @Test func `nothing adds nothing`() {
    var text = PlainText()
    text.paragraph("")
    text.paragraph("  \n ")
    text.list([])
    text.link("")
    text.heading("")
    #expect(text.text == "")
  }

  @Test func `a name is isolated and cannot end its isolation`() {
    #expect(PlainText.isolated("محمد") == "\u{2068}محمد\u{2069}")
    let scalars = PlainText.isolated("a\u{2069}\u{202E}b\u{200D}c").unicodeScalars.map(\.value)
    #expect(scalars == [0x2068, 0x61, 0x62, 0x200D, 0x63, 0x2069])
  }
}
