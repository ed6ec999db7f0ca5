/// Text that moderators and readers type, checked against a limit of characters.
enum ReviewText {
  /// Several lines, made fit to keep.
  ///
  /// - Parameter length: the most characters.
  /// - Returns: nil for a text that is too long.
  static func lines(_ typed: String, length: Int) -> String? {
    checked(typed, length: length, cleaned: TypedText.lines)
  }

  /// One line, made fit to keep.
  ///
  /// - Parameter length: the most characters.
  /// - Returns: nil for a text that is too long.
  static func line(_ typed: String, length: Int) -> String? {
    checked(typed, length: length, cleaned: TypedText.line)
  }

  private static func checked(
    _ typed: String, length: Int, cleaned: (String) -> String
  ) -> String? {
    let bytes = length * ReviewLimits.bytesPerCharacter
    // Bytes first: one Character can be of any size; white space at the ends may come on top.
    guard typed.utf8.count <= bytes * 2 else { return nil }
    let text = cleaned(typed)
    return text.utf8.count <= bytes && text.count <= length ? text : nil
  }
}
