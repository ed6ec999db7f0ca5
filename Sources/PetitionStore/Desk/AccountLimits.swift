public import Cryptography
public import Petitions

/// How long people with accounts stay signed in, and how often they are written to.
public struct AccountLimits: Sendable {
  /// How long a link that signs in works, in milliseconds.
  public var linkLifetime: Int64 = 60 * 60_000
  /// How long the link of an invitation works, in milliseconds.
  public var invitationLifetime: Int64 = 7 * 24 * 3_600_000
  /// How many links that sign in one account gets within ``linkWindow``.
  public var linksPerAccount = 5
  /// The window of ``linksPerAccount``, in milliseconds.
  public var linkWindow: Int64 = 3_600_000
  /// After so many milliseconds without a request a session of an organiser ends.
  public var idleLimit: Int64 = 14 * 24 * 3_600_000
  /// So many milliseconds after it was begun a session of an organiser ends.
  public var absoluteLimit: Int64 = 90 * 24 * 3_600_000
  /// After so many milliseconds without a request a session of staff ends.
  public var staffIdleLimit: Int64 = 3_600_000
  /// So many milliseconds after it was begun a session of staff ends.
  public var staffAbsoluteLimit: Int64 = 12 * 3_600_000
  /// For so many milliseconds after somebody proved who they are, dangerous things need no new proof.
  public var proofLifetime: Int64 = 15 * 60_000
  /// How often at most the time of the last request of a session is written down, in milliseconds.
  public var seenStep: Int64 = 60_000
  /// How long the challenge of a passkey can be answered, in milliseconds.
  public var challengeLifetime: Int64 = 5 * 60_000
  /// How many passkeys one account may have.
  public var passkeysPerAccount = 20
  /// How long somebody waits who failed to show who they are.
  public var tryDelay = TryDelay()
  /// What hashing a password takes.
  public var passwordCost = PasswordHash.Cost.usual
  /// How many passwords are hashed at once; each takes as much memory as ``passwordCost`` says.
  public var passwordsAtOnce = 2
  /// How many passwords may wait to be hashed before the next is refused.
  public var waitingPasswords = 64

  /// The defaults, which docs/operating.md lists.
  public init() {}
}
