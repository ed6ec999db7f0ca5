/// A person who can sign in.
public struct Account: Sendable, Hashable {
  /// The number by which the store knows an account.
  public struct ID: Sendable, Hashable {
    /// The number itself.
    public let rawValue: Int64

    /// - Parameter rawValue: a number that a store gave out.
    public init(rawValue: Int64) {
      self.rawValue = rawValue
    }
  }

  /// The number by which the store knows the account.
  public let id: ID
  /// The name that others at the desk see.
  public let name: String
  /// The address that links are sent to.
  public let email: String
  /// What the person may do.
  public let role: Role
  /// Whether signing in is stopped.
  public let isSuspended: Bool
  /// When the account was made, in UTC milliseconds.
  public let createdAt: Int64

  /// The most bytes of a name.
  public static let nameLimit = 200

  /// Puts an account together; only a store and tests do.
  public init(
    id: ID, name: String, email: String, role: Role, isSuspended: Bool, createdAt: Int64
  ) {
    self.id = id
    self.name = name
    self.email = email
    self.role = role
    self.isSuspended = isSuspended
    self.createdAt = createdAt
  }
}
