/// Goes through the lines of a petition page from top to bottom.
struct PageReader {
  struct Line {
    let number: Int
    let text: String

    var isEmpty: Bool { text.isEmpty }
    var isSalutation: Bool { text.hasPrefix("Dear ") && text.hasSuffix(",") }
    var isNameSlot: Bool { text.lowercased() == "[your name here]" }

    /// What follows a label such as `Goal:`.
    func value(of label: String) -> String? {
      text.lowercased().hasPrefix(label) ? TypedText.line(text.dropFirst(label.count)) : nil
    }
  }

  struct SignatureList {
    var photoCredit = ""
    var count = 0
    var names: [ImportedName] = []
  }

  private let lines: [Line]
  private var index = 0

  init(text: String) {
    let rows = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    lines = rows.enumerated().map { Line(number: $0 + 1, text: TypedText.line(String($1))) }
  }

  mutating func title() throws(ImportedPage.Problem) -> String {
    skipEmpty()
    guard let line = current, line.value(of: "target:") == nil else { throw problem(.title) }
    index += 1
    return line.text
  }

  mutating func targets() throws(ImportedPage.Problem) -> [Target] {
    var targets: [Target] = []
    skipEmpty()
    while let target = current?.value(of: "target:").map(Target.init), !target.name.isEmpty {
      targets.append(target)
      index += 1
      skipEmpty()
    }
    guard !targets.isEmpty else { throw problem(.target) }
    return targets
  }

  mutating func goal() throws(ImportedPage.Problem) -> String {
    guard let goal = current?.value(of: "goal:"), !goal.isEmpty else { throw problem(.goal) }
    index += 1
    return goal
  }

  mutating func salutation() throws(ImportedPage.Problem) -> String {
    guard let line = current, line.isSalutation else { throw problem(.salutation) }
    index += 1
    return line.text
  }

  mutating func nameSlot() throws(ImportedPage.Problem) {
    guard let line = current, line.isNameSlot else { throw problem(.nameSlot) }
    index += 1
  }

  /// Paragraphs up to a line that ends them, or up to the end of the text.
  mutating func paragraphs(
    _ part: ImportedPage.Part, until isEnd: (Line) -> Bool
  ) throws(ImportedPage.Problem) -> [String] {
    var paragraphs: [String] = []
    var open: [String] = []
    while let line = current, !isEnd(line) {
      if line.isEmpty, !open.isEmpty {
        paragraphs.append(open.joined(separator: " "))
        open = []
      } else if !line.isEmpty {
        open.append(line.text)
      }
      index += 1
    }
    if !open.isEmpty { paragraphs.append(open.joined(separator: " ")) }
    guard !paragraphs.isEmpty else { throw problem(part) }
    return paragraphs
  }

  /// What stands below the letter: credit, count, names and pager, among lines of the page's form.
  mutating func signatureList() -> SignatureList {
    var list = SignatureList()
    var names: [String] = []
    var page = 1
    while let line = current {
      if let credit = line.value(of: "photo credit:") {
        list.photoCredit = credit
      } else if let count = Self.count(in: line.text) {
        list.count = count
      } else if let name = Self.bulletedName(in: line.text) {
        names.append(name)
      } else if let number = Self.pageNumber(in: line.text) {
        page = number
      }
      index += 1
    }
    let first = (page - 1) * ListPage.size + 1
    list.names = names.enumerated().map { ImportedName(position: first + $0, name: $1) }
    return list
  }

  private var current: Line? {
    lines.indices.contains(index) ? lines[index] : nil
  }

  private mutating func skipEmpty() {
    while current?.isEmpty == true { index += 1 }
  }

  private func problem(_ part: ImportedPage.Part) -> ImportedPage.Problem {
    ImportedPage.Problem(missing: part, line: min(index + 1, max(lines.count, 1)))
  }

  /// "676 Signatures", "5,998,123 Signatures", "5 998 123 Signatures", "1 Signature".
  private static func count(in text: String) -> Int? {
    guard let space = text.lastIndex(of: " "),
      ["signature", "signatures"].contains(text[text.index(after: space)...].lowercased()),
      let count = number(text[..<space].filter { !",.'’ ".contains($0) })
    else { return nil }
    return count <= countLimit ? count : nil
  }

  /// More than there are people; what is above is no count of signatures.
  private static let countLimit = 10_000_000_000

  /// What follows a bullet; a character that has other uses is one only before a space.
  private static func bulletedName(in text: String) -> String? {
    let scalars = text.unicodeScalars
    guard let bullet = scalars.first,
      "•◦‣●○▪■∙·".unicodeScalars.contains(bullet)
        || "*-–—".unicodeScalars.contains(bullet) && scalars.dropFirst().first == " "
    else { return nil }
    let name = TypedText.line(String(scalars.dropFirst()))
    return name.isEmpty || name.utf8.count > PersonName.limit ? nil : name
  }

  /// The first number of "1 of 68123...68": blogs print the pager without spaces.
  private static func pageNumber(in text: String) -> Int? {
    let words = text.split(separator: " ", maxSplits: 2)
    guard words.count == 3, words[1] == "of", words[2].utf8.first.map(isDigit) == true else {
      return nil
    }
    return number(words[0]).flatMap { (1...1_000_000).contains($0) ? $0 : nil }
  }

  /// Digits only: `Int` itself accepts a sign.
  private static func number(_ text: some StringProtocol) -> Int? {
    text.utf8.allSatisfy(isDigit) ? Int(text) : nil
  }

  private static func isDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte)
  }
}
