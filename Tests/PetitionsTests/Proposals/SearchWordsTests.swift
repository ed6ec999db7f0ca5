import Petitions
import Testing

@Suite struct SearchWordsTests {
  @Test(arguments: [
    ("Keep the Night Bus!", ["keep", "night", "bus"]),
    ("Don't ban e-bikes", ["dont", "ban", "e", "bike"]),
    ("Évian’s trees, and glass", ["evian", "tree", "glass"]),
    ("STRASSE straße", ["strasse", "xx73747261c39f65"]),
    ("100 trees in 2027", ["100", "tree", "2027"]),
    ("", []), ("…!?", []), ("the of and", []),
    ("İzmir", ["izmir"]),
  ])
  func `a text becomes its words without accents, plurals and common words`(
    text: String, words: [String]
  ) {
    #expect(SearchWords.words(in: text) == words)
  }

  @Test(arguments: ["請停止砍樹", "ကျောင်းများကို ဖွင့်ပါ", "หยุดตัดต้นไม้", "木を切らないで"])
  func `a script without spaces becomes pairs of characters`(text: String) {
    let words = SearchWords.words(in: text)
    #expect(words.count > 2)
    #expect(Set(SearchWords.words(in: "… " + text + "。")) == Set(words))
  }

  @Test(arguments: ["請停止砍樹", "Сохраните автобус", "أوقفوا الحرب", "naïve Straße", "🚌 1️⃣ ①"])
  func `words consist of small ASCII letters and digits, whatever the script`(text: String) {
    for word in SearchWords.words(in: text) {
      #expect(
        word.utf8.allSatisfy { (0x61...0x7a).contains($0) || (0x30...0x39).contains($0) })
    }
  }

  @Test func `the words of the title come first, each once, up to a limit`() {
    #expect(
      SearchWords.query(title: "Bus bus night", goal: "Night train now", limit: 3)
        == ["bus", "night", "train"])
  }

  @Test func `what shares more words comes first, and what shares one of several is left out`() {
    let candidates = [
      (id: 1, words: "bus"), (id: 2, words: "night bus train"), (id: 3, words: "bus bus night line"),
      (id: 4, words: "keep night bus line"), (id: 5, words: "tree"),
    ]
    #expect(SearchWords.ranked(candidates, by: ["keep", "night", "bus", "line"]) == [4, 3, 2])
    #expect(SearchWords.ranked(candidates, by: ["bus"]) == [1, 2, 3, 4])
    #expect(SearchWords.ranked(candidates, by: []).isEmpty)
  }

  @Test(arguments: [
    ("keep-the-bus", 2, "keep-the-bus-2"), ("a", 12, "a-12"),
    (String(repeating: "x", count: 80), 2, String(repeating: "x", count: 78) + "-2"),
    (String(repeating: "x", count: 77) + "-yz", 3, String(repeating: "x", count: 77) + "-3"),
  ])
  func `a slug that is taken gets a number`(slug: String, number: Int, numbered: String) throws {
    #expect(try #require(Slug(slug)).numbered(number).text == numbered)
  }
}
