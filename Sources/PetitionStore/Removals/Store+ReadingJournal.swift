import Foundation
public import Petitions
import SQLDatabase

/// An entry of the journal with the number that it stands under.
public struct NumberedEntry: Sendable, Hashable {
  /// The number, which grows with the time.
  public let number: Int64
  /// What was done.
  public let entry: JournalEntry
}

extension Store {
  /// The journal, newest first.
  ///
  /// - Parameters:
  ///   - petition: whose entries; nil for all.
  ///   - last: the number that the list goes on after; nil for the newest.
  /// - Returns: at most ``RemovalLimits/journalEntries``.
  public func journal(
    of petition: Petition.ID? = nil, before last: Int64? = nil
  ) async throws -> [NumberedEntry] {
    let (last, limit) = (last ?? .max, limits.removals.journalEntries)
    return try await database.read { transaction in
      let rows =
        if let petition {
          try transaction.query(
            """
            SELECT id, event, account_id, petition_id, facts, is_public, at
            FROM journal
            WHERE petition_id = $1 AND id < $2
            ORDER BY id DESC
            LIMIT $3
            """, petition.rawValue, last, limit)
        } else {
          try transaction.query(
            """
            SELECT id, event, account_id, petition_id, facts, is_public, at
            FROM journal
            WHERE id < $1
            ORDER BY id DESC
            LIMIT $2
            """, last, limit)
        }
      return try rows.compactMap(Self.entry)
    }
  }

  /// What readers of a petition may know of what was done to it, newest first.
  public func publicJournal(
    of petition: Petition.ID, before last: Int64? = nil
  ) async throws -> [NumberedEntry] {
    let (last, limit) = (last ?? .max, limits.removals.journalEntries)
    return try await database.read { transaction in
      try transaction.query(
        """
        SELECT id, event, account_id, petition_id, facts, is_public, at
        FROM journal
        WHERE petition_id = $1 AND id < $2 AND is_public = 1
        ORDER BY id DESC
        LIMIT $3
        """, petition.rawValue, last, limit
      ).compactMap(Self.entry)
    }
  }

  /// Nil for an event that a later version has written.
  private static func entry(_ row: Row) throws -> NumberedEntry? {
    guard let event = JournalEvent(rawValue: try row.get(1)) else { return nil }
    let facts: String = try row.get(4)
    let decoded: [String: String]
    do {
      decoded = try JSONDecoder().decode([String: String].self, from: Data(facts.utf8))
    } catch {
      throw StoreError.unreadableRecord
    }
    return NumberedEntry(
      number: try row.get(0),
      entry: JournalEntry(
        event, by: (try row.get(2) as Int64?).map(Account.ID.init),
        petition: (try row.get(3) as Int64?).map(Petition.ID.init), facts: decoded,
        isPublic: try row.get(5), at: try row.get(6)))
  }
}
