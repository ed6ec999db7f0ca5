/// Words of the source language that are shown to people, written as a literal where they are used.
///
/// Only literals can be phrases, so a test can find all of them in the source and compare them with
/// the catalogues. `{name}` marks a slot; `{{` and `}}` stand for the braces themselves.
public struct Phrase: Sendable, ExpressibleByStringLiteral {
  /// The words in the source language.
  public var text: String { words.description }

  /// What tells apart two uses of the same words (`msgctxt`), if that is needed.
  public var context: String? { note?.description }

  private let words: StaticString
  private let note: StaticString?

  /// Makes a phrase of a literal.
  public init(stringLiteral words: StaticString) {
    self.words = words
    note = nil
  }

  /// Makes a phrase whose words have another meaning elsewhere.
  public init(_ words: StaticString, context: StaticString) {
    self.words = words
    note = context
  }
}

extension Phrase: Hashable {
  /// Compares words and context.
  public static func == (left: Phrase, right: Phrase) -> Bool {
    left.text == right.text && left.context == right.context
  }

  /// Feeds words and context.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(text)
    hasher.combine(context)
  }
}

/// A part of a phrase: words to show, or the place where something goes.
public enum Piece: Sendable, Hashable {
  /// Words to show as they are.
  case text(String)

  /// The name of a slot.
  case slot(String)
}
