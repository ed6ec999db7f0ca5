import Petitions
import TestSupport
import Testing

@Suite struct PersonNameTests {
  @Test(
    arguments: People.all.map(\.name) + [
      "sara stepnicka", "Raphaël PONCE", "O’Neill-Müller jr.", "José María 2", "X", "Ж", "王", "أ",
      "भारत", "မောင် မောင်", "Sœur Anne (Wexcombe)", "Ann & Bo", "12 Monkeys", "Ann 👩‍👩‍👧‍👦",
    ])
  func `a name of any script stands as it was typed`(name: String) throws {
    // Bytes: equal strings may be composed differently.
    #expect(Array(try PersonName(typed: name).text.utf8) == Array(name.utf8))
  }

  @Test(arguments: [
    ("  Ann \t  Lee  ", "Ann Lee"), ("Ann\r\nLee", "Ann Lee"), ("Ann\nLee\r\n", "Ann Lee"),
    ("Ann\u{A0}\u{3000}Lee", "Ann Lee"), ("Ann\u{2028}Lee\u{2029}", "Ann Lee"),
    ("Ann\u{0B}Lee\u{0C}", "Ann Lee"), ("Ann\u{85}Lee", "Ann Lee"),
    ("An\u{0}n\u{7F}\u{1B}", "Ann"), ("\u{FEFF}Ann", "Ann"),
    ("\u{202E}eeL nnA\u{202C}", "eeL nnA"), ("Ann\u{2066}Lee\u{2069}", "AnnLee"),
    ("\u{200F}ليلى\u{061C}", "ليلى"), ("Ann\u{E0041}\u{E007F}", "Ann"),
    ("Rene\u{301}", "René"), ("\u{212B}sa", "Åsa"), ("e\u{202E}\u{301}va", "éva"),
    ("නිල්\u{200D}මිණි", "නිල්\u{200D}මිණි"), ("می\u{200C}نا", "می\u{200C}نا"),
  ])
  func `white space is one space, controls go, joiners stay, letters are composed`(
    typed: String, name: String
  ) throws {
    let text = try PersonName(typed: typed).text
    #expect(Array(text.unicodeScalars) == Array(name.unicodeScalars))
    #expect(try PersonName(typed: text).text.utf8.elementsEqual(text.utf8))
  }

  @Test(arguments: [
    ("", Refusal.nameMissing), (" \r\n\t\u{3000}", .nameMissing), ("\u{202E}\u{0}", .nameMissing),
    (String(repeating: "a", count: 201), .nameTooLong),
    (String(repeating: "王", count: 67), .nameTooLong),
    (String(repeating: " ", count: 801), .nameTooLong),
    ("a" + String(repeating: "\u{301}\u{200D}", count: 200), .nameTooLong),
    ("1234", .nameWithoutLetter), ("...", .nameWithoutLetter), ("🌻", .nameWithoutLetter),
    ("\u{200D}", .nameWithoutLetter), ("\u{3164}", .nameWithoutLetter),
    ("\u{115F}\u{1160}\u{FFA0}", .nameWithoutLetter), ("\u{2800}", .nameWithoutLetter),
    ("see http://example.org", .nameWithLink), ("WWW.example.org", .nameWithLink),
    ("HTTPS://x", .nameWithLink), ("<b>Ann</b>", .nameWithMarkup), ("Ann > Bo", .nameWithMarkup),
    ("ann@example.org", .nameIsEmailAddress), ("=HYPERLINK(1)", .nameBeginsLikeFormula),
    ("+Ann", .nameBeginsLikeFormula), ("-Ann", .nameBeginsLikeFormula),
    ("@Ann", .nameBeginsLikeFormula), (" \t=Ann", .nameBeginsLikeFormula),
    ("\u{200E}=Ann", .nameBeginsLikeFormula),
  ])
  func `what cannot stand on a list is refused with its reason`(typed: String, refusal: Refusal) {
    let thrown = #expect(throws: NameRefused.self) { try PersonName(typed: typed) }
    #expect(thrown?.refusal == refusal)
  }

  @Test(arguments: [
    String(repeating: "a", count: 200), String(repeating: "王", count: 66) + "ab",
    "Ann" + String(repeating: " ", count: 797),
  ])
  func `a name of 200 bytes is taken, however many spaces were around it`(typed: String) throws {
    #expect(try PersonName(typed: typed).text.utf8.count <= PersonName.limit)
  }

  @Test(arguments: ["\u{301}", "\u{301}\u{200D}", "\u{489}", "\u{20DD}\u{301}", "\u{34F}\u{301}"])
  func `marks are not piled up beyond a bound`(pile: String) throws {
    let typed = "Z" + String(repeating: pile, count: 30) + "oe"
    let scalars = try PersonName(typed: typed).text.unicodeScalars
    let marks = scalars.filter {
      [.nonspacingMark, .enclosingMark].contains($0.properties.generalCategory)
    }
    #expect(marks.count <= TypedText.combiningMarkLimit)
    #expect(String(scalars).hasSuffix("oe"))
  }
}
