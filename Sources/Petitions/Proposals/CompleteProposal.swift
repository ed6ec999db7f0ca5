/// A petition of which nothing is missing.
public struct CompleteProposal: Sendable, Hashable {
  /// The words of the petition.
  public let wording: Wording
  /// The targets with where the letters can go, in the order of the wording.
  public let targets: [DetailedTarget]
  /// The photo, where there is one.
  public let photo: ProposalPhoto?
  /// Who made the photo; may be empty without one.
  public let photoCredit: String
  /// What the photo shows; may be empty without one.
  public let photoDescription: String
  /// A BCP 47 tag.
  public let language: String
  /// What it is about.
  public let category: Category
  /// The audience that the form offers first.
  public let audience: Audience
  /// Whether mails name the site and not the cause.
  public let isDiscreet: Bool
  /// When signing ends, in UTC milliseconds; nil for no end.
  public let closesAt: Int64?
  /// Numbers of signatures to reach, lowest first.
  public let milestones: [Int]
}
