/// Builds the text of a mail: blocks apart by an empty line, each paragraph on one line.
///
/// How wide a line is shown is left to the reader's window, which is narrower than any number of
/// columns on a phone. Text from people keeps its letters but not its line breaks: it cannot fake a
/// block.
public struct PlainText: Sendable, Hashable {
  /// The text so far, ended by a line end if there is any.
  public private(set) var text = ""

  /// Starts with nothing.
  public init() {}

  /// Adds a paragraph.
  public mutating func paragraph(_ words: String) {
    block([Self.line(words)])
  }

  /// Adds lines as they are, such as those of `Markdown.plainText`; only control characters are left
  /// out, and empty lines at the ends.
  public mutating func verbatim(_ text: String) {
    var lines = text.unicodeScalars.split(omittingEmptySubsequences: false) { $0 == "\n" }.map {
      String($0.filter { $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
    }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    block(lines)
  }

  /// Adds a heading, with a line under it.
  public mutating func heading(_ words: String) {
    let line = Self.line(words)
    block([line, String(repeating: "-", count: min(line.unicodeScalars.count, 40))])
  }

  /// Adds an address alone on its line, as mail programs find it best.
  public mutating func link(_ url: String) {
    block([Self.words(of: url).joined(separator: "%20")])
  }

  /// Adds a list, its items behind `- ` or behind their numbers from 1.
  public mutating func list(_ items: [String], isNumbered: Bool = false) {
    block(
      items.enumerated().map { position, item in
        (isNumbered ? "\(position + 1). " : "- ") + Self.line(item)
      })
  }

  /// Adds somebody's own words, each line behind `> `; empty lines part paragraphs.
  public mutating func quote(_ words: String) {
    let paragraphs = words.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    block(paragraphs.map { $0.isEmpty ? ">" : "> " + Self.line(String($0)) })
  }

  /// A name between U+2068 and U+2069, so that its direction does not disturb the words around it
  /// (UAX 9).
  ///
  /// Directional marks inside the name that would close the isolation are left out.
  public static func isolated(_ name: String) -> String {
    var scalars = String.UnicodeScalarView()
    scalars.append("\u{2068}")
    scalars.append(
      contentsOf: name.unicodeScalars.lazy.filter {
        !(0x202A...0x202E).contains($0.value) && !(0x2066...0x2069).contains($0.value)
      })
    scalars.append("\u{2069}")
    return String(scalars)
  }

  private mutating func block(_ lines: [String]) {
    guard lines.contains(where: { !$0.isEmpty }) else { return }
    if !text.isEmpty { text += "\n" }
    for line in lines { text += line + "\n" }
  }

  private static func line(_ text: String) -> String {
    words(of: text).joined(separator: " ")
  }

  /// The words between spaces and line ends; no-break spaces hold words together.
  private static func words(of text: String) -> [String] {
    text.unicodeScalars.split { scalar in
      switch scalar.value {
      case 0x20, 0x09...0x0D, 0x85, 0x2028, 0x2029, 0x3000: true
      default: false
      }
    }.map { String($0) }
  }
}
