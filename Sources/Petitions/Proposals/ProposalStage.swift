/// A step of writing a petition; each is a page of its own and is saved by itself.
public enum ProposalStage: String, Sendable, Hashable, CaseIterable, Codable {
  /// What is asked, and of whom.
  case ask
  /// The reasons.
  case story
  /// The letter that signers put their names under.
  case letter
  /// The photo, the language, the category and what else can be chosen.
  case details
  /// Who starts the petition.
  case about
  /// All of it once more, before it is sent.
  case review

  /// The step after this one; nil after the last.
  public var next: ProposalStage? {
    neighbour(1)
  }

  /// The step before this one; nil before the first.
  public var previous: ProposalStage? {
    neighbour(-1)
  }

  /// The number of the step, from 1.
  public var number: Int {
    (Self.allCases.firstIndex(of: self) ?? 0) + 1
  }

  /// The step on which a field stands.
  public init(of field: ProposalField) {
    switch field {
    case .title, .goal, .target: self = .ask
    case .story, .callToSign: self = .story
    case .salutation, .letter, .closing: self = .letter
    case .photo, .photoCredit, .photoDescription, .language, .category, .audience, .discretion,
      .closesOn, .milestones:
      self = .details
    case .name, .email: self = .about
    }
  }

  private func neighbour(_ distance: Int) -> ProposalStage? {
    let stages = Self.allCases
    guard let index = stages.firstIndex(of: self), stages.indices.contains(index + distance) else {
      return nil
    }
    return stages[index + distance]
  }
}
