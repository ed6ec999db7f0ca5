/// A place of the forms on which a petition is written, which a message can stand beside.
public enum ProposalField: Sendable, Hashable {
  case title
  case goal
  /// A part of one of the targets, counted from 0.
  case target(Int, DetailedTarget.Part)
  case story
  case callToSign
  case salutation
  case letter
  case closing
  case photo
  case photoCredit
  case photoDescription
  case language
  case category
  case audience
  case discretion
  case closesOn
  case milestones
  case name
  case email

  /// The name of the field in a form, which is also its place on the page.
  public var formName: String {
    switch self {
    case .title: "title"
    case .goal: "goal"
    case .target(let index, let part): "target-\(index + 1)-\(part.rawValue)"
    case .story: "story"
    case .callToSign: "call"
    case .salutation: "salutation"
    case .letter: "letter"
    case .closing: "closing"
    case .photo: "photo"
    case .photoCredit: "photo-credit"
    case .photoDescription: "photo-description"
    case .language: "language"
    case .category: "category"
    case .audience: "audience"
    case .discretion: "discretion"
    case .closesOn: "closes-on"
    case .milestones: "milestones"
    case .name: "name"
    case .email: "email"
    }
  }
}
