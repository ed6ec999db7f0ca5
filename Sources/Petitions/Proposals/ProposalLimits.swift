/// How much one petition may hold.
public struct ProposalLimits: Sendable, Hashable {
  /// The most of a text: bytes in UTF-8, which are counted first, and characters as people count them.
  public struct Text: Sendable, Hashable {
    /// The most characters.
    public var characters: Int
    /// The most bytes in UTF-8.
    public var bytes: Int

    /// - Parameter bytes: four for each character where nothing is said.
    public init(_ characters: Int, bytes: Int? = nil) {
      self.characters = characters
      self.bytes = bytes ?? characters * 4
    }

    /// Whether a text is longer.
    func isExceeded(by text: String) -> Bool {
      text.utf8.count > bytes || text.count > characters
    }
  }

  /// The most of a title.
  public var title = Text(80)
  /// The most of a goal.
  public var goal = Text(300)
  /// The most of a target's name.
  public var targetName = Text(120)
  /// The most of a target's office.
  public var targetOffice = Text(160)
  /// The most of a target's address for post.
  public var targetAddress = Text(400)
  /// As many bytes as Markdown of a story may have.
  public var story = Text(12_000, bytes: 20_000)
  /// The most of the sentence that asks to sign.
  public var callToSign = Text(200)
  /// The most of a salutation.
  public var salutation = Text(120)
  /// The most of a letter.
  public var letter = Text(8_000, bytes: 20_000)
  /// The most of what ends a letter.
  public var closing = Text(80)
  /// The most of a photo's credit.
  public var photoCredit = Text(120)
  /// The most of what describes a photo.
  public var photoDescription = Text(250)
  /// The most targets.
  public var targets = 10
  /// The most milestones.
  public var milestones = 10
  /// The highest milestone.
  public var highestMilestone = 1_000_000_000
  /// A petition is open for so many days at least, where it ends.
  public var shortestDays = 1
  /// A petition is open for so many days at most, where it ends.
  public var longestDays = 730
  /// The most words of a draft that similar petitions are looked up by.
  public var similarityWords = 16

  /// The defaults, which docs/operating.md lists.
  public init() {}

  /// The most of what is typed into a field; nil where something is chosen.
  public func text(of field: ProposalField) -> Text? {
    switch field {
    case .title: title
    case .goal: goal
    case .target(_, .name): targetName
    case .target(_, .office): targetOffice
    case .target(_, .address): targetAddress
    case .story: story
    case .callToSign: callToSign
    case .salutation: salutation
    case .letter: letter
    case .closing: closing
    case .photoCredit: photoCredit
    case .photoDescription: photoDescription
    case .target(_, .country), .target(_, .email), .photo, .language, .category, .audience,
      .discretion, .closesOn, .milestones, .name, .email:
      nil
    }
  }
}
