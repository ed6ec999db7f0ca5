import Foundation
import Markup
import Testing

@Suite struct AtomFeedTests {
  static let nasty = "<b>&amp; \"q\" 'a' ]]> ကျော် 👩‍👩‍👧 \u{202E}x\u{202C} \t\r\n é"

  static func feed(_ text: String = "Title") -> AtomFeed {
    AtomFeed(
      id: "https://example.org/", title: text, subtitle: text, author: text,
      updated: 1_700_000_000_123, selfLink: "https://example.org/feed.atom?a=1&b=\"2\"",
      pageLink: "https://example.org/", language: "en",
      entries: [
        AtomEntry(
          id: "urn:1", title: text, updated: 0, published: 951_782_400_000,
          link: "https://example.org/1", author: text, summary: text, html: "<p>\(text)</p>")
      ])
  }

  /// Reads a feed with an XML parser that others have written.
  static func parsed(_ bytes: [UInt8]) throws -> [[String]] {
    let script = """
      import sys, json, xml.etree.ElementTree as T
      r = T.fromstring(sys.stdin.buffer.read())
      n = '{http://www.w3.org/2005/Atom}'
      def rows(e):
          for x in e.iter():
              yield [x.tag.replace(n, ''), x.text or '', x.get('href') or '', x.get('type') or '']
      sys.stdout.write(json.dumps(list(rows(r))))
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["python3", "-c", script]
    let input = Pipe()
    let output = Pipe()
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    try input.fileHandleForWriting.write(contentsOf: Data(bytes))
    try input.fileHandleForWriting.close()
    let answer = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0)
    return try JSONDecoder().decode([[String]].self, from: answer)
  }

  @Test func `a parser reads back every character that was put in`() throws {
    let rows = try Self.parsed(Self.feed(Self.nasty).bytes())
    for (name, count) in [("title", 2), ("subtitle", 1), ("name", 2), ("summary", 1)] {
      let texts = rows.filter { $0[0] == name }.map { Array($0[1].utf8) }
      #expect(texts == Array(repeating: Array(Self.nasty.utf8), count: count))
    }
    let content = try #require(rows.first { $0[0] == "content" })
    #expect(Array(content[1].utf8) == Array("<p>\(Self.nasty)</p>".utf8))
    #expect(content[3] == "html")
    #expect(
      rows.filter { $0[0] == "link" }.map { $0[2] } == [
        "https://example.org/feed.atom?a=1&b=\"2\"", "https://example.org/",
        "https://example.org/1",
      ])
  }

  @Test func `characters that XML does not allow are left out`() throws {
    let all = (0...0x1F).compactMap { Unicode.Scalar($0) } + ["\u{FFFE}", "\u{FFFF}", "\u{7F}"]
    let text = "a" + String(String.UnicodeScalarView(all)) + "b"
    let rows = try Self.parsed(Self.feed(text).bytes())
    let title = try #require(rows.first { $0[0] == "title" })
    #expect(Array(title[1].utf8) == Array("a\t\n\r\u{7F}b".utf8))
  }

  @Test func `dates are those of RFC 3339`() throws {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "yyyy-MM-dd'T'HH:mm:ss.SSS'Z'"
    var moments = stride(from: 0, through: 253_402_300_799_999, by: 86_400_000 * 9973 + 3_661_007)
      .map { Int64($0) }
    moments += [951_782_400_000, 951_868_799_999, -1, -86_400_001, 1_709_251_199_999]
    moments += [253_402_300_799_999]
    for moment in moments {
      var feed = Self.feed()
      feed.updated = moment
      let expected = formatter.string(from: Date(timeIntervalSince1970: Double(moment) / 1000))
      #expect(String(decoding: feed.bytes(), as: UTF8.self).contains("<updated>\(expected)<"))
    }
    var feed = Self.feed()
    for (far, expected) in [
      (Int64.max, "9999-12-31T23:59:59.999Z"), (.min, "0000-01-01T00:00:00.000Z"),
    ] {
      feed.updated = far
      #expect(String(decoding: feed.bytes(), as: UTF8.self).contains("<updated>\(expected)<"))
    }
  }

  @Test func `a small feed is written byte for byte`() {
    let feed = AtomFeed(
      id: "https://example.org/", title: "News", author: "Example", updated: 1_700_000_000_000,
      selfLink: "https://example.org/feed.atom")
    #expect(
      String(decoding: feed.bytes(), as: UTF8.self) == """
        <?xml version="1.0" encoding="utf-8"?>
        <feed xmlns="http://www.w3.org/2005/Atom">
        <id>https://example.org/</id>
        <title>News</title>
        <updated>2023-11-14T22:13:20.000Z</updated>
        <author><name>Example</name></author>
        <link rel="self" type="application/atom+xml" href="https://example.org/feed.atom"/>
        </feed>

        """)
  }
}
