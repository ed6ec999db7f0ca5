public import Petitions

/// Somebody who is signed in.
public struct Session: Sendable, Hashable {
  /// How a person showed who they are.
  public enum Strength: String, Sendable, Hashable {
    /// By a link in a mail.
    case link
    /// By everything that the role asks for.
    case full
  }

  /// Names the session in lists of one person's sessions; nothing can be opened with it.
  public let id: [UInt8]
  /// Who is signed in.
  public let account: Account
  /// How the person showed who they are.
  public let strength: Strength
  /// The kind of browser, such as "Firefox on Linux"; may be empty.
  public let browser: String
  /// When the session was begun, in UTC milliseconds.
  public let createdAt: Int64
  /// When its last request came, in UTC milliseconds, to the minute.
  public let seenAt: Int64
  /// When the person last showed who they are, in UTC milliseconds.
  public let provedAt: Int64

  /// The role that counts now: staff who came by a link alone are no more than organisers.
  public var role: Role { account.role.isStaff && strength == .link ? .organiser : account.role }

  /// Whether the person may do something now.
  public func allows(_ permission: Permission) -> Bool { role.permissions.contains(permission) }

  /// Whether the person has just shown who they are.
  ///
  /// - Parameters:
  ///   - lifetime: how long a proof is good for, in milliseconds.
  ///   - now: UTC milliseconds.
  public func isProved(lifetime: Int64, at now: Int64) -> Bool { now - provedAt <= lifetime }
}
