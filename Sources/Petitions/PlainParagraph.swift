/// A paragraph of plain text, to be kept where Markdown is.
enum PlainParagraph {
  /// The paragraph with a backslash before all that CommonMark would take for a mark (0.30,
  /// section 2.4), so that it comes out as it stands.
  ///
  /// - Parameter line: one line without white space at its ends.
  static func markdown(_ line: String) -> String {
    let scalars = Array(line.unicodeScalars)
    let blockMark = blockMark(in: scalars)
    var escaped = String.UnicodeScalarView()
    for (index, scalar) in scalars.enumerated() {
      if index == blockMark || isMark(scalar, before: scalars.dropFirst(index + 1).first) {
        escaped.append("\\")
      }
      escaped.append(scalar)
    }
    return String(escaped)
  }

  /// Whether a character stands for something anywhere in a line.
  private static func isMark(_ scalar: Unicode.Scalar, before next: Unicode.Scalar?) -> Bool {
    switch scalar {
    case "\\", "`", "*", "_", "[", "<": true
    // An entity such as `&amp;` or `&#42;`.
    case "&":
      next.map { $0 == "#" || ("a"..."z").contains($0) || ("A"..."Z").contains($0) } ?? false
    default: false
    }
  }

  /// The index of what would make the line a heading, a quote, a list, a rule or code.
  private static func blockMark(in scalars: [Unicode.Scalar]) -> Int? {
    let digits = scalars.prefix { ("0"..."9").contains($0) }.count
    guard digits < scalars.count else { return nil }
    let next = scalars.count > digits + 1 ? scalars[digits + 1] : " "
    switch scalars[digits] {
    case "#", ">", "~": return digits == 0 ? 0 : nil
    case "-", "+": return digits == 0 && (next == " " || next == "-") ? 0 : nil
    case ".", ")": return digits > 0 && next == " " ? digits : nil
    default: return nil
    }
  }
}
