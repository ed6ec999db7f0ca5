/// The form in which an organiser changes the words of a published petition.
public struct AmendmentForm: Sendable, Hashable {
  /// The title as typed.
  public var title: String
  /// The goal as typed.
  public var goal: String
  /// The reasons as typed, in Markdown.
  public var story: String
  /// The call to sign as typed; may be empty.
  public var callToSign: String
  /// The salutation as typed.
  public var salutation: String
  /// The letter as typed; an empty line ends a paragraph.
  public var letter: String
  /// The end of the letter as typed; may be empty.
  public var closing: String
  /// Why the words are to be changed, as typed.
  public var purpose: String
  /// Whether the signers are to be asked to sign the new words.
  public var asksSigners: Bool

  /// A form as somebody filled it in.
  public init(
    title: String, goal: String, story: String, callToSign: String, salutation: String,
    letter: String, closing: String, purpose: String, asksSigners: Bool = false
  ) {
    self.title = title
    self.goal = goal
    self.story = story
    self.callToSign = callToSign
    self.salutation = salutation
    self.letter = letter
    self.closing = closing
    self.purpose = purpose
    self.asksSigners = asksSigners
  }

  /// The form filled with the words as they are.
  public init(_ wording: Wording) {
    self.init(
      title: wording.title, goal: wording.goal, story: wording.story,
      callToSign: wording.callToSign, salutation: wording.letter.salutation,
      letter: wording.letter.body.joined(separator: "\n\n"), closing: wording.letter.closing,
      purpose: "")
  }

  /// The words as they would be; whom they are addressed to stays.
  ///
  /// Nothing is checked but the size: ``ProposalCheck`` has the rules for words.
  public func content(of petition: Petition) -> ProposalContent {
    var content = ProposalContent(from: petition)
    content.title = TypedText.line(title)
    content.goal = TypedText.line(goal)
    content.story = TypedText.indentedLines(story)
    content.callToSign = TypedText.line(callToSign)
    content.salutation = TypedText.line(salutation)
    content.letter = TypedText.lines(letter)
    content.closing = TypedText.line(closing)
    return content
  }

  /// Why the words are to be changed, made fit to keep; nil for a text that is too long.
  public func checkedPurpose(limits: ReviewLimits) -> String? {
    ReviewText.lines(purpose, length: limits.messageLength)
  }
}
