import Petitions
import Testing

@Suite struct SlugTests {
  static func slug(_ title: String) throws -> String {
    Slug(title: title, fallback: try #require(Slug("fallback"))).text
  }

  @Test(arguments: ["a", "0", "keep-the-night-bus", "-", String(repeating: "x", count: 80)])
  func `what an address can hold is taken`(text: String) {
    #expect(Slug(text)?.text == text)
  }

  @Test(arguments: [
    "", "A", "ä", "a b", "a/b", "..", "a_b", "a%20", "a\n", "кот", "a\u{301}",
    String(repeating: "x", count: 81),
  ])
  func `anything else is no slug`(text: String) {
    #expect(Slug(text) == nil)
  }

  @Test(arguments: [
    ("Don’t Finance Genocide and Mass Displacement", "dont-finance-genocide-and-mass-displacement"),
    ("Don't", "dont"), ("  Save -- the   Bees! ", "save-the-bees"),
    ("Ça ira, Évian", "ca-ira-evian"),
    ("E\u{301}te\u{301}", "ete"), ("100 Trees", "100-trees"), ("Line 9: now", "line-9-now"),
    ("ÅNGSTRÖM", "angstrom"), ("請願", "fallback"), ("New!", "fallback"), ("New day", "new-day"),
    ("", "fallback"), ("…!?", "fallback"),
    ("ကျော် 2", "2"), ("İzmir", "izmir"),
  ])
  func `a title becomes its ASCII letters and digits`(title: String, slug: String) throws {
    #expect(try Self.slug(title) == slug)
  }

  @Test(arguments: [
    String(repeating: "word ", count: 100), String(repeating: "x", count: 300),
    "a " + String(repeating: "x", count: 80), String(repeating: "ab ", count: 26) + "cd",
  ])
  func `a long title becomes whole words within the limit`(title: String) throws {
    let slug = try Self.slug(title)
    #expect(slug.utf8.count <= Slug.limit)
    #expect(Slug(slug) != nil)
    let words = Set(title.split(separator: " ")).union(["fallback"])
    #expect(slug.split(separator: "-").allSatisfy(words.contains))
  }
}
