import CCmark

/// CommonMark written by people, made into HTML that is safe to put into a page.
///
/// Only elements of text come out: paragraphs, headings from `h2` to `h4`, lists, quotes, code,
/// emphasis, rules and links. Images become their alternative text, tags become visible text, and
/// links that are not `http`, `https` or `mailto` become their words. The work grows about linearly
/// with the text, whatever is in it.
public enum Markdown {
  /// The longest text in UTF-8 bytes.
  public static let limit = 20_000

  /// The deepest nesting of blocks and emphasis.
  public static let depthLimit = 64

  /// The text as HTML elements, each block on a line of its own.
  ///
  /// The highest heading of the text becomes `h2` and the others keep their distance to it, down to
  /// `h4`.
  public static func html(_ markdown: String) throws(MarkdownError) -> String {
    guard markdown.utf8.count <= limit else { throw .tooLong }
    let tree = MarkdownTree(markdown)
    guard tree.depth <= depthLimit else { throw .tooDeep }
    tree.makeSafe()
    return tree.html()
  }

  /// The words of the text without marks: blocks apart by an empty line, list items behind `- ` or
  /// their number.
  ///
  /// For descriptions and for mail; a link is its words, with its address behind it where asked
  /// for. A text that is too long is cut before the character that goes beyond `limit`.
  public static func plainText(_ markdown: String, showingLinks: Bool = false) -> String {
    let text = beginning(of: markdown)
    return MarkdownTree(text).plainText(showingLinks: showingLinks)
  }

  /// At most `limit` bytes, ending with a whole character of Unicode, which has at most four bytes.
  private static func beginning(of text: String) -> String {
    guard text.utf8.count > limit else { return text }
    for excess in 0...3 {
      if let cut = String(validating: text.utf8.prefix(limit - excess), as: UTF8.self) {
        return cut
      }
    }
    return ""
  }
}
