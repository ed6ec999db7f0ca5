/// A signer's name, clean and fit to stand on a public list.
public struct PersonName: Sendable, Hashable {
  /// The most bytes of a name, in UTF-8.
  public static let limit = 200

  /// The name.
  public let text: String

  /// Checks a name as it was typed.
  ///
  /// - Throws: the reason why it cannot stand on a list.
  public init(typed: String) throws(NameRefused) {
    // Bytes first: one Character can be of any size.
    guard typed.utf8.count <= Self.limit * 4 else { throw NameRefused(refusal: .nameTooLong) }
    let name = TypedText.line(typed)
    if let refusal = Self.refusal(of: name) { throw NameRefused(refusal: refusal) }
    text = name
  }

  private static func refusal(of name: String) -> Refusal? {
    if name.isEmpty { return .nameMissing }
    if name.utf8.count > limit { return .nameTooLong }
    if name.utf8.contains(UInt8(ascii: "<")) || name.utf8.contains(UInt8(ascii: ">")) {
      return .nameWithMarkup
    }
    // A spreadsheet would run what follows one of these.
    if let first = name.utf8.first, "=+-@".utf8.contains(first) { return .nameBeginsLikeFormula }
    if name.utf8.contains(UInt8(ascii: "@")) { return .nameIsEmailAddress }
    if TypedText.containsLink(name) { return .nameWithLink }
    // Some letters, such as the fillers of Hangul, are invisible.
    let hasLetter = name.unicodeScalars.contains {
      $0.properties.isAlphabetic && !$0.properties.isDefaultIgnorableCodePoint
    }
    return hasLetter ? nil : .nameWithoutLetter
  }
}

/// A name was turned down.
public struct NameRefused: Error {
  /// Why.
  public let refusal: Refusal
}
