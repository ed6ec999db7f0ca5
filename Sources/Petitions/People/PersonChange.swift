/// What an administrator does to somebody's account.
public enum PersonChange: Sendable, Hashable {
  case role(Role)
  /// Ends every session and lets nobody sign in.
  case suspend
  case resume
  /// Takes away password, authenticator app and passkeys, so that a link lets new ones be set.
  case reset

  /// Why a change was not made.
  public enum Problem: Error, Sendable, Hashable {
    case reasonMissing
    case reasonTooLong
    /// Nobody takes away their own rights, which others may need.
    case yourself
    /// Nobody could let anybody in any more.
    case lastAdministrator
    /// It is so already.
    case unchanged
  }

  /// The most bytes of a reason.
  public static let reasonLimit = 500

  /// The reason as it is written down.
  public static func reason(typed: String) throws(Problem) -> String {
    guard typed.utf8.count <= 4 * reasonLimit else { throw .reasonTooLong }
    let reason = TypedText.line(typed)
    guard !reason.isEmpty else { throw .reasonMissing }
    guard reason.utf8.count <= reasonLimit else { throw .reasonTooLong }
    return reason
  }

  /// Whether the change may be made.
  ///
  /// - Parameters:
  ///   - actor: who makes it; nil for the operator, by a command.
  ///   - otherAdministrators: how many besides the person can sign in.
  public func check(
    _ person: Account, by actor: Account.ID?, otherAdministrators: Int
  ) throws(Problem) {
    switch self {
    case .role(let role): guard role != person.role else { throw .unchanged }
    case .suspend: guard !person.isSuspended else { throw .unchanged }
    case .resume: guard person.isSuspended else { throw .unchanged }
    case .reset: break
    }
    guard person.id != actor else { throw .yourself }
    let isAdministrator = person.role == .administrator && !person.isSuspended
    guard !isAdministrator || !endsAdministrator || otherAdministrators > 0 else {
      throw .lastAdministrator
    }
  }

  /// Whether an administrator is none afterwards.
  private var endsAdministrator: Bool {
    switch self {
    case .role(let role): role != .administrator
    case .suspend: true
    case .resume, .reset: false
    }
  }
}
