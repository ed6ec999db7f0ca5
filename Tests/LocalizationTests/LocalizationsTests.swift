import Foundation
import Localization
import Testing

@Suite struct LocalizationsTests {
  static func offer(
    _ codes: [String], testLanguage: Bool = false
  ) throws -> Localizations {
    let catalogues = try codes.map { code in
      try Catalogue(po: Array("msgid \"\"\nmsgstr \"Language: \(code)\\n\"\n".utf8))
    }
    return try Localizations(catalogues: catalogues, testLanguage: testLanguage)
  }

  @Test(arguments: [
    (nil, "en"), ("", "en"), ("de", "de"), ("DE", "de"), ("de-AT", "de"), ("de-Latn-AT-x-a", "de"),
    ("fr, de", "de"), ("de;q=0.5, my;q=0.9", "my"), ("en;q=0.9, de", "de"),
    ("de;q=0.5, my;q=0.5", "de"), ("fr;q=1, *;q=0.1", "en"), ("*", "en"), ("en;q=0, *", "de"),
    ("de;q=0, my", "my"), ("de;q=0", "en"), ("de;q=0, de-AT", "en"), ("xx", "en"),
    ("zh-CN", "zh-Hans"), ("zh-CN,zh;q=0.9,en;q=0.8", "zh-Hans"), ("zh-Hans-CN", "zh-Hans"),
    ("zh-TW", "zh-Hans"), ("pt-BR, de;q=0.5", "pt-PT"), ("pt", "pt-PT"), ("no", "nb"),
    ("de ; q=0.4 , my ; Q = 0.6", "my"), ("de;q=1.001, my;q=0.1", "my"), ("de;q=, my", "my"),
    ("de;q=-1, my", "my"), ("de;q=0.1234, my", "my"), ("de;level=1, my", "my"), (",,,de", "de"),
    (";q=1, de", "de"), ("d\u{E9}, de", "de"), ("de\r\n, my", "my"), ("\u{0}", "en"),
  ])
  func `a browser's wish is answered`(header: String?, expected: String) throws {
    let offered = try Self.offer(["de", "my", "nb", "pt-PT", "zh-Hans"])
    #expect(
      offered.negotiate(acceptLanguage: header, preferred: nil).language.code == expected)
  }

  @Test func `a browser gets its language again, after however many others`() throws {
    let offered = try Self.offer(["de", "my"])
    func code(_ header: String) -> String {
      offered.negotiate(acceptLanguage: header, preferred: nil).language.code
    }
    let long = String(repeating: "xx-latn, ", count: 20) + "my"
    for _ in 0..<2 {
      for number in 0..<600 {
        let wished = number % 2 == 0 ? "de" : "my"
        #expect(code("\(wished);q=0.\(number), en;q=0.0") == (number == 0 ? "en" : wished))
      }
      #expect(code(long) == "my")
    }
  }

  @Test func `the script that a region reads is chosen`() throws {
    let offered = try Self.offer(["zh-Hans", "zh-Hant"])
    for (header, expected) in [
      ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh-CN", "zh-Hans"), ("zh", "zh-Hans"),
      ("zh-Hant-HK", "zh-Hant"),
    ] {
      #expect(
        offered.negotiate(acceptLanguage: header, preferred: nil).language.code == expected)
    }
  }

  @Test func `the address wins over the browser, unless it names nothing`() throws {
    let offered = try Self.offer(["de", "my"])
    #expect(offered.negotiate(acceptLanguage: "my", preferred: "de").language.code == "de")
    #expect(offered.negotiate(acceptLanguage: "my", preferred: "de-CH").language.code == "de")
    for wrong in ["", "xx", "../../etc", "*", String(repeating: "d", count: 100_000)] {
      #expect(offered.negotiate(acceptLanguage: "my", preferred: wrong).language.code == "my")
    }
  }

  @Test func `only the first 1,024 bytes and 32 ranges are read`() throws {
    let offered = try Self.offer(["de"])
    func answer(_ header: String) -> String {
      offered.negotiate(acceptLanguage: header, preferred: nil).language.code
    }
    #expect(answer(String(repeating: "x,", count: 31) + "de") == "de")
    #expect(answer(String(repeating: "x,", count: 32) + "de") == "en")
    #expect(answer(String(repeating: " ", count: 1022) + "de") == "de")
    #expect(answer(String(repeating: " ", count: 1024) + "de") == "en")
    #expect(answer(String(repeating: "a-", count: 5_000_000) + ",de") == "en")
  }

  @Test func `the test language is given only to those who name it`() throws {
    let offered = try Self.offer(["de"], testLanguage: true)
    #expect(offered.negotiate(acceptLanguage: "ar", preferred: nil).language.code == "en")
    #expect(offered.negotiate(acceptLanguage: "ar", preferred: "ar-XB").language.code == "ar-XB")
    #expect(offered.languages.map(\.code) == ["en", "de", "ar-XB"])
  }

  @Test func `words are found by their tag in any case`() throws {
    let offered = try Self.offer(["zh_Hans"])
    #expect(offered.words(for: "ZH-HANS")?.language.code == "zh-Hans")
    #expect(offered.words(for: "zh") == nil)
    #expect(offered.words(for: "en") != nil)
  }

  @Test func `a directory of catalogues becomes a list of languages`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "po-\(UUID())").path()
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    func write(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: URL(filePath: folder + "/" + name))
    }
    try write("msgid \"Yes\"\nmsgstr \"Oui\"\n", "fr.po")
    try write("msgid \"\"\nmsgstr \"Language: de\\n\"\n\nmsgid \"Yes\"\nmsgstr \"Ja\"\n", "x.po")
    try write("not a catalogue", "notes.txt")
    let all = try Localizations(directory: folder)
    #expect(all.languages.map(\.code) == ["en", "de", "fr"])
    #expect(all.words(for: "fr")?("Yes") == "Oui")
    #expect(all.words(for: "de")?("Yes") == "Ja")

    try write("msgid \"Yes\"\nwrong\n", "it.po")
    let error = #expect(throws: CatalogueError.self) { try Localizations(directory: folder) }
    #expect(error?.description == "it.po:2: the line is not understood")
    try FileManager.default.removeItem(atPath: folder + "/it.po")
    try write("", "1.po")
    #expect(throws: CatalogueError.self) { try Localizations(directory: folder) }
    #expect(throws: (any Error).self) { try Localizations(directory: folder + "/none") }
  }
}
