/// Signatures of one petition that somebody at the desk counted, removed, or put back.
public struct Removal: Sendable, Hashable {
  /// The number by which the store knows a removal.
  public struct ID: Sendable, Hashable {
    /// The number itself.
    public let rawValue: Int64

    /// - Parameter rawValue: a number that a store gave out.
    public init(rawValue: Int64) {
      self.rawValue = rawValue
    }
  }

  /// The number by which the store knows the removal.
  public let id: ID
  /// Whose signatures.
  public let petition: Petition.ID
  /// Which of them.
  public let filter: SignatureFilter
  /// How far it is.
  public let state: RemovalState
  /// Why; nil while nobody asked for it.
  public let reason: RemovalReason?
  /// How many signatures were found; no more than these are removed.
  public let counted: Int
  /// How many are removed now by it.
  public let removed: Int
  /// How many were put back.
  public let restored: Int
  /// The numbers on the list that it goes through.
  public let ordinals: ClosedRange<Int>
  /// The number that comes next; one more than the last at the end.
  public let nextOrdinal: Int
  /// Who counted, and asked for it.
  public let requester: Account.ID
  /// The second person, where one was needed and agreed.
  public let agreer: Account.ID?
  /// When it was counted, in UTC milliseconds.
  public let countedAt: Int64
  /// When its state last changed, in UTC milliseconds.
  public let changedAt: Int64

  /// Puts a removal together; only a store and tests do.
  public init(
    id: ID, petition: Petition.ID, filter: SignatureFilter, state: RemovalState,
    reason: RemovalReason?, counted: Int, removed: Int, restored: Int, ordinals: ClosedRange<Int>,
    nextOrdinal: Int, requester: Account.ID, agreer: Account.ID?, countedAt: Int64,
    changedAt: Int64
  ) {
    self.id = id
    self.petition = petition
    self.filter = filter
    self.state = state
    self.reason = reason
    self.counted = counted
    self.removed = removed
    self.restored = restored
    self.ordinals = ordinals
    self.nextOrdinal = nextOrdinal
    self.requester = requester
    self.agreer = agreer
    self.countedAt = countedAt
    self.changedAt = changedAt
  }

  /// How far a removal that works has gone through the list, from 0 to 1.
  public var progress: Double {
    Double(nextOrdinal - ordinals.lowerBound) / Double(ordinals.count)
  }
}
