import Foundation
import Localization
import Testing

@Suite struct WordsTests {
  static func words(_ code: String, _ entries: String = "") throws -> Words {
    let text = "msgid \"\"\nmsgstr \"Language: \(code)\\n\"\n\n" + entries
    let catalogue = try Catalogue(po: Array(text.utf8))
    let all = try Localizations(catalogues: [catalogue], testLanguage: true)
    return try #require(all.words(for: code))
  }

  @Test func `a phrase is translated, and shown in English where the catalogue lacks it`() throws {
    let words = try Self.words("de", "msgid \"Send {what}\"\nmsgstr \"{what} senden\"\n")
    #expect(words("Send {what}", ["what": "Brief"]) == "Brief senden")
    #expect(words("Read {what}", ["what": "Brief"]) == "Read Brief")
  }

  @Test func `a phrase with a context has its own translation`() throws {
    let words = try Self.words("de", "msgctxt \"month\"\nmsgid \"May\"\nmsgstr \"Mai\"\n")
    #expect(words(Phrase("May", context: "month")) == "Mai")
    #expect(words("May") == "May")
    #expect(Phrase("May", context: "month") != "May")
  }

  @Test func `doubled braces are braces and values are not read again`() throws {
    let words = try Self.words("en")
    #expect(words("{{name}} {name}", ["name": "{count} {{x}}"]) == "{name} {count} {{x}}")
    #expect(words("a { b } {not a slot} {", ["not a slot": "x"]) == "a { b } {not a slot} {")
    #expect(words("{}") == "{}")
  }

  #if DEBUG
    @Test func `a slot without a value is seen in debug builds`() throws {
      #expect(try Self.words("en")("Hello {name}") == "Hello {name}")
    }
  #endif

  @Test func `the count is filled in the language's digits unless given`() throws {
    let entries = """
      msgid "{count} day"
      msgid_plural "{count} days"
      msgstr[0] "{count} Tag"
      msgstr[1] "{count} Tage"
      """
    let words = try Self.words("de", entries)
    #expect(words("{count} day", "{count} days", count: 1) == "1 Tag")
    #expect(words("{count} day", "{count} days", count: 12345) == "12.345 Tage")
    #expect(words("{count} day", "{count} days", count: 2, ["count": "zwei"]) == "zwei Tage")
    #expect(words("{count} hour", "{count} hours", count: 1) == "1 hour")
    #expect(words("{count} hour", "{count} hours", count: 0) == "0 hours")
  }

