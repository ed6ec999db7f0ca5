import Markup
import Testing

@Suite struct MarkdownTests {
  @Test(arguments: [
    ("Hello **world**, *you*.", "<p>Hello <strong>world</strong>, <em>you</em>.</p>\n"),
    ("a\nb  \nc", "<p>a\nb<br />\nc</p>\n"),
    ("- a\n- b", "<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
    ("3. a", "<ol start=\"3\">\n<li>a</li>\n</ol>\n"),
    ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
    ("`<b>`", "<p><code>&lt;b&gt;</code></p>\n"),
    ("```js\" onload=\"x\na < b\n```", "<pre><code>a &lt; b\n</code></pre>\n"),
    ("---", "<hr />\n"), ("\"quotes\" -- dash...", "<p>&quot;quotes&quot; -- dash...</p>\n"),
    ("", ""), ("ကျော် 請願 السلام", "<p>ကျော် 請願 السلام</p>\n"),
    ("a\u{0}b", "<p>a\u{FFFD}b</p>\n"), ("a\r\n\r\nb", "<p>a</p>\n<p>b</p>\n"),
  ])
  func `plain Markdown becomes plain elements`(markdown: String, html: String) throws {
    #expect(Array(try Markdown.html(markdown).utf8) == Array(html.utf8))
  }

  @Test(arguments: [
    ("# a\n## b\n### c\n###### d", "<h2>a</h2>\n<h3>b</h3>\n<h4>c</h4>\n<h4>d</h4>\n"),
    ("## a\n### b", "<h2>a</h2>\n<h3>b</h3>\n"), ("###### a", "<h2>a</h2>\n"),
    ("a\n===\nb\n---", "<h2>a</h2>\n<h3>b</h3>\n"),
    ("> # a\n\n## b", "<blockquote>\n<h2>a</h2>\n</blockquote>\n<h3>b</h3>\n"),
  ])
  func `the highest heading is h2 and the lowest h4`(markdown: String, html: String) throws {
    #expect(try Markdown.html(markdown) == html)
  }

  @Test(arguments: [
    ("[a](https://example.org/?a=1&b=2 \"t\")", "https://example.org/?a=1&amp;b=2"),
    ("[a](HTTP://example.org)", "HTTP://example.org"),
    ("[a](mailto:ann@example.org)", "mailto:ann@example.org"),
    ("[a](<https://example.org/\"onclick='x'>)", "https://example.org/%22onclick=&#39;x&#39;"),
    ("[a][1]\n\n[1]: https://example.org/ü", "https://example.org/%C3%BC"),
    ("[a](https://example.org/%20&amp;)", "https://example.org/%20&amp;"),
  ])
  func `a link to a page or a mailbox tells nobody to follow it`(
    markdown: String, target: String
  ) throws {
    let link = "<p><a href=\"\(target)\" rel=\"nofollow noopener\">a</a></p>\n"
    #expect(try Markdown.html(markdown) == link)
  }

  @Test(arguments: [
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "java&#10;script:alert(1)", "vbscript:x",
    "data:text/html,x", "/path", "//example.org", "#top", "example.org", "", "ftp://example.org",
    "file:///etc/passwd", "https:example.org", "http:\\\\\\\\example.org", "https://", "mailto:",
    "<javascript:alert(1)>", "<https://example.org/a b>", "&#106;avascript:alert(1)",
    "\u{1}http://x",
    "tel:123", "%6Aavascript:x",
  ])
  func `any other link becomes its words`(target: String) throws {
    #expect(try Markdown.html("[**a**](\(target))") == "<p><strong>a</strong></p>\n")
  }

  @Test func `an address in angle brackets becomes a link`() throws {
    #expect(
      try Markdown.html("<https://example.org> <ann@example.org> <javascript:x>")
        == "<p><a href=\"https://example.org\" rel=\"nofollow noopener\">https://example.org</a> "
        + "<a href=\"mailto:ann@example.org\" rel=\"nofollow noopener\">ann@example.org</a> "
        + "javascript:x</p>\n")
  }

