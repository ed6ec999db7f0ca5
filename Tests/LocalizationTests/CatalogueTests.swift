import Localization
import Testing

@Suite struct CatalogueTests {
  static let german = #"""
    # Translators' note.
    msgid ""
    msgstr ""
    "Language: de_AT\n"
    "Content-Type: text/plain; charset=UTF-8\n"
    "Plural-Forms: nplurals=2; plural=(n != 1);\n"

    #. Shown on the button.
    #: Views/Button.swift:12
    msgid "Send"
    msgstr "Senden"

    msgctxt "month"
    msgid "May"
    msgstr "Mai"

    msgctxt "verb"
    msgid "May"
    msgstr "Darf"

    #, swift-format
    msgid "{count} name"
    msgid_plural "{count} names"
    msgstr[0] "{count} Name"
    msgstr[1] "{count} Namen"

    msgid ""
    "one "
    "two\n"
    msgstr ""
    "eins "

    "zwei\n"

    #, fuzzy, swift-format
    #| msgid "Old"
    msgid "Fuzzy"
    msgstr "Unsicher"

    #, fuzzy
    #~ msgid "Gone"
    #~ msgstr "Weg"

    msgid "Escapes"
    msgstr "\t\"\\\x41\102\a\b\f\v\r\'\?"

    msgid "Untranslated"
    msgstr ""

    msgid "{count} day"
    msgid_plural "{count} days"
    msgstr[0] "{count} Tag"
    msgstr[1] ""
    """#

  @Test func `every part of the format is read`() throws {
    let catalogue = try Catalogue(po: Array(Self.german.utf8))
    #expect(catalogue.language == "de-AT")
    #expect(catalogue.headers["Content-Type"] == "text/plain; charset=UTF-8")
    #expect(catalogue.translation(of: "Send") == "Senden")
    #expect(catalogue.translation(of: "May", context: "month") == "Mai")
    #expect(catalogue.translation(of: "May", context: "verb") == "Darf")
    #expect(catalogue.translation(of: "May") == nil)
    #expect(catalogue.translation(of: "one two\n") == "eins zwei\n")
    #expect(
      catalogue.translation(of: "Escapes") == "\t\"\\AB\u{7}\u{8}\u{C}\u{B}\r'?")
    #expect(catalogue.messages.count == 9)
    #expect(catalogue.messages[0].line == 10)
  }

  @Test func `fuzzy, obsolete and empty translations are missing`() throws {
    let catalogue = try Catalogue(po: Array(Self.german.utf8))
    for id in ["Fuzzy", "Gone", "Untranslated", "", "nothing of the kind"] {
      #expect(catalogue.translation(of: id) == nil)
    }
    #expect(
      catalogue.translation(of: "{count} day", plural: "{count} days", count: 1) == nil,
      "half a set of forms would mix two languages")
  }

  @Test func `the plural form follows the number`() throws {
    let catalogue = try Catalogue(po: Array(Self.german.utf8))
    for (count, expected) in [
      (0, "{count} Namen"), (1, "{count} Name"), (2, "{count} Namen"), (-1, "{count} Name"),
      (Int.min, "{count} Namen"), (Int.max, "{count} Namen"),
    ] {
      #expect(
        catalogue.translation(of: "{count} name", plural: "{count} names", count: count)
          == expected)
    }
    #expect(catalogue.translation(of: "{count} name", plural: "others", count: 2) == nil)
  }

  @Test func `line ends of other systems and a byte order mark change nothing`() throws {
    let bytes = Array(Self.german.utf8)
    let lines = bytes.split(separator: 10, omittingEmptySubsequences: false)
    let windows: [UInt8] = [0xEF, 0xBB, 0xBF] + lines.joined(separator: [13, 10])
    let first = try Catalogue(po: bytes)
    let second = try Catalogue(po: windows)
    #expect(first.messages == second.messages)
    #expect(first.headers == second.headers)
  }

  @Test(arguments: [
    ("msgid \"a\"\nmsgstr \"b\"\nwhat\n", 3, CatalogueError.Reason.badSyntax),
    ("\"a\"\n", 1, .badSyntax), ("\n\nmsgid \"a\n", 3, .badString),
    ("msgid \"a\" b\"\nmsgstr \"\"", 1, .badString), ("msgid a\nmsgstr \"\"", 1, .badString),
    ("msgid \"a\\\"\nmsgstr \"\"", 1, .badString), ("msgid \"\\q\"\n", 1, .badEscape),
    ("msgid \"\\x\"\n", 1, .badEscape), ("msgid \"\\777\"\n", 1, .badEscape),
    ("msgid \"a\"\n", 1, .badEntry), ("msgstr \"a\"\n", 1, .badEntry),
    ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr \"c\"\n", 3, .badEntry),
    ("msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[1] \"c\"\n", 3, .badEntry),
    ("msgid \"a\"\nmsgstr[0] \"c\"\n", 2, .badEntry),
    ("msgid \"a\"\nmsgstr \"c\"\nmsgstr \"d\"\n", 3, .badEntry),
    ("msgid \"a\"\nmsgstr[x] \"c\"\n", 2, .badSyntax),
    ("msgid \"a\"\nmsgstr \"b\"\n\nmsgid \"a\"\nmsgstr \"c\"\n", 4, .duplicate),
    ("msgid \"a\"\nmsgstr \"\\xff\"\n", 1, .notUTF8),
    ("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=ISO-8859-1\\n\"\n", 1, .notUTF8),
    ("msgid \"\"\nmsgstr \"Plural-Forms: nplurals=2; plural=n;\\n\"\n", 1, .badPluralForms),
    (
      "msgid \"a\"\nmsgid_plural \"b\"\nmsgstr[0] \"\"\nmsgstr[1] \"\"\nmsgstr[2] \"\"\n", 1,
      .tooManyForms
    ),
  ])
  func `a defect is reported with its line`(
    text: String, line: Int, reason: CatalogueError.Reason
  ) {
    let error = #expect(throws: CatalogueError.self) { try Catalogue(po: Array(text.utf8)) }
    #expect(error?.line == line)
    #expect(error?.reason == reason)
  }

  @Test func `a header's language becomes a tag`() throws {
    for (header, tag) in [
      ("de", "de"), ("pt_BR", "pt-BR"), ("zh_Hans", "zh-Hans"), ("sr@latin", "sr-Latn"),
      ("de_DE.UTF-8", "de-DE"), ("ZH-hant-tw", "zh-Hant-TW"), ("", ""), ("../x", ""), ("1", ""),
    ] {
      let text = "msgid \"\"\nmsgstr \"Language: \(header)\\n\"\n"
      #expect(try Catalogue(po: Array(text.utf8)).language == tag)
    }
  }

  @Test func `a file of 8 MiB is the largest`() {
    let comment = [UInt8](repeating: UInt8(ascii: "#"), count: (8 << 20) + 1)
    #expect(throws: CatalogueError.self) { try Catalogue(po: comment) }
    #expect(throws: Never.self) { try Catalogue(po: Array(comment.dropLast())) }
  }
}
