/// What became of a petition: what its organiser says when closing it.
public struct PetitionOutcome: Sendable, Hashable {
  /// How it ended.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// What was asked for is done.
    case won
    /// A part of it is done.
    case partly
    /// The target gave an answer, whatever it says.
    case answered
    /// Nobody answered.
    case unanswered

    /// Whether the petition stands among those that were answered.
    public var isAnswer: Bool { self != .unanswered }
  }

  /// How it ended.
  public let kind: Kind
  /// What the organiser says about it, as Markdown.
  public let text: String
  /// The same as HTML, rendered when it was saved.
  public let textHTML: String
  /// When the petition was closed with it, in UTC milliseconds.
  public let closedAt: Int64

  /// Puts an outcome together; only a store and tests do.
  public init(kind: Kind, text: String, textHTML: String, closedAt: Int64) {
    self.kind = kind
    self.text = text
    self.textHTML = textHTML
    self.closedAt = closedAt
  }
}

/// The form in which an organiser closes a petition.
public struct ClosingForm: Sendable, Hashable {
  /// The fields that a message can stand beside.
  public enum Field: String, Sendable, Hashable, CaseIterable {
    case kind, text
  }

  /// Why a petition cannot be closed with this.
  public enum Refusal: String, Error, Sendable, Hashable, CaseIterable {
    case kindMissing
    case textMissing
    case textTooLong

    /// The field that the reason belongs to.
    public var field: Field {
      switch self {
      case .kindMissing: .kind
      case .textMissing, .textTooLong: .text
      }
    }
  }

  /// What a checked form says.
  public struct Closing: Sendable, Hashable {
    /// How the petition ended.
    public let kind: PetitionOutcome.Kind
    /// What the organiser says about it, as Markdown.
    public let text: String
  }

  /// The most bytes of the text, in UTF-8.
  public static let textByteLimit = 5_000

  /// The kind chosen; empty where none is.
  public var kind: String
  /// The text as typed, in Markdown.
  public var text: String

  /// A form as somebody filled it in; an empty one by default.
  public init(kind: String = "", text: String = "") {
    self.kind = kind
    self.text = text
  }

  /// What the form says, or every reason why it says nothing, in the order of the fields.
  public func checked() -> (closing: Closing?, refusals: [Refusal]) {
    var refusals: [Refusal] = []
    let kind = PetitionOutcome.Kind(rawValue: kind)
    if kind == nil { refusals.append(.kindMissing) }
    var cleaned = ""
    if text.utf8.count > Self.textByteLimit * 2 {
      refusals.append(.textTooLong)
    } else {
      cleaned = TypedText.indentedLines(text)
      if cleaned.isEmpty { refusals.append(.textMissing) }
      if cleaned.utf8.count > Self.textByteLimit { refusals.append(.textTooLong) }
    }
    guard refusals.isEmpty, let kind else { return (nil, refusals) }
    return (Closing(kind: kind, text: cleaned), [])
  }
}
