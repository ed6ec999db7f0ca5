/// The eight digits of a mail, as somebody types or pastes them.
struct TypedCode {
  static let length = 8

  /// Exactly ``length`` ASCII digits.
  let digits: String

  /// Takes the digits of any script, with spaces and dashes anywhere.
  ///
  /// - Returns: nil for any other text.
  init?(_ typed: String) {
    guard typed.utf8.count <= 200 else { return nil }
    var digits = ""
    for scalar in typed.unicodeScalars {
      let properties = scalar.properties
      if properties.numericType == .decimal, let value = properties.numericValue {
        digits += String(Int(value))
      } else if !Self.isBetweenDigits(properties) {
        return nil
      }
    }
    guard digits.utf8.count == Self.length else { return nil }
    self.digits = digits
  }

  /// Spaces, dashes, and marks without a shape that come along when text is copied.
  private static func isBetweenDigits(_ properties: Unicode.Scalar.Properties) -> Bool {
    switch properties.generalCategory {
    case .spaceSeparator, .dashPunctuation, .format: true
    default: properties.isWhitespace
    }
  }

  /// A code in two groups, which are easier to read and to type.
  static func grouped(_ code: String) -> String {
    "\(code.prefix(length / 2)) \(code.dropFirst(length / 2))"
  }
}
