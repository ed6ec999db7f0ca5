import Foundation

/// Text as people type it, made fit to keep: composed (NFC) and without invisible control.
public enum TypedText {
  /// The most combining marks that may follow each other; what is beyond only paints over others.
  public static let combiningMarkLimit = 8

  /// One line: runs of white space become one space, and none is left at the ends.
  public static func line(_ text: some StringProtocol) -> String {
    if text.utf8.allSatisfy(isPlain) { return plainLine(text.utf8) }
    return cleaned(text).unicodeScalars.split { $0.properties.isWhitespace }
      .map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }

  /// Printable ASCII and its white space: most of what is typed, and nothing in it to compose.
  private static func isPlain(_ byte: UInt8) -> Bool {
    (0x20..<0x7f).contains(byte) || (0x09...0x0d).contains(byte)
  }

  private static func plainLine(_ text: some Sequence<UInt8>) -> String {
    let space = UInt8(ascii: " ")
    var line: [UInt8] = []
    for byte in text {
      if byte > space {
        line.append(byte)
      } else if line.last ?? space != space {
        line.append(space)
      }
    }
    if line.last == space { line.removeLast() }
    return String(decoding: line, as: UTF8.self)
  }

  /// Several lines: ends of lines become line feeds, and no white space is left at the ends.
  public static func lines(_ text: some StringProtocol) -> String {
    var lines: [String] = []
    for scalars in scalarLines(of: String(text)) {
      lines.append(line(Substring(scalars)))
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.drop { $0.isEmpty }.joined(separator: "\n")
  }

  /// Several lines as ``lines(_:)`` makes them, of which each keeps the spaces and tabs that it begins
  /// with, as Markdown needs them.
  public static func indentedLines(_ text: some StringProtocol) -> String {
    var lines = scalarLines(of: String(text)).map { scalars in
      let indentation = scalars.prefix { $0 == " " || $0 == "\t" }
      let rest = line(Substring(scalars.dropFirst(indentation.count)))
      return rest.isEmpty ? "" : String(String.UnicodeScalarView(indentation)) + rest
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.drop { $0.isEmpty }.joined(separator: "\n")
  }

  /// Whether a text names an address on the web.
  public static func containsLink(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: " ")).contains { word in
      // Every link has one of these two, and few words have.
      word.contains { $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "/") }
        && isLink(Substring(word).lowercased())
    }
  }

  private static func isLink(_ word: String) -> Bool {
    word.contains("://") || word.contains("www.") || isBareAddress(word[...])
  }

  /// Endings of addresses that advertise; a name such as "J.R.Smith" has none of them.
  private static let commonEndings: Set<Substring> = [
    "biz", "club", "com", "info", "io", "net", "online", "org", "ru", "shop", "site", "top", "xyz",
  ]

  /// `example.com`, `example.com/page`, `anything.example/page`.
  private static func isBareAddress(_ word: Substring) -> Bool {
    let parts = word.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
    let labels = parts[0].split(separator: ".", omittingEmptySubsequences: false)
    guard labels.count > 1, let ending = labels.last, labels[0].utf8.count > 1 else { return false }
    let letters = ending.prefix { $0.isLetter }
    return commonEndings.contains(letters) || parts.count > 1 && letters.count > 1
  }

  private static func scalarLines(of text: String) -> [Substring.UnicodeScalarView] {
    // Scalars, since CR LF is one Character.
    let hasReturn = text.utf8.contains(UInt8(ascii: "\r"))
    let unified = hasReturn ? text.replacing("\r\n", with: "\n") : text
    return unified.unicodeScalars[...].split(omittingEmptySubsequences: false) {
      $0 == "\n" || $0 == "\r"
    }
  }

  private static func cleaned(_ text: some StringProtocol) -> String {
    // What goes first, since it may stand between a letter and its accent.
    var visible = String.UnicodeScalarView()
    visible.append(contentsOf: text.unicodeScalars.lazy.filter { !isInvisibleControl($0) })
    var scalars = String.UnicodeScalarView()
    var marks = 0
    for scalar in String(visible).precomposedStringWithCanonicalMapping.unicodeScalars {
      switch scalar.properties.generalCategory {
      case .nonspacingMark, .enclosingMark: marks += 1
      // A joiner between two marks does not end the pile.
      case .format: break
      default: marks = 0
      }
      if marks <= combiningMarkLimit { scalars.append(scalar) }
    }
    return String(scalars)
  }

  /// Control characters, bidirectional controls, byte order marks and tags; joiners are kept,
  /// since scripts from Burmese to Persian need them.
  private static func isInvisibleControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Tab and the ends of lines are white space and become spaces.
    case 0x09...0x0d, 0x85: false
    case 0x00...0x1f, 0x7f...0x9f: true
    case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
    case 0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f: true
    default: false
    }
  }
}
