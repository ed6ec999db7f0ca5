/// The translations of one language, as a gettext `.po` file holds them.
///
/// Fuzzy and obsolete entries and empty translations count as missing.
public struct Catalogue: Sendable {
  /// A phrase that the file names, translated or not.
  public struct Message: Sendable, Hashable {
    /// The phrase in the source language.
    public let id: String

    /// The phrase for other numbers than one, where it has one.
    public let plural: String?

    /// What tells apart two uses of the same words.
    public let context: String?

    /// The translation, or one for each plural form; empty when it is missing or fuzzy.
    public let translations: [String]

    /// The line in the file on which the entry begins.
    public let line: Int
  }

  private struct Key: Hashable, Sendable {
    let id: String
    let context: String?
  }

  /// The fields of the header entry, such as `Language` and `Plural-Forms`.
  public let headers: [String: String]

  /// The language as a BCP 47 tag, from the `Language` header; empty where that is missing.
  public private(set) var language: String

  /// All entries but the header, in the order of the file.
  public let messages: [Message]

  private let table: [Key: Int]
  private let pluralRule: PluralRule

  /// Reads a file's bytes: UTF-8, at most 8 MiB.
  public init(po bytes: [UInt8]) throws(CatalogueError) {
    guard bytes.count <= 8 << 20 else { throw CatalogueError(line: 0, reason: .tooLarge) }
    let entries = try CatalogueReader.entries(of: bytes)
    let header = try Self.header(of: entries)
    headers = header.fields
    language = LanguageTag.fromHeader(header.fields["Language"] ?? "")
    pluralRule = try Self.pluralRule(header.fields, line: header.line)

    var messages: [Message] = []
    var table: [Key: Int] = [:]
    for entry in entries where entry.singular != [] || entry.context != nil {
      let message = try Self.message(entry, forms: pluralRule.forms)
      let key = Key(id: message.id, context: message.context)
      guard table.updateValue(messages.count, forKey: key) == nil else {
        throw CatalogueError(line: entry.line, reason: .duplicate)
      }
      messages.append(message)
    }
    self.messages = messages
    self.table = table
  }

  /// The translation of a phrase, or nil when it is missing.
  public func translation(of id: String, context: String? = nil) -> String? {
    guard let index = table[Key(id: id, context: context)] else { return nil }
    return messages[index].translations.first
  }

  /// The translation that goes with a number, or nil when it is missing.
  public func translation(
    of singular: String, plural: String, count: Int, context: String? = nil
  ) -> String? {
    guard let index = table[Key(id: singular, context: context)] else { return nil }
    let message = messages[index]
    guard message.plural == plural else { return nil }
    let form = pluralRule.form(for: count)
    return form < message.translations.count ? message.translations[form] : nil
  }

  /// The same catalogue under a tag that comes from elsewhere.
  func named(_ language: String) throws(CatalogueError) -> Catalogue {
    guard !language.isEmpty else { throw CatalogueError(line: 0, reason: .noLanguage) }
    var copy = self
    copy.language = language
    return copy
  }

  private static func header(
    of entries: [CatalogueReader.Entry]
  ) throws(CatalogueError) -> (fields: [String: String], line: Int) {
    let found = entries.filter { $0.singular == [] && $0.context == nil }
    guard let entry = found.first else { return ([:], 0) }
    guard found.count == 1 else {
      throw CatalogueError(line: found[1].line, reason: .duplicate)
    }
    let text = try string(entry.forms[-1] ?? [], line: entry.line)
    var fields: [String: String] = [:]
    for line in text.utf8.split(separator: 0x0A) {
      guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { continue }
      let value = line[line.index(after: colon)...].drop { $0 == 0x20 || $0 == 0x09 }
      fields[String(Substring(line[..<colon]))] = String(Substring(value))
    }
    if let charset = charset(fields["Content-Type"] ?? ""), charset != "utf-8", charset != "utf8" {
      throw CatalogueError(line: entry.line, reason: .notUTF8)
    }
    return (fields, entry.line)
  }

  private static func charset(_ contentType: String) -> String? {
    let lowered = contentType.lowercased()
    guard let name = lowered.utf8.split(separator: UInt8(ascii: "=")).dropFirst().first,
      lowered.utf8.split(separator: UInt8(ascii: ";")).dropFirst().first?
        .drop(while: { $0 == 0x20 }).starts(with: "charset".utf8) == true
    else { return nil }
    return String(Substring(name))
  }

  private static func pluralRule(
    _ headers: [String: String], line: Int
  ) throws(CatalogueError) -> PluralRule {
    guard let header = headers["Plural-Forms"] else { return .germanic }
    guard let rule = PluralRule(header: header) else {
      throw CatalogueError(line: line, reason: .badPluralForms)
    }
    return rule
  }

  private static func message(
    _ entry: CatalogueReader.Entry, forms: Int
  ) throws(CatalogueError) -> Message {
    let plural = try entry.plural.map { bytes throws(CatalogueError) in
      try string(bytes, line: entry.line)
    }
    let context = try entry.context.map { bytes throws(CatalogueError) in
      try string(bytes, line: entry.line)
    }
    guard plural == nil || entry.forms.count <= forms else {
      throw CatalogueError(line: entry.line, reason: .tooManyForms)
    }
    var translations: [String] = []
    for (_, bytes) in entry.forms.sorted(by: { $0.key < $1.key }) {
      translations.append(try string(bytes, line: entry.line))
    }
    // A phrase that is translated for some numbers only would change its language with the count.
    let isComplete =
      !translations.contains("") && (plural == nil || translations.count == forms)
    return Message(
      id: try string(entry.singular ?? [], line: entry.line), plural: plural, context: context,
      translations: isComplete && !entry.isFuzzy ? translations : [], line: entry.line)
  }

  private static func string(_ bytes: [UInt8], line: Int) throws(CatalogueError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CatalogueError(line: line, reason: .notUTF8)
    }
    return text
  }
}
