import Foundation

/// Text as people type it, made fit to keep: composed (NFC) and without invisible control.
public enum TypedText {
  /// The most combining marks that may follow each other; what is beyond only paints over others.
  public static let combiningMarkLimit = 8

  /// One line: runs of white space become one space, and none is left at the ends.
  public static func line(_ text: some StringProtocol) -> String {
    cleaned(text).unicodeScalars.split { $0.properties.isWhitespace }
      .map { String(String.UnicodeScalarView($0)) }.joined(separator: " ")
  }

  /// Several lines: ends of lines become line feeds, and no white space is left at the ends.
  public static func lines(_ text: some StringProtocol) -> String {
    var lines: [String] = []
    for scalars in scalarLines(of: String(text)) {
      lines.append(line(String(scalars)))
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.drop { $0.isEmpty }.joined(separator: "\n")
  }

  /// Whether a text names an address on the web.
  public static func containsLink(_ text: String) -> Bool {
    let lower = text.lowercased()
    return lower.contains("://") || lower.contains("www.")
  }

  private static func scalarLines(of text: String) -> [Substring.UnicodeScalarView] {
    // Scalars, since CR LF is one Character.
    var lines: [Substring.UnicodeScalarView] = []
    for part in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      lines +=
        part.split(separator: "\r", omittingEmptySubsequences: true).first.map { [$0] } ?? [
          part.prefix(0)
        ]
    }
    return lines
  }

  private static func cleaned(_ text: some StringProtocol) -> String {
    var scalars = String.UnicodeScalarView()
    var marks = 0
    for scalar in String(text).precomposedStringWithCanonicalMapping.unicodeScalars {
      guard !isInvisibleControl(scalar) else { continue }
      marks = scalar.properties.generalCategory == .nonspacingMark ? marks + 1 : 0
      if marks <= combiningMarkLimit { scalars.append(scalar) }
    }
    return String(scalars)
  }

  /// Control characters, bidirectional controls, byte order marks and tags; joiners are kept,
  /// since scripts from Burmese to Persian need them.
  private static func isInvisibleControl(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // Tab and the ends of lines are white space and become spaces.
    case 0x09, 0x0a, 0x0d: false
    case 0x00...0x1f, 0x7f...0x9f: true
    case 0x061c, 0x200e, 0x200f, 0x202a...0x202e, 0x2066...0x2069: true
    case 0xfeff, 0xfff9...0xfffb, 0xe0000...0xe007f: true
    default: false
    }
  }
}
