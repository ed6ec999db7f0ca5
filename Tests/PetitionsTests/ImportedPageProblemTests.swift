import Petitions
import Testing

/// Pages that lack something.
@Suite struct ImportedPageProblemTests {
  static let lines = [
    "Keep the Night Bus", "", "Target: Ines Okafor, Head of Transport", "", "Goal: Keep line 9.",
    "", "The last bus leaves at ten.", "", "Dear Ms Okafor,", "", "Please keep line 9.", "",
    "[Your Name Here]",
  ]

  static func problem(_ text: String) -> ImportedPage.Problem? {
    do throws(ImportedPage.Problem) {
      _ = try ImportedPage(text: text)
      return nil
    } catch {
      return error
    }
  }

  @Test(arguments: [
    ("Keep the Night Bus", ImportedPage.Part.title, 3),
    ("Target: Ines Okafor, Head of Transport", .target, 5),
    ("Goal: Keep line 9.", .goal, 7), ("The last bus leaves at ten.", .story, 9),
    ("Dear Ms Okafor,", .salutation, 13), ("Please keep line 9.", .letter, 13),
    ("[Your Name Here]", .nameSlot, 13),
  ])
  func `a missing part is named with the line where something else stood`(
    line: String, part: ImportedPage.Part, number: Int
  ) throws {
    let index = try #require(Self.lines.firstIndex(of: line))
    var lines = Self.lines
    lines[index] = ""
    for ending in ["\n", "\r\n"] {
      let problem = try #require(Self.problem(lines.joined(separator: ending)))
      #expect(problem.missing == part)
      #expect(problem.line == number)
      #expect(problem.description.contains(part.rawValue))
      #expect(problem.description.contains("line \(number)"))
    }
    #expect(Self.problem(Self.lines.joined(separator: "\n")) == nil)
  }

  @Test(arguments: [
    ("Target:", ImportedPage.Part.target), ("Target: \u{202E}", .target), ("Target: ,", .target),
    ("Goal:  ", .goal),
  ])
  func `a label with nothing behind it is a missing part`(line: String, part: ImportedPage.Part) {
    let label = line.prefix { $0 != ":" }
    let lines = Self.lines.map { $0.hasPrefix(label + ":") ? line : $0 }
    #expect(Self.problem(lines.joined(separator: "\n"))?.missing == part)
  }

  @Test(arguments: [
    ("", ImportedPage.Part.title, 1), ("\u{FEFF}", .title, 1), ("\n\n\n", .title, 4),
    ("\u{0}\u{1}\u{2}", .title, 1), ("<!DOCTYPE html>\n<html>\n<p>Target: x", .target, 2),
    ("GIF89a\u{1}\u{0}\u{FFFD}\n\u{FFFD}", .target, 2), ("{\"title\": \"x\"}", .target, 1),
    ("Target: Ann\nGoal: x", .title, 1), ("a\n\nTarget: b\nTarget: c", .goal, 4),
    ("a\nGoal: b\nTarget: c", .target, 2),
  ])
  func `nothing is made of garbage`(text: String, part: ImportedPage.Part, line: Int) throws {
    let problem = try #require(Self.problem(text))
    #expect(problem.missing == part)
    #expect(problem.line == line)
  }
}
