/// A made-up language for tests: English words between Arabic letters, in a page that runs from
/// right to left.
///
/// Whoever sees words without these letters has found words that no catalogue knows.
enum RightToLeftTest {
  /// The phrase with its slots as they were.
  static func translation(of text: String) -> String { "ب \(text) ب" }
}
