/// What an organiser tells everybody about a petition, on its public timeline.
public struct PetitionUpdate: Sendable, Hashable {
  /// The number by which the store knows an update; also its name on the page.
  public struct ID: Sendable, Hashable {
    /// The number itself.
    public let rawValue: Int64

    /// - Parameter rawValue: a number that a store gave out.
    public init(rawValue: Int64) {
      self.rawValue = rawValue
    }
  }

  /// The number by which the store knows it.
  public let id: ID
  /// The petition that it tells of.
  public let petition: Petition.ID
  /// What it says in one line.
  public let title: String
  /// All that it says, as Markdown.
  public let body: String
  /// The same as HTML, rendered when it was saved.
  public let bodyHTML: String
  /// When it was posted, in UTC milliseconds.
  public let postedAt: Int64
  /// When its words were last changed, in UTC milliseconds; nil where they stand as they were posted.
  public let changedAt: Int64?

  /// Puts an update together; only a store and tests do.
  public init(
    id: ID, petition: Petition.ID, title: String, body: String, bodyHTML: String, postedAt: Int64,
    changedAt: Int64? = nil
  ) {
    self.id = id
    self.petition = petition
    self.title = title
    self.body = body
    self.bodyHTML = bodyHTML
    self.postedAt = postedAt
    self.changedAt = changedAt
  }

  /// When its words came to be as they are, in UTC milliseconds.
  public var lastWordAt: Int64 { changedAt ?? postedAt }
}

/// The form in which an organiser writes an update.
public struct UpdateForm: Sendable, Hashable {
  /// The fields that a message can stand beside.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    case title, body
  }

  /// Why an update cannot be posted.
  public enum Refusal: String, Error, Sendable, Hashable, CaseIterable {
    case titleMissing
    case titleTooLong
    case bodyMissing
    case bodyTooLong

    /// The field that the reason belongs to.
    public var field: Field {
      switch self {
      case .titleMissing, .titleTooLong: .title
      case .bodyMissing, .bodyTooLong: .body
      }
    }
  }

  /// The most characters of a title, as people count them.
  public static let titleLimit = 120
  /// The most bytes of a title, in UTF-8.
  public static let titleByteLimit = 600
  /// The most bytes of the text, in UTF-8.
  public static let bodyByteLimit = 20_000

  /// The title as typed.
  public var title: String
  /// The text as typed, in Markdown.
  public var body: String

  /// A form as somebody filled it in; an empty one by default.
  public init(title: String = "", body: String = "") {
    self.title = title
    self.body = body
  }

  /// The form with its text cleaned, and every reason why it cannot be posted, in the order of the
  /// fields.
  public func checked() -> (form: UpdateForm, refusals: [Refusal]) {
    var refusals: [Refusal] = []
    var cleaned = self
    // Bytes first: cleaning takes time, and one Character can be of any size.
    if title.utf8.count > Self.titleByteLimit * 2 {
      refusals.append(.titleTooLong)
    } else {
      cleaned.title = TypedText.line(title)
      let isTooLong =
        cleaned.title.utf8.count > Self.titleByteLimit || cleaned.title.count > Self.titleLimit
      if cleaned.title.isEmpty { refusals.append(.titleMissing) }
      if isTooLong { refusals.append(.titleTooLong) }
    }
    if body.utf8.count > Self.bodyByteLimit * 2 {
      refusals.append(.bodyTooLong)
    } else {
      cleaned.body = TypedText.indentedLines(body)
      if cleaned.body.isEmpty { refusals.append(.bodyMissing) }
      if cleaned.body.utf8.count > Self.bodyByteLimit { refusals.append(.bodyTooLong) }
    }
    return (cleaned, refusals)
  }
}
