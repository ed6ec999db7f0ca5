import Foundation
import Markup
import Petitions
import Testing

/// Whole pages, as they lie beside the project or in it.
@Suite struct RealPageTests {
  static func text(_ path: String) -> String? {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    guard let data = FileManager.default.contents(atPath: root.path + "/" + path) else {
      print("note: \(path) is not here, so nothing was read")
      return nil
    }
    return String(decoding: data, as: UTF8.self)
  }

  /// The lines that hold something.
  static func lines(_ text: String) -> [String] {
    text.split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
      .filter { !$0.isEmpty }
  }

  @Test func `the page that the project started from is read whole`() throws {
    guard let text = Self.text("../shared/seed/petition-page.txt") else { return }
    let page = try ImportedPage(text: text)
    let lines = Self.lines(text)
    let wording = page.wording
    #expect(wording.title == "Don’t Finance Genocide and Mass Displacement")
    #expect(wording.targets == [Target(name: "Xi Jinping", office: "President of China")])
    #expect(
      wording.goal
        == "Help broker peaceful resolution to military coup and civil war in Myanmar.")
    #expect(
      wording.callToSign
        == "Sign the petition below to urge this powerful global leader to use its influence in a "
        + "better, life-saving way.")
    #expect(wording.story.split(separator: "\n\n").count == 3)
    #expect(
      wording.story + " " + wording.callToSign == lines[3...5].joined(separator: "\n\n"))
    #expect(
      wording.letter
        == Letter(salutation: "Dear President Xi,", body: Array(lines[7...9]), closing: ""))
    #expect(page.photoCredit == "Foreign and Commonwealth Office")
    #expect(page.count == 676)
    #expect(
      page.names.map(\.name) == [
        "Maryann Piccione", "Cassandra Hillman", "Raphaël PONCE", "Juan Canet", "Caryn Cowin",
        "sara stepnicka", "Chrystelle Quebriac", "Arnaud Pénisson", "Alice Rim", "Ilana Bollag",
      ])
    #expect(page.names.map(\.position) == Array(1...10))
    #expect(
      Markdown.plainText(wording.story)
        == lines[3...5].joined(separator: "\n\n").dropLast(wording.callToSign.count + 1))
  }

  @Test func `the sample petition is read whole`() throws {
    guard let text = Self.text("Samples/riverside-path.txt") else { return }
    let page = try ImportedPage(text: text)
    let lines = Self.lines(text)
    #expect(page.wording.title == lines[0])
    #expect(
      page.wording.targets == [Target(name: "Henrike Aldous", office: "Mayor of Wexcombe Mill")])
    #expect(page.wording.goal == lines[2].dropFirst("Goal: ".count))
    #expect(
      page.wording.story + " " + page.wording.callToSign == lines[3...5].joined(separator: "\n\n"))
    #expect(page.wording.callToSign.hasPrefix("Sign the petition below to ask the mayor"))
    #expect(page.wording.letter.salutation == "Dear Mayor Aldous,")
    #expect(page.wording.letter.body == Array(lines[7...9]))
    #expect(page.photoCredit == "Friends of the Riverside Path")
    #expect(page.count == 0)
    #expect(page.names.isEmpty)
  }
}
