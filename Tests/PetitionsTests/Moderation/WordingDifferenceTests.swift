import Petitions
import TestSupport
import Testing

@Suite struct WordingDifferenceTests {
  static let wording = ImportedPage.sample.wording

  @Test func `the same wording has no difference`() {
    let difference = WordingDifference(from: Self.wording, to: Self.wording)
    #expect(difference.isEmpty)
    #expect(!difference.concernsLetter)
  }

  @Test(arguments: WordingDifference.Part.allCases)
  func `a change of one part is shown there, and nowhere else`(part: WordingDifference.Part) {
    let changed = Self.changed(part)
    let difference = WordingDifference(from: Self.wording, to: changed)
    #expect(difference.parts.map(\.part) == [part])
    #expect(difference.parts.first?.difference.old == Self.wording.text(of: part))
    #expect(difference.parts.first?.difference.new == changed.text(of: part))
    #expect(difference.concernsLetter == (part != .story && part != .callToSign))
  }

  @Test func `parts that changed stand in the order of the page`() {
    var changed = Self.wording
    changed.letter.closing = "Yours,"
    changed.title = "Another title"
    let difference = WordingDifference(from: Self.wording, to: changed)
    #expect(difference.parts.map(\.part) == [.title, .closing])
  }

  private static func changed(_ part: WordingDifference.Part) -> Wording {
    var changed = wording
    switch part {
    case .title: changed.title += " now"
    case .targets: changed.targets.append(Target(name: "The Council", office: ""))
    case .goal: changed.goal = "Keep it."
    case .story: changed.story += "\n\nMore."
    case .callToSign: changed.callToSign = ""
    case .salutation: changed.letter.salutation = "Dear all,"
    case .letter: changed.letter.body.removeLast()
    case .closing: changed.letter.closing = "Yours,"
    }
    return changed
  }
}
