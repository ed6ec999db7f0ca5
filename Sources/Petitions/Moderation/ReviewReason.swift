/// A reason for which moderators send petitions back or turn them down, from the public list.
public struct ReviewReason: Sendable, Hashable {
  /// The name by which decisions refer to a reason for ever: lower-case letters, digits, hyphens.
  public struct Key: Sendable, Hashable {
    /// The most bytes of a key.
    public static let limit = 40

    /// The key itself.
    public let text: String

    /// Takes a key as it stands in a form or a table.
    ///
    /// - Returns: nil for a text that no key can be.
    public init?(_ text: some StringProtocol) {
      guard (1...Self.limit).contains(text.utf8.count), let slug = Slug(text) else { return nil }
      self.text = slug.text
    }
  }

  /// The name by which decisions refer to it.
  public let key: Key

  /// The reason in a few words, as it stands on the petition's page.
  public let text: String

  /// What the rule means and what to do about it.
  public let explanation: String

  /// Whether the text of a petition that is rejected for it is shown to nobody.
  public let hidesText: Bool

  /// Whether moderators can still tick it; a retired one stays for the decisions made by it.
  public let isInUse: Bool

  /// A reason as it stands on the list.
  public init(
    key: Key, text: String, explanation: String, hidesText: Bool = false, isInUse: Bool = true
  ) {
    self.key = key
    self.text = text
    self.explanation = explanation
    self.hidesText = hidesText
    self.isInUse = isInUse
  }
}