  @Test func `a phrase comes in pieces for markup`() throws {
    let words = try Self.words("de", "msgid \"By {name}.\"\nmsgstr \"Von {name}: {{}}\"\n")
    #expect(words.pieces("By {name}.") == [.text("Von "), .slot("name"), .text(": {}")])
    #expect(
      words.pieces("{count} day", "{count} days", count: 2) == [.slot("count"), .text(" days")])
  }

  @Test(arguments: [
    "en", "de", "de-CH", "fr", "ar", "ar-EG", "hi", "my", "fa", "pl", "es", "pt-PT", "ne", "it",
    "zh-Hans", "bg", "ur",
  ])
  func `numbers and percentages are those of Foundation`(code: String) throws {
    let words = try Self.words(code)
    let locale = Locale(identifier: code)
    var numbers = [0, 1, 9, 10, 999, 1000, 1234, 9999, 10000, 12345, 123_456, 1_234_567]
    numbers += [12_345_678, 987_654_321, 1_234_567_890_123, Int.max]
    for number in numbers + numbers.map({ -$0 }) + [Int.min] {
      #expect(words.number(number) == number.formatted(.number.locale(locale)))
    }
    for fraction in [0, 0.004, 0.01, 0.07, 0.5, 0.676, 0.999, 1, 12.345, 1234, -0.25] {
      #expect(
        words.percent(fraction)
          == fraction.formatted(.percent.locale(locale).precision(.fractionLength(0))))
    }
  }

  @Test func `a fraction that is no number is zero percent`() throws {
    let words = try Self.words("en")
    for fraction in [Double.nan, .infinity, -.infinity, .greatestFiniteMagnitude] {
      #expect(words.percent(fraction) == "0%")
    }
  }

  @Test(arguments: [
    ("en", "November 14, 2023", "November 2023"), ("de", "14. November 2023", "November 2023"),
    ("fr", "14 novembre 2023", "novembre 2023"), ("ar-EG", "١٤ نوفمبر، ٢٠٢٣", "نوفمبر ٢٠٢٣"),
    ("hi", "14 नवंबर 2023", "नवंबर 2023"), ("pl", "14 listopada 2023", "listopad 2023"),
    ("zh-Hans", "2023年11月14日", "2023年11月"), ("fa", "۱۴ نوامبر ۲۰۲۳", "نوامبر ۲۰۲۳"),
  ])
  func `days and months are written in the language, Gregorian, in UTC`(
    code: String, day: String, month: String
  ) throws {
    let words = try Self.words(code)
    #expect(words.date(1_700_000_000_000) == day)
    #expect(words.date(1_700_006_399_999) == day, "the last millisecond of the day")
    #expect(words.date(1_700_006_400_000) != day)
    #expect(words.month(1_700_000_000_000) == month)
    #expect(words.dateTime(1_700_000_000_000).hasPrefix(day))
    #expect(words.dateTime(1_700_000_000_000).hasSuffix(" UTC"))
  }

  @Test func `a time of the day is UTC in every language`() throws {
    #expect(try Self.words("de").dateTime(1_700_000_000_000) == "14. November 2023 um 22:13 UTC")
  }

  @Test func `there are 249 countries, each once, in the language's order`() throws {
    let german = try Self.words("de").countries()
    #expect(german.count == 249)
    #expect(Set(german.map(\.code)).count == 249)
    #expect(german.allSatisfy { $0.name != $0.code })
    let names = german.map(\.name)
    let egypt = try #require(names.firstIndex(of: "Ägypten"))
    #expect(try egypt < #require(names.firstIndex(of: "Albanien")))
    #expect(try egypt > #require(names.firstIndex(of: "Afghanistan")))
    let swedish = try Self.words("sv").countries().map(\.name)
    #expect(try #require(swedish.firstIndex(of: "Österrike")) > 240)
  }

  @Test func `countries and languages have names, and unknown ones their code`() throws {
    let words = try Self.words("fr")
    #expect(words.countryName("MM") == "Myanmar (Birmanie)")
    #expect(words.countryName("XX") == "XX")
    #expect(words.countryName("<b>") == "<b>")
    #expect(words.languageName("de") == "allemand")
    #expect(words.languageName("zh-Hans") == "chinois simplifié")
    #expect(words.languageName("<b>") == "<b>")
  }

  @Test func `a language knows its own name and direction`() throws {
    for (code, name, isRightToLeft) in [
      ("en", "English", false), ("de", "Deutsch", false), ("ar", "العربية", true),
      ("fa", "فارسی", true), ("my", "မြန်မာ", false), ("zh-Hans", "简体中文", false),
      ("he", "עברית", true), ("ur", "اردو", true),
    ] {
      let language = Language(code: code)
      #expect(language.nativeName == name)
      #expect(language.isRightToLeft == isRightToLeft)
    }
  }

  @Test func `the test language runs from right to left and wraps every phrase`() throws {
    let all = try Localizations(catalogues: [], testLanguage: true)
    let words = try #require(all.words(for: "ar-XB"))
    #expect(words.language.isRightToLeft)
    #expect(words("Hello {name}", ["name": "Ann"]) == "ب Hello Ann ب")
    #expect(words("{count} day", "{count} days", count: 12) == "ب ١٢ days ب")
    #expect(words.pieces("By {name}") == [.text("ب By "), .slot("name"), .text(" ب")])
    #expect(try Localizations(catalogues: []).words(for: "ar-XB") == nil)
  }
}
