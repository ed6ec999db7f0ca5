/// Where and why a catalogue could not be read.
public struct CatalogueError: Error, Hashable, Sendable {
  /// The kinds of defects.
  public enum Reason: String, Error, Hashable, Sendable {
    /// More than 8 MiB.
    case tooLarge = "the file is too large"

    /// The bytes are not UTF-8, or the header names another character set.
    case notUTF8 = "the text is not UTF-8"

    /// A line that is no comment, no keyword and no string.
    case badSyntax = "the line is not understood"

    /// A string without its closing quotation mark, or with something after it.
    case badString = "the string is not closed"

    /// A backslash with something behind it that has no meaning.
    case badEscape = "the escape is not known"

    /// Keywords in an order that makes no entry, or a form number missing.
    case badEntry = "the entry is not complete"

    /// Two entries for the same phrase.
    case duplicate = "the phrase is translated twice"

    /// The `Plural-Forms` header is wrong, or gives numbers outside its forms.
    case badPluralForms = "the Plural-Forms header is wrong"

    /// More plural forms than the header promises.
    case tooManyForms = "the entry has more forms than Plural-Forms says"

    /// Neither the `Language` header nor the file's name says which language this is.
    case noLanguage = "the language is missing"

    /// The file could not be opened or read.
    case unreadable = "the file cannot be read"
  }

  /// The line in the file, from 1; 0 where no line is to blame.
  public let line: Int

  /// What is wrong there.
  public let reason: Reason

  /// The file's name where it is known.
  public internal(set) var file: String?
}

extension CatalogueError: CustomStringConvertible {
  /// `file:line: reason`, as compilers print it; nothing of the text.
  public var description: String { "\(file ?? "catalogue"):\(line): \(reason.rawValue)" }
}
