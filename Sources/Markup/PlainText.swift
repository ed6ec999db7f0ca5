/// Builds the text of a mail: blocks apart by an empty line, wrapped at 72 columns.
///
/// Columns are Unicode scalars. Words are never cut, so an address stays whole even where it is
/// longer than a line. Text from people keeps its letters but not its line breaks: it cannot fake a
/// block.
public struct PlainText: Sendable, Hashable {
  /// The longest line that has more than one word.
  public static let columns = 72

  /// The text so far, ended by a line end if there is any.
  public private(set) var text = ""

  /// Starts with nothing.
  public init() {}

  /// Adds a paragraph.
  public mutating func paragraph(_ words: String) {
    block(Self.wrapped(words, first: "", rest: ""))
  }

  /// Adds a heading, with a line under it.
  public mutating func heading(_ words: String) {
    let lines = Self.wrapped(words, first: "", rest: "")
    let width = lines.map(\.unicodeScalars.count).max() ?? 0
    block(lines + [String(repeating: "-", count: min(width, Self.columns))])
  }

  /// Adds an address alone on its line, as mail programs find it best.
  public mutating func link(_ url: String) {
    block([Self.words(of: url).joined(separator: "%20")])
  }

  /// Adds a list, its items behind `- ` or behind their numbers from 1.
  public mutating func list(_ items: [String], isNumbered: Bool = false) {
    var lines: [String] = []
    for (position, item) in items.enumerated() {
      let mark = isNumbered ? "\(position + 1). " : "- "
      let indent = String(repeating: " ", count: mark.utf8.count)
      lines += Self.wrapped(item, first: mark, rest: indent)
    }
    block(lines)
  }

  /// Adds somebody's own words, each line behind `> `; empty lines part paragraphs.
  public mutating func quote(_ words: String) {
    var lines: [String] = []
    for paragraph in words.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline) {
      lines += paragraph.isEmpty ? [">"] : Self.wrapped(String(paragraph), first: "> ", rest: "> ")
    }
    block(lines)
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

  private static func wrapped(_ text: String, first: String, rest: String) -> [String] {
    var lines: [String] = []
    var line = first
    var column = first.unicodeScalars.count
    var isFresh = true
    for word in words(of: text) {
      let width = word.unicodeScalars.count
      if !isFresh, column + 1 + width > columns {
        lines.append(line)
        line = rest
        column = rest.unicodeScalars.count
        isFresh = true
      }
      if !isFresh {
        line += " "
        column += 1
      }
      line += word
      column += width
      isFresh = false
    }
    return lines + [line]
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
