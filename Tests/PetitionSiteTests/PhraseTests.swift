import Foundation
import Testing

@testable import Localization

/// The phrases in the source, the template, and every catalogue say the same.
@Suite struct PhraseTests {
  private static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  private static let resources = root.appending(path: "Sources/PetitionSite/Resources")

  /// A phrase by what a catalogue knows it by.
  private struct Key: Hashable, CustomStringConvertible {
    let id: String
    let plural: String?
    let context: String?

    init(_ message: Catalogue.Message) {
      id = message.id
      plural = message.plural
      context = message.context
    }

    var description: String { "“\(id)”" }
  }

  /// What the script finds in the source now.
  private static func found() throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [
      "python3", root.appending(path: "Scripts/extract-phrases.py").path, "--print",
    ]
    let output = Pipe()
    process.standardOutput = output
    try process.run()
    let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "the script names the place above")
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func file(_ name: String) throws -> String {
    try String(contentsOf: resources.appending(path: name), encoding: .utf8)
  }

  /// A template leaves its plural rule open; English has this one.
  private static func template(_ text: String) throws -> Catalogue {
    let rule = text.replacing(
      "nplurals=INTEGER; plural=EXPRESSION;", with: "nplurals=2; plural=(n != 1);")
    return try Catalogue(po: Array(rule.utf8))
  }

  private static func slots(_ text: String) -> Set<String> {
    Set(
      Template.pieces(text).compactMap { piece in
        if case .slot(let name) = piece { name } else { nil }
      })
  }

  @Test func `every phrase of the source stands in the template, and no other`() throws {
    let found = try Self.found()
    let template = try Self.file("undersigned.pot")
    let used = Set(try Self.template(found).messages.map(Key.init))
    let listed = Set(try Self.template(template).messages.map(Key.init))
    #expect(used.count > 100)
    #expect(used.subtracting(listed) == [], "make phrases adds them")
    #expect(listed.subtracting(used) == [], "make phrases takes them out")
    #expect(found == template, "make phrases brings order and files up to date")
  }

  @Test(arguments: ["de"]) func `every phrase is translated`(_ language: String) throws {
    let template = try Self.template(Self.file("undersigned.pot"))
    let catalogue = try Catalogue(po: Array(Self.file(language + ".po").utf8))
    let wanted = Set(template.messages.map(Key.init))
    // A fuzzy translation has none here, like one that is missing.
    let translated = Set(catalogue.messages.filter { !$0.translations.isEmpty }.map(Key.init))
    #expect(catalogue.language == language)
    #expect(wanted.subtracting(translated) == [])
    #expect(Set(catalogue.messages.map(Key.init)).subtracting(wanted) == [])
  }

  @Test(arguments: ["de"]) func `a translation has the slots of its phrase`(
    _ language: String
  ) throws {
    let catalogue = try Catalogue(po: Array(Self.file(language + ".po").utf8))
    for message in catalogue.messages {
      for translation in message.translations {
        #expect(
          Self.slots(translation) == Self.slots(message.plural ?? message.id), "“\(message.id)”")
      }
    }
  }

  @Test func `no catalogue is left out of these tests`() throws {
    let names = try FileManager.default.contentsOfDirectory(atPath: Self.resources.path)
    #expect(names.filter { $0.hasSuffix(".po") } == ["de.po"])
  }

  @Test func `German quotation marks and dots are those of print`() throws {
    let catalogue = try Catalogue(po: Array(Self.file("de.po").utf8))
    for text in catalogue.messages.flatMap(\.translations) {
      #expect(!text.contains("\"") && !text.contains("...") && !text.contains("”"), "\(text)")
      #expect(text.count { $0 == "„" } == text.count { $0 == "“" }, "\(text)")
    }
  }
}
