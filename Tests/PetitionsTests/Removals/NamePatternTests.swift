import Foundation
import Petitions
import Testing

/// Which names a moderator's pattern finds.
@Suite struct NamePatternTests {
  static let fitting: [(pattern: String, name: String)] = [
    ("Aye Aye", "aye aye"), ("aye*", "Aye Aye Khin"), ("*khin", "Aye Aye Khin"),
    ("*a*e*", "Jane"), ("ZOE*", "Zoë 🦉 Nightingale"), ("zoë*", "Zoe Smith"), ("*aa*", "Maat"),
    ("a*a", "aa"), ("*မြတ်*", "မြတ်နိုးဝင်း"), ("ａｂｃ", "ABC"), ("*ab*ab*", "xababx"),
    ("strasse*", "STRASSE 1"),
  ]

  @Test(arguments: fitting.indices)
  func `case, accents and widths do not count, and a star stands for anything`(
    _ index: Int
  ) throws {
    let (pattern, name) = Self.fitting[index]
    #expect(try #require(NamePattern(typed: pattern)).matches(name))
  }

  static let unfitting: [(pattern: String, name: String)] = [
    ("aye", "Aye Aye"), ("aye*", "x aye"), ("*khin", "khin x"), ("a*a", "a"), ("*ab*ab*", "xabx"),
    ("a.e", "axe"), ("a?", "ab"), ("[ab]", "a"), ("*ab*b", "ab"),
  ]

  @Test(arguments: unfitting.indices)
  func `the whole name must fit, and nothing but a star is special`(_ index: Int) throws {
    let (pattern, name) = Self.unfitting[index]
    #expect(!(try #require(NamePattern(typed: pattern)).matches(name)))
  }

  @Test(arguments: [
    "", "*", " ** ", String(repeating: "a", count: 201), String(repeating: "*a", count: 9),
    String(repeating: "e\u{301}", count: 10_000),
  ])
  func `a pattern that says nothing or too much is refused`(_ pattern: String) {
    #expect(NamePattern(typed: pattern) == nil)
  }

  @Test func `a pattern made to be slow is not`() throws {
    let pattern = try #require(NamePattern(typed: String(repeating: "a*", count: 8) + "b"))
    let name = String(repeating: "a", count: 100_000)
    let start = ContinuousClock.now
    #expect(!pattern.matches(name))
    #expect(ContinuousClock.now - start < .seconds(2))
  }

  @Test func `a pattern is kept as it was typed`() throws {
    let pattern = try #require(NamePattern(typed: "  Bot *  1 "))
    let copy = try JSONDecoder().decode(NamePattern.self, from: JSONEncoder().encode(pattern))
    #expect(copy == pattern)
    #expect(copy.text == "Bot * 1")
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(NamePattern.self, from: Data(#""*""#.utf8))
    }
  }
}
