/// A petition as it stood on another site's page, read from the text of that page.
public struct ImportedPage: Sendable, Hashable {
  /// The words of the petition.
  public var wording: Wording
  /// The credit of the photo; empty where the page names none.
  public var photoCredit: String
  /// The number of signatures that the page claims.
  public var count: Int
  /// The names that stand on this page of the list, with their places on the whole list.
  public var names: [ImportedName]

  /// A page whose parts are known.
  public init(wording: Wording, photoCredit: String, count: Int, names: [ImportedName]) {
    self.wording = wording
    self.photoCredit = photoCredit
    self.count = count
    self.names = names
  }

  /// The parts that a page must have.
  public enum Part: String, Sendable, CaseIterable {
    case title = "the title on the first line"
    case target = "“Target:” with a name"
    case goal = "“Goal:” with a sentence"
    case story = "the paragraphs of the story"
    case salutation = "the salutation of the letter, “Dear …,” on a line of its own"
    case letter = "the paragraphs of the letter"
    case nameSlot = "“[Your Name Here]” where the signer's name stands"
  }

  /// A text is not a petition page.
  public struct Problem: Error, Sendable, Hashable, CustomStringConvertible {
    /// The part that was not found.
    public let missing: Part
    /// The line, from 1, at which something else stood.
    public let line: Int

    /// Which part is missing and where the search for it stopped.
    public var description: String {
      "\(missing.rawValue) is missing: stopped in line \(line)"
    }
  }

  /// Reads a page such as an exported petition of a blog.
  ///
  /// The order is: title, targets, goal, story, call to sign, salutation, letter, the signer's place,
  /// and then, in any order and all optional: photo credit, count, names, pager. Lines of the page's
  /// form and menus are passed over. Marks that Markdown knows are escaped in the story.
  ///
  /// - Throws: the first part that is missing, with the line.
  public init(text: String) throws(Problem) {
    var reader = PageReader(text: text)
    let title = try reader.title()
    let targets = try reader.targets()
    let goal = try reader.goal()
    let story = try reader.paragraphs(.story) { $0.isSalutation }
    let salutation = try reader.salutation()
    var letter = try reader.paragraphs(.letter) { $0.isNameSlot }
    try reader.nameSlot()
    let closing =
      letter.count > 1 && letter.last.map(Self.isClosing) == true
      ? letter.removeLast() : ""
    let (paragraphs, call) = Self.separateCall(from: story)
    wording = Wording(
      title: title, targets: targets, goal: goal,
      story: paragraphs.map(PlainParagraph.markdown).joined(separator: "\n\n"), callToSign: call,
      letter: Letter(salutation: salutation, body: letter, closing: closing))
    let list = reader.signatureList()
    photoCredit = list.photoCredit
    count = max(list.count, list.names.map(\.position).max() ?? 0)
    names = list.names
  }

  /// "Sincerely," and the like: one short line that ends in a comma.
  private static func isClosing(_ paragraph: String) -> Bool {
    paragraph.hasSuffix(",") && paragraph.utf8.count <= 60
  }

  /// Takes the sentence that asks to sign, and what follows it, from the end of the story.
  ///
  /// It is the last sentence that begins with "Sign" or "Add your name"; where the last paragraph
  /// holds none, nothing is taken.
  private static func separateCall(from story: [String]) -> (story: [String], call: String) {
    guard let last = story.last else { return (story, "") }
    for beginning in ["Sign ", "Add your name"] {
      guard let start = lastSentence(of: last, beginning: beginning) else { continue }
      let rest = TypedText.line(last[..<start])
      let paragraphs = story.dropLast() + (rest.isEmpty ? [] : [rest])
      // A story of nothing but the call is a story.
      guard !paragraphs.isEmpty else { return (story, "") }
      return (Array(paragraphs), TypedText.line(last[start...]))
    }
    return (story, "")
  }

  private static func lastSentence(of text: String, beginning: String) -> String.Index? {
    if text.hasPrefix(beginning) { return text.startIndex }
    let range = text.ranges(of: " " + beginning).last { range in
      text[..<range.lowerBound].last.map(".!?…”\"’)".contains) == true
    }
    return range.map { text.index(after: $0.lowerBound) }
  }
}
