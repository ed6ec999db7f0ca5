/// A tree of HTML that can only be built from typed elements and escaped text.
public struct HTML: Sendable {
  enum Node: Sendable {
    case text(String)
    case literal(StaticString)
    case trusted(String)
    case element(Element)
    case sequence([HTML])
  }

  struct Element: Sendable {
    let name: StaticString
    let attributes: [AttributeValue]
    /// nil for an element that can hold nothing.
    let content: [HTML]?
  }

  let node: Node

  init(_ node: Node) {
    self.node = node
  }

  /// Nothing at all.
  public static let empty = HTML(.sequence([]))

  /// Text that a browser shows as it is: every special character is escaped when rendered.
  public static func text(_ text: String) -> HTML {
    HTML(.text(text))
  }

  /// Markup written by hand in the source; a run-time string cannot get here.
  public static func literal(_ markup: StaticString) -> HTML {
    HTML(.literal(markup))
  }

  /// Markdown rendered in safe mode.
  ///
  /// The argument comes from `Markdown.html`, when a text is saved, and is never escaped again.
  public static func markdown(_ rendered: RenderedMarkdown) -> HTML {
    HTML(.trusted(rendered.html))
  }

  /// Several pieces, one after the other.
  public static func sequence(_ parts: [HTML]) -> HTML {
    HTML(.sequence(parts))
  }

  /// The pieces of a sequence, or this one piece.
  var parts: [HTML] {
    if case .sequence(let parts) = node { parts } else { [self] }
  }

  /// The UTF-8 bytes of this tree.
  ///
  /// - Parameter capacity: the expected size in bytes; a good guess saves copies.
  public func bytes(capacity: Int = 16_384) -> [UInt8] {
    var printer = HTMLPrinter(capacity: capacity)
    printer.print(self)
    return printer.finish()
  }

  /// The same markup in one piece, for a part that is printed often.
  public var flattened: HTML { HTML(.trusted(string)) }

  /// The markup before and after a text written by hand in the source; all of it is before where the
  /// text is not found.
  public func divided(around text: StaticString) -> (before: HTML, after: HTML) {
    let markup = string
    guard let range = markup.firstRange(of: text.description) else { return (self, .empty) }
    return (
      HTML(.trusted(String(markup[..<range.lowerBound]))),
      HTML(.trusted(String(markup[range.upperBound...])))
    )
  }

  /// The same bytes as a string, for tests and mails.
  public var string: String {
    String(decoding: bytes(), as: UTF8.self)
  }
}

/// Builds ``HTML`` from elements, strings, conditions and loops.
@resultBuilder
public enum HTMLBuilder {
  /// A string stands for escaped text.
  public static func buildExpression(_ text: String) -> HTML { .text(text) }

  /// An element stands for itself.
  public static func buildExpression(_ html: HTML) -> HTML { html }

  /// A missing element stands for nothing.
  public static func buildExpression(_ html: HTML?) -> HTML { html ?? .empty }

  /// Pieces follow each other without white space between them.
  public static func buildBlock(_ parts: HTML...) -> HTML {
    parts.count == 1 ? parts[0] : .sequence(parts)
  }

  /// A condition that does not hold leaves nothing.
  public static func buildOptional(_ html: HTML?) -> HTML { html ?? .empty }

  /// The first branch of a condition.
  public static func buildEither(first html: HTML) -> HTML { html }

  /// The second branch of a condition.
  public static func buildEither(second html: HTML) -> HTML { html }

  /// The rounds of a loop follow each other.
  public static func buildArray(_ parts: [HTML]) -> HTML { .sequence(parts) }
}
