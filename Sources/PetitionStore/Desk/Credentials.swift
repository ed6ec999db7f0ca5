/// By what a person can show who they are, besides a link in a mail.
public struct Credentials: Sendable, Hashable {
  /// A password, which always comes with an authenticator app.
  public let hasPassword: Bool
  /// When the password was last set, in UTC milliseconds.
  public let passwordChangedAt: Int64?
  /// How many recovery codes were not used yet.
  public let recoveryCodes: Int
  /// In the order in which they were made.
  public let passkeys: [Passkey]

  /// Whether there is nothing but links.
  public var isEmpty: Bool { !hasPassword && passkeys.isEmpty }
}

/// A passkey in the list of its owner.
public struct Passkey: Sendable, Hashable {
  /// The number by which authenticators know it.
  public let id: [UInt8]
  /// What its owner calls it.
  public let name: String
  /// Whether it is copied to other devices of its owner.
  public let isBackedUp: Bool
  /// When it was made, in UTC milliseconds.
  public let createdAt: Int64
  /// When it last signed in, in UTC milliseconds.
  public let usedAt: Int64?

  /// The most bytes of a name.
  public static let nameLimit = 100
}
