/// How one wording of a petition became another, part by part.
public struct WordingDifference: Sendable, Hashable {
  /// The parts of a wording that readers see apart.
  public enum Part: String, Sendable, Hashable, CaseIterable {
    case title, targets, goal, story
    case callToSign = "call"
    case salutation, letter, closing
  }

  /// A part that is not what it was.
  public struct ChangedPart: Sendable, Hashable {
    /// Which.
    public let part: Part
    /// How it changed.
    public let difference: TextDifference
  }

  /// The parts that changed, in the order of the page.
  public let parts: [ChangedPart]

  /// Compares two wordings.
  public init(from old: Wording, to new: Wording) {
    parts = Part.allCases.compactMap { part in
      let (before, after) = (old.text(of: part), new.text(of: part))
      guard before != after else { return nil }
      return ChangedPart(part: part, difference: TextDifference(from: before, to: after))
    }
  }

  /// Whether both wordings say the same.
  public var isEmpty: Bool { parts.isEmpty }

  /// Whether the letter changed that the signers put their names under, or what is asked of whom.
  public var concernsLetter: Bool {
    parts.contains { $0.part != .story && $0.part != .callToSign }
  }
}

extension Wording {
  /// A part as one text; targets and paragraphs stand on lines of their own.
  public func text(of part: WordingDifference.Part) -> String {
    switch part {
    case .title: title
    case .targets:
      targets.map { $0.office.isEmpty ? $0.name : $0.name + ", " + $0.office }
        .joined(separator: "\n")
    case .goal: goal
    case .story: story
    case .callToSign: callToSign
    case .salutation: letter.salutation
    case .letter: letter.body.joined(separator: "\n\n")
    case .closing: letter.closing
    }
  }
}
