/// Who may see a signer's name.
public enum Audience: String, Sendable, Hashable, CaseIterable {
  /// Everybody: the name stands on the public list.
  case `public`

  /// The targets of the petition, with the letter.
  case target

  /// The people who run the petition.
  case organiser

  /// Nobody: the signature counts without a name.
  case nobody
}
