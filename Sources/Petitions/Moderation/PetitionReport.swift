public import EmailAddresses

/// What a reader tells the moderators about a petition.
public struct PetitionReport: Sendable, Hashable {
  /// What is wrong with it.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    case privatePerson = "private-person"
    case hate
    case unlawful
    case falseClaim = "false-claim"
    case advertising
    case copied
    case other
  }

  /// What is wrong.
  public let kind: Kind

  /// The reader's own words; empty only where the kind says enough.
  public let text: String

  /// Where the moderators can ask back; nil where the reader gave no address.
  public let email: EmailAddress?
}