  @Test(arguments: [
    ("![a *b* `c`](https://example.org/x.png \"t\")", "<p>a b c</p>\n"),
    ("![](x.png)", "<p></p>\n"), ("![a\nb](x)", "<p>a b</p>\n"),
    ("![a ![b [c](https://example.org) d](y)](x)", "<p>a b c d</p>\n"),
    ("![<b>](x)", "<p>&lt;b&gt;</p>\n"),
    (
      "[![alt](x)](https://example.org)",
      "<p><a href=\"https://example.org\" rel=\"nofollow noopener\">alt</a></p>\n"
    ),
  ])
  func `an image is its alternative text`(markdown: String, html: String) throws {
    #expect(try Markdown.html(markdown) == html)
  }

  @Test(arguments: [
    ("Dear <your name>,", "<p>Dear &lt;your name&gt;,</p>\n"),
    ("a <script>alert(1)</script>", "<p>a &lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
    ("<img src=x onerror=alert(1)>", "<p>&lt;img src=x onerror=alert(1)&gt;</p>\n"),
    ("<div>\n*a*\n</div>", "<p>&lt;div&gt;\n*a*\n&lt;/div&gt;</p>\n"),
    (
      "a <!-- b --> <?php c ?> <![CDATA[d]]>",
      "<p>a &lt;!-- b --&gt; &lt;?php c ?&gt; &lt;![CDATA[d]]&gt;</p>\n"
    ),
  ])
  func `tags are shown, not obeyed, and no word is lost`(markdown: String, html: String) throws {
    #expect(try Markdown.html(markdown) == html)
  }

  @Test func `no text brings in an element or attribute that is not listed`() throws {
    let nasty = [
      "<a href=javascript:x>", "[a](https://x.example/\"><script>)", "`\"><script>`",
      "<b onclick=x>",
      "![\"><script>](x)", "[\"><script>](https://example.org)", "&lt;script&gt;",
      "&#60;script&#62;",
      "```\"><script>\n</code></pre><script>\n```", "<svg/onload=x>", "<https://x/\"onclick=\"x>",
      "[x]: https://example.org/\"><script>\n\n[x]", "# <script>", "> <iframe>", "- <style>",
    ]
    for (first, second) in nasty.flatMap({ first in nasty.map { (first, $0) } }) {
      let html = try Markdown.html(first + "\n" + second + "\n\n" + first + second)
      #expect(Self.tags(html).subtracting(Self.allowed).isEmpty)
    }
  }

  static let allowed: Set<String> = [
    "<p>", "</p>", "<h2>", "</h2>", "<h3>", "</h3>", "<h4>", "</h4>", "<ul>", "</ul>", "<ol>",
    "</ol>", "<li>", "</li>", "<blockquote>", "</blockquote>", "<pre>", "</pre>", "<code>",
    "</code>", "<em>", "</em>", "<strong>", "</strong>", "<br />", "<hr />", "<a>", "</a>",
  ]

  /// The tags of a text, those of well-formed links as `<a>`.
  static func tags(_ html: String) -> Set<String> {
    var tags: Set<String> = []
    for part in html.utf8.split(separator: UInt8(ascii: "<")).dropFirst(html.hasPrefix("<") ? 0 : 1)
    {
      var tag = "<" + String(decoding: part.prefix { $0 != UInt8(ascii: ">") }, as: UTF8.self) + ">"
      let quotes = tag.utf8.count(where: { $0 == UInt8(ascii: "\"") })
      if tag.hasPrefix("<a href=\"http"), tag.hasSuffix("\" rel=\"nofollow noopener\">"),
        quotes == 4
      {
        tag = "<a>"
      }
      tags.insert(tag)
    }
    return tags
  }

  @Test func `a text of 20,000 bytes is the longest`() throws {
    _ = try Markdown.html(String(repeating: "x", count: 20_000))
    #expect(throws: MarkdownError.tooLong) {
      try Markdown.html(String(repeating: "x", count: 20_001))
    }
    #expect(throws: MarkdownError.tooLong) {
      try Markdown.html(String(repeating: "ü", count: 10_001))
    }
  }

  @Test func `nesting is bounded`() throws {
    let quotes = String(repeating: "> ", count: 60) + "a"
    #expect(try Markdown.html(quotes).utf8.count < 3_000)
    for deep in [
      String(repeating: "> ", count: 65) + "a", String(repeating: "- ", count: 5_000) + "a",
      String(repeating: "*a **a ", count: 1_000) + String(repeating: "a** a*", count: 1_000),
    ] {
      #expect(throws: MarkdownError.tooDeep) { try Markdown.html(deep) }
    }
  }

  /// The kinds of text that took time that grew with the square in one parser of Markdown or
  /// another, from cmark's own list of pathological inputs.
  @Test(arguments: [
    "[", "![", "[a](", "![a](", "<", "a <?", "a <!", "a <!A ", "a <![CDATA[", "<a", "</", "`a", "*",
    "_", "*a_ ", "**a *a ", "a**b", "a_b_", "[]", "]", "[[]", "[a](b", "[a](<b", "\\", "&", "&#",
    "&#x1", "\u{0}", ">", "> ", "- ", "1. ", "\t", " ", "#", "\n", "-\n", "* a\n", "~~~\n", "```\n",
    "[a]: u\n", "[a\n", "<http://", "(", "[a](((", "\"", "x\n=\n", "<!--", "`\n", "***", "a*__b",
  ])
  func `a hostile text of 20 kB is finished`(unit: String) {
    let count = Markdown.limit / unit.utf8.count
    let text = String(repeating: unit, count: count)
    // A text may be refused; what matters is that there is an answer of a bounded size.
    if let html = try? Markdown.html(text) { #expect(html.utf8.count < 2_000_000) }
    #expect(Markdown.plainText(text).utf8.count < 500_000)
  }

  @Test func `growing runs and references finish as well`() throws {
    var runs = ""
    var length = 1
    while runs.utf8.count + length + 2 < Markdown.limit {
      runs += "e" + String(repeating: "`", count: length)
      length += 1
    }
    _ = try Markdown.html(runs)
    var references = ""
    var number = 0
    while references.utf8.count < Markdown.limit - 40 {
      references += "[\(number)]: u\n[\(number)] "
      number += 1
    }
    _ = try Markdown.html(references)
    let large = "[a]: https://example.org/" + String(repeating: "x", count: 9_000) + "\n\n"
    let multiplied = large + String(repeating: "[a]", count: 3_600)
    #expect(try Markdown.html(multiplied).utf8.count < 2_000_000)
  }

  @Test(arguments: [
    ("# Title\n\nHello **you**,\nread `this`.  \nNow.", "Title\n\nHello you, read this.\nNow."),
    ("- a\n- b\n  - c\n- d\n\nend", "- a\n- b\n  - c\n- d\n\nend"),
    ("start\n\n2. a\n3. b", "start\n\n2. a\n3. b"),
    ("- a\n\n  b\n- c", "- a\n\nb\n- c"),
    ("> quoted\n\n---\n\nend", "quoted\n\nend"), ("```\nx\ny\n```", "x\ny"),
    ("[a](https://example.org) ![alt](x)", "a alt"), ("Dear <name>, & you", "Dear <name>, & you"),
    ("", ""), ("![](x)", ""),
  ])
  func `the words come without their marks`(markdown: String, text: String) {
    #expect(Markdown.plainText(markdown) == text)
  }

  @Test func `addresses stand behind their words where asked for`() {
    let markdown =
      "[a](https://example.org/a) [b](javascript:x) <https://example.org/c>, "
      + "<ann@example.org>"
    #expect(
      Markdown.plainText(markdown, showingLinks: true)
        == "a <https://example.org/a> b https://example.org/c, ann@example.org")
  }

  @Test func `a text that is too long is cut at a character`() {
    let text = "x" + String(repeating: "ü", count: 20_000)
    #expect(Markdown.plainText(text) == "x" + String(repeating: "ü", count: 9_999))
  }
}
