import Petitions
import Synchronization

/// Petitions as they were read a moment ago.
///
/// Only for checks that the transaction makes again: another node may have closed a petition since.
final class PetitionMemory: Sendable {
  private struct Entry {
    let petition: Petition
    let readAt: Int64
  }

  /// How long a petition is remembered, in milliseconds.
  private static let lifetime: Int64 = 1_000
  /// The most petitions remembered; when there would be more, all are read again.
  private static let capacity = 1_000

  private let entries = Mutex<[Slug: Entry]>([:])

  /// What was remembered of an address within the last second.
  func petition(_ slug: Slug, at now: Int64) -> Petition? {
    entries.withLock { entries in
      guard let entry = entries[slug], (0..<Self.lifetime).contains(now - entry.readAt) else {
        return nil
      }
      return entry.petition
    }
  }

  func remember(_ petition: Petition, readAt: Int64) {
    entries.withLock { entries in
      if entries.count >= Self.capacity { entries.removeAll() }
      entries[petition.slug] = Entry(petition: petition, readAt: readAt)
    }
  }
}
