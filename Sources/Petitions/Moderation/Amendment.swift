/// Another text for a published petition, which waits for a moderator or was decided.
public struct Amendment: Sendable, Hashable {
  /// The number by which the store knows it.
  public struct ID: Sendable, Hashable {
    /// The number itself.
    public let rawValue: Int64

    /// - Parameter rawValue: a number that a store gave out.
    public init(rawValue: Int64) {
      self.rawValue = rawValue
    }
  }

  /// What became of it.
  public enum State: String, Sendable, Hashable, CaseIterable {
    case waiting, accepted, declined
  }

  /// The number by which the store knows it.
  public let id: ID
  /// The petition.
  public let petition: Petition.ID
  /// The version of the words that it changes.
  public let fromVersion: Int
  /// What became of it.
  public let state: State
  /// The words as they would be; nil once it was decided.
  public let wording: Wording?
  /// Why the organiser wants them.
  public let purpose: String
  /// Whether the organiser wants the signers to be asked to sign them.
  public let asksSigners: Bool
  /// Who wants them.
  public let account: Account.ID?
  /// When it came, in UTC milliseconds.
  public let proposedAt: Int64
  /// When it was decided, in UTC milliseconds.
  public let decidedAt: Int64?

  /// Puts an amendment together; only a store and tests do.
  public init(
    id: ID, petition: Petition.ID, fromVersion: Int, state: State, wording: Wording?,
    purpose: String, asksSigners: Bool = false,
    account: Account.ID?, proposedAt: Int64, decidedAt: Int64?
  ) {
    self.id = id
    self.petition = petition
    self.fromVersion = fromVersion
    self.state = state
    self.wording = wording
    self.purpose = purpose
    self.asksSigners = asksSigners
    self.account = account
    self.proposedAt = proposedAt
    self.decidedAt = decidedAt
  }
}

/// One version of a petition's words, as everybody could read it.
public struct WordingVersion: Sendable, Hashable {
  /// 1, and one more with each change.
  public let number: Int
  /// The words.
  public let wording: Wording
  /// When they were published, in UTC milliseconds.
  public let createdAt: Int64
  /// How many had signed by then.
  public let signedBefore: Int
  /// How many who had signed other words before have signed these since.
  public let renewed: Int

  /// Puts a version together; only a store and tests do.
  public init(number: Int, wording: Wording, createdAt: Int64, signedBefore: Int, renewed: Int = 0)
  {
    self.number = number
    self.wording = wording
    self.createdAt = createdAt
    self.signedBefore = signedBefore
    self.renewed = renewed
  }
}
