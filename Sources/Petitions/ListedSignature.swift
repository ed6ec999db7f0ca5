/// A place on the public list.
public struct ListedSignature: Sendable, Hashable {
  /// What stands there.
  public enum Entry: Sendable, Hashable {
    /// A name that everybody may see, with the reason given; the reason may be empty.
    case named(String, reason: String)
    /// A signer who chose not to be named.
    case unnamed
    /// The signer took the signature back.
    case withdrawn
    /// The site removed the signature, for a reason where one was written down.
    case removed(RemovalReason?)
  }

  /// The ordinal: 1, 2, 3 … without a gap, never reused.
  public let ordinal: Int
  /// What stands there.
  public let entry: Entry
  /// When it was confirmed, in UTC milliseconds, full hours.
  public let confirmedAt: Int64

  /// A place on the public list.
  public init(ordinal: Int, entry: Entry, confirmedAt: Int64) {
    self.ordinal = ordinal
    self.entry = entry
    self.confirmedAt = confirmedAt
  }
}

/// A name brought from another system, not confirmed here.
public struct ImportedName: Sendable, Hashable {
  /// The place on the other system's list, from 1.
  public let position: Int
  /// The name as it stood there.
  public let name: String

  /// A name brought from another system.
  public init(position: Int, name: String) {
    self.position = position
    self.name = name
  }
}
