/// How much mails of a petition say of it.
public enum Discretion: String, Sendable, Hashable, CaseIterable, Codable {
  /// They name the petition.
  case named
  /// They name the site only, since a mailbox may be read by others.
  case discreet
}
