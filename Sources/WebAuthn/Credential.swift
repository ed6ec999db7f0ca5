/// A passkey as the site keeps it.
public struct Credential: Sendable, Hashable {
  /// The lengths of ids in bytes that there are (WebAuthn Level 3, section 4, Credential ID).
  public static let idCounts = 1...1023

  /// The number that the authenticator knows it by, unique among all of them.
  public let id: [UInt8]

  /// The bytes of the COSE_Key; see ``CredentialKey``.
  public let key: [UInt8]

  /// How often the authenticator had signed when it was last seen; 0 where it does not count.
  public var signCount: UInt32

  /// Whether it is copied to other devices of its owner.
  public var isBackedUp: Bool

  /// A credential that was kept.
  public init(id: [UInt8], key: [UInt8], signCount: UInt32, isBackedUp: Bool) {
    self.id = id
    self.key = key
    self.signCount = signCount
    self.isBackedUp = isBackedUp
  }
}
