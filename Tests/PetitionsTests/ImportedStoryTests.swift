import Markup
import Petitions
import Testing

/// A page is plain text, and a story is Markdown: nothing may change its meaning on the way.
@Suite struct ImportedStoryTests {
  static func html(of text: String) -> String {
    let escaped = text.unicodeScalars.map { scalar in
      switch scalar {
      case "&": "&amp;"
      case "<": "&lt;"
      case ">": "&gt;"
      case "\"": "&quot;"
      default: String(scalar)
      }
    }
    return "<p>\(escaped.joined())</p>\n"
  }

  @Test(arguments: [
    "2 * 3 * 4 and *stars*", "**bold**", "snake_case and _lines_ and __more__", "# Title",
    "#hashtag #2", "###### six", "1. First", "12) Twelfth", "1986. That was the year", "3.14 is pi",
    "123456789. nine digits", "> a quote", ">no space", "- item", "-5 degrees", "--- and on", "---",
    "- - -", "***", "* * *", "___", "+ plus", "+49 170", "===", "~~~", "~ about", "```swift",
    "`code`",
    "a `` ` `` b", "[a link](https://example.org)", "![a picture](https://example.org/p.png)",
    "[a]: https://example.org", "[a][b]", "[ ] to do", "<https://example.org>", "<ann@example.org>",
    "<b>tags</b>", "<!-- comment -->", "<script>alert(1)</script>", "a < b > c",
    "&amp; &lt; &#42; &#x2A;",
    "R&D & Co", "&copy", #"back\slash \* \\ \"#, #"ends with a backslash\"#, "!", "![", "a!",
    "|a|b|",
    "$x^2$", "https://example.org/a_b*c", "“quotes” … and – dashes", "ကျော် *請願* السلام_",
    "👩🏽‍🌾*🌻*", "=", "-", "+", "*", "#", ">", "1.", "_",
  ])
  func `what Markdown would take for a mark comes out as it stood`(line: String) throws {
    for text in [line, "Before \(line) after."] {
      let story = try ImportedPageTests.page(story: text + "\n\nThe end.").wording.story
      #expect(try Markdown.html(story) == Self.html(of: text) + "<p>The end.</p>\n")
      #expect(Markdown.plainText(story) == text + "\n\nThe end.")
    }
  }

  @Test func `lines of one paragraph are one line, and paragraphs stay apart`() throws {
    let story = try ImportedPageTests.page(story: "One\n* two\n1. three\n===\n\n- four\n    five")
      .wording
      .story
    #expect(
      try Markdown.html(story) == "<p>One * two 1. three ===</p>\n<p>- four five</p>\n")
  }

  @Test func `words without marks are left alone`() throws {
    let text = "It was 1.5 m - or 2 - high (see p. 3): “no”, said O’Neill & Co; a > b #1 + 2 = 3!"
    #expect(try ImportedPageTests.page(story: text).wording.story == text)
  }

  @Test func `only the story is Markdown`() throws {
    let text = "*We* ask [you] <now>."
    let wording = try ImportedPageTests.page(
      target: "Target: A_B*, C_D", story: "One.\n\nSign *here*.", letter: text
    ).wording
    #expect(wording.letter.body == [text])
    #expect(wording.callToSign == "Sign *here*.")
    #expect(wording.targets == [Target(name: "A_B*", office: "C_D")])
  }
}
