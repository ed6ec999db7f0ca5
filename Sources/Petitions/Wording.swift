/// The words of a petition: what is asked, of whom, why, and the letter.
public struct Wording: Sendable, Hashable, Codable {
  /// The petition in one line.
  public var title: String

  /// Whom the letter goes to; at least one.
  public var targets: [Target]

  /// What the petition wants, in one sentence.
  public var goal: String

  /// The reasons, in Markdown.
  public var story: String

  /// The sentence that asks to sign; may be empty.
  public var callToSign: String

  /// The letter that each signer puts a name under.
  public var letter: Letter

  /// The words of a petition.
  public init(
    title: String, targets: [Target], goal: String, story: String, callToSign: String,
    letter: Letter
  ) {
    self.title = title
    self.targets = targets
    self.goal = goal
    self.story = story
    self.callToSign = callToSign
    self.letter = letter
  }
}

/// Somebody whom a petition is addressed to.
public struct Target: Sendable, Hashable, Codable {
  /// The name of the person or the body.
  public var name: String

  /// The office; empty for a body that has none.
  public var office: String

  /// Somebody whom a petition is addressed to.
  public init(name: String, office: String) {
    self.name = name
    self.office = office
  }

  /// "Name, office": the first comma ends the name.
  public init(line: String) {
    let parts = line.split(separator: ",", maxSplits: 1).map(TypedText.line)
    self.init(name: parts.first ?? "", office: parts.count > 1 ? parts[1] : "")
  }
}

/// The letter that goes to the targets, without the signer's name.
public struct Letter: Sendable, Hashable, Codable {
  /// How the letter begins, as in "Dear President,".
  public var salutation: String

  /// The paragraphs, plain text.
  public var body: [String]

  /// How the letter ends before the name, as in "Sincerely,"; may be empty.
  public var closing: String

  /// A letter in its parts.
  public init(salutation: String, body: [String], closing: String) {
    self.salutation = salutation
    self.body = body
    self.closing = closing
  }
}
