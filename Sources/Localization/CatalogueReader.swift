/// Reads the entries of a `.po` file from its bytes, line by line (GNU gettext manual, "The Format
/// of PO Files").
struct CatalogueReader {
  /// One entry as it stands in the file.
  struct Entry {
    var line = 0
    var isFuzzy = false
    var context: [UInt8]?
    var singular: [UInt8]?
    var plural: [UInt8]?
    var forms: [Int: [UInt8]] = [:]
  }

  /// Where the next string of the entry goes.
  private enum Field: Equatable {
    case context
    case singular
    case plural
    case form(Int)
  }

  private var entries: [Entry] = []
  private var entry = Entry()
  private var field: Field?
  private var nextIsFuzzy = false
  private var line = 0

  /// All entries in their order; fuzzy ones are marked, obsolete ones (`#~`) are left out.
  static func entries(of bytes: [UInt8]) throws(CatalogueError) -> [Entry] {
    var reader = CatalogueReader()
    var rest = bytes[...]
    if rest.starts(with: [0xEF, 0xBB, 0xBF]) { rest = rest.dropFirst(3) }
    for text in rest.split(separator: 0x0A, omittingEmptySubsequences: false) {
      reader.line += 1
      try reader.read(text)
    }
    try reader.finishEntry()
    return reader.entries
  }

  private mutating func read(_ text: ArraySlice<UInt8>) throws(CatalogueError) {
    let content = Self.trimmed(text)
    guard let first = content.first else { return }
    if first == UInt8(ascii: "#") { return try readComment(content) }
    if first == UInt8(ascii: "\"") { return try append(content) }
    let (named, rest) = try keyword(content)
    try begin(named)
    try append(Self.trimmed(rest))
  }

  private mutating func readComment(_ content: ArraySlice<UInt8>) throws(CatalogueError) {
    // A comment belongs to the entry below it, so the one above is complete.
    if !entry.forms.isEmpty { try finishEntry() }
    // The flags above an obsolete entry are not those of the entry below it.
    if content.dropFirst().first == UInt8(ascii: "~") { nextIsFuzzy = false }
    guard content.dropFirst().first == UInt8(ascii: ",") else { return }
    let flags = content.dropFirst(2).split(separator: UInt8(ascii: ","))
    if flags.contains(where: { Self.trimmed($0).elementsEqual("fuzzy".utf8) }) {
      nextIsFuzzy = true
    }
  }

  private func keyword(
    _ content: ArraySlice<UInt8>
  ) throws(CatalogueError) -> (Field, ArraySlice<UInt8>) {
    // The longer keyword is tried first, since one begins with the other.
    let fields: [(String, Field)] = [
      ("msgctxt", .context), ("msgid_plural", .plural), ("msgid", .singular),
    ]
    for (name, field) in fields where content.starts(with: name.utf8) {
      return (field, content.dropFirst(name.utf8.count))
    }
    guard content.starts(with: "msgstr".utf8) else { throw failure(.badSyntax) }
    let rest = content.dropFirst("msgstr".utf8.count)
    guard rest.first == UInt8(ascii: "[") else { return (.form(-1), rest) }
    guard let digit = rest.dropFirst().first, rest.dropFirst(2).first == UInt8(ascii: "]"),
      (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit)
    else { throw failure(.badSyntax) }
    return (.form(Int(digit - UInt8(ascii: "0"))), rest.dropFirst(3))
  }

  private mutating func begin(_ next: Field) throws(CatalogueError) {
    switch next {
    case .context:
      try finishEntry()
      entry.context = []
    case .singular:
      if entry.singular != nil { try finishEntry() }
      entry.singular = []
    case .plural:
      guard entry.singular != nil, entry.plural == nil, entry.forms.isEmpty else {
        throw failure(.badEntry)
      }
      entry.plural = []
    case .form(let index):
      // The forms come in their order: msgstr alone, or msgstr[0], msgstr[1] … after msgid_plural.
      let expected = entry.plural == nil ? -1 : entry.forms.count
      guard entry.singular != nil, index == expected, entry.forms[index] == nil else {
        throw failure(.badEntry)
      }
      entry.forms[index] = []
    }
    if entry.line == 0 {
      entry.line = line
      entry.isFuzzy = nextIsFuzzy
      nextIsFuzzy = false
    }
    field = next
  }

  private mutating func append(_ quoted: ArraySlice<UInt8>) throws(CatalogueError) {
    guard let field else { throw failure(.badSyntax) }
    let text: [UInt8]
    do {
      text = try CatalogueString.unquoted(quoted)
    } catch {
      throw failure(error)
    }
    switch field {
    case .context: entry.context?.append(contentsOf: text)
    case .singular: entry.singular?.append(contentsOf: text)
    case .plural: entry.plural?.append(contentsOf: text)
    case .form(let index): entry.forms[index]?.append(contentsOf: text)
    }
  }

  private mutating func finishEntry() throws(CatalogueError) {
    field = nil
    guard entry.line != 0 else { return }
    guard entry.singular != nil, !entry.forms.isEmpty else {
      throw CatalogueError(line: entry.line, reason: .badEntry)
    }
    entries.append(entry)
    entry = Entry()
  }

  private func failure(_ reason: CatalogueError.Reason) -> CatalogueError {
    CatalogueError(line: line, reason: reason)
  }

  private static func trimmed(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    let isBlank: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D }
    guard let first = text.firstIndex(where: { !isBlank($0) }),
      let last = text.lastIndex(where: { !isBlank($0) })
    else { return [] }
    return text[first...last]
  }
}
