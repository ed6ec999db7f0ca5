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

  public var title = Text(80)
  public var goal = Text(300)
  public var targetName = Text(120)
  public var targetOffice = Text(160)
  public var targetAddress = Text(400)
  /// As many bytes as Markdown of a story may have.
  public var story = Text(12_000, bytes: 20_000)
  public var callToSign = Text(200)
  public var salutation = Text(120)
  public var letter = Text(8_000, bytes: 20_000)
  public var closing = Text(80)
  public var photoCredit = Text(120)
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
      .closesOn, .milestones, .name, .email:
      nil
    }
  }
}
