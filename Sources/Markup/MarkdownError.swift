/// Why a text is not rendered.
public enum MarkdownError: Error, Hashable, Sendable {
  /// More UTF-8 bytes than `Markdown.limit`.
  case tooLong

  /// Quotes, lists or emphasis nested deeper than `Markdown.depthLimit`.
  case tooDeep
}

extension MarkdownError: CustomStringConvertible {
  /// A sentence for a log; it holds nothing of the text.
  public var description: String {
    switch self {
    case .tooLong: "the text is longer than \(Markdown.limit) bytes"
    case .tooDeep: "the text is nested deeper than \(Markdown.depthLimit) levels"
    }
  }
}
