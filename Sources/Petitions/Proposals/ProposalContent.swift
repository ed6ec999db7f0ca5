/// What was written of a petition so far, as it was typed; mistakes included.
public struct ProposalContent: Sendable, Hashable, Codable {
  /// The petition in one line.
  public var title = ""
  /// What is wanted, in one sentence.
  public var goal = ""
  /// In their order; none where nothing was typed.
  public var targets: [DetailedTarget] = []
  /// The reasons, in Markdown.
  public var story = ""
  /// The sentence that asks to sign; may be empty.
  public var callToSign = ""
  /// How the letter begins.
  public var salutation = ""
  /// The letter; an empty line ends a paragraph.
  public var letter = ""
  /// How the letter ends before the name; may be empty.
  public var closing = ""
  /// The photo; nil for none.
  public var photo: ProposalPhoto?
  /// Who made the photo.
  public var photoCredit = ""
  /// What the photo shows.
  public var photoDescription = ""
  /// A BCP 47 tag.
  public var language = ""
  /// The raw value of a ``Category``.
  public var category = ""
  /// The raw value of the ``Audience`` that is offered first.
  public var audience = ""
  /// The raw value of the ``Discretion`` that mails keep; nil in a draft from before it could be chosen.
  public var discretion: String?
  /// The last day on which people can sign, `2027-01-31`.
  public var closesOn = ""
  /// Numbers of signatures, apart from each other by commas or spaces.
  public var milestones = ""
  /// The author's name.
  public var name = ""
  /// The author's address.
  public var email = ""

  /// Nothing written.
  public init() {}

  /// Begins with the words of an earlier petition; whoever starts it, its photo and its end are new.
  public init(from petition: Petition) {
    title = petition.wording.title
    goal = petition.wording.goal
    targets = petition.wording.targets.map { DetailedTarget(name: $0.name, office: $0.office) }
    story = petition.wording.story
    callToSign = petition.wording.callToSign
    salutation = petition.wording.letter.salutation
    letter = petition.wording.letter.body.joined(separator: "\n\n")
    closing = petition.wording.letter.closing
    language = petition.language
    audience = petition.firstAudience.rawValue
    category = petition.category?.rawValue ?? ""
    discretion = petition.isDiscreet ? Discretion.discreet.rawValue : nil
  }

  /// The text of a field; empty for a photo.
  public subscript(field: ProposalField) -> String {
    switch field {
    case .title: title
    case .goal: goal
    case .target(let index, let part):
      targets.indices.contains(index) ? targets[index][part] : ""
    case .story: story
    case .callToSign: callToSign
    case .salutation: salutation
    case .letter: letter
    case .closing: closing
    case .photo: ""
    case .photoCredit: photoCredit
    case .photoDescription: photoDescription
    case .language: language
    case .category: category
    case .audience: audience
    case .discretion: discretion ?? ""
    case .closesOn: closesOn
    case .milestones: milestones
    case .name: name
    case .email: email
    }
  }

  /// Takes what was typed on one step; the other steps stay as they are.
  ///
  /// - Parameters:
  ///   - typed: the text of a field, already bounded in size; nil leaves the field as it is.
  ///   - targetCount: how many targets the form had places for.
  public mutating func take(
    _ stage: ProposalStage, targetCount: Int = 0, typed: (ProposalField) -> String?
  ) {
    func line(_ field: ProposalField) -> String { TypedText.line(typed(field) ?? self[field]) }
    func lines(_ field: ProposalField) -> String { TypedText.lines(typed(field) ?? self[field]) }
    switch stage {
    case .ask:
      title = line(.title)
      goal = line(.goal)
      targets = (0..<targetCount).map { index in
        DetailedTarget(
          name: line(.target(index, .name)), office: line(.target(index, .office)),
          country: line(.target(index, .country)), address: lines(.target(index, .address)),
          email: line(.target(index, .email)))
      }.filter { !$0.isEmpty }
    case .story:
      story = TypedText.indentedLines(typed(.story) ?? story)
      callToSign = line(.callToSign)
    case .letter:
      salutation = line(.salutation)
      letter = lines(.letter)
      closing = line(.closing)
    case .details:
      photoCredit = line(.photoCredit)
      photoDescription = line(.photoDescription)
      language = line(.language)
      category = line(.category)
      audience = line(.audience)
      discretion = typed(.discretion).map { TypedText.line($0) } ?? discretion
      closesOn = line(.closesOn)
      milestones = line(.milestones)
    case .about:
      name = line(.name)
      email = line(.email)
    case .review: break
    }
  }

  /// Whether mails are to name the site and not the cause; not where nothing was chosen.
  public var isDiscreet: Bool { discretion == Discretion.discreet.rawValue }

  /// The paragraphs of the letter.
  public var paragraphs: [String] {
    var paragraphs: [[Substring]] = [[]]
    for line in letter.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.isEmpty {
        paragraphs.append([])
      } else {
        paragraphs[paragraphs.count - 1].append(line)
      }
    }
    return paragraphs.filter { !$0.isEmpty }.map { $0.joined(separator: " ") }
  }

  /// The words as the petition's page shows them, whatever is missing.
  public var wording: Wording {
    Wording(
      title: title, targets: targets.map(\.target), goal: goal, story: story,
      callToSign: callToSign,
      letter: Letter(salutation: salutation, body: paragraphs, closing: closing))
  }
}
