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
    return try await database.read { [self] transaction in
      let rows =
        if let petition {
          try transaction.query(
            """
            SELECT id, event, account_id, petition_id, facts, is_public, at, sealed
            FROM journal
            WHERE petition_id = $1 AND id < $2
            ORDER BY id DESC
            LIMIT $3
            """, petition.rawValue, last, limit)
        } else {
          try transaction.query(
            """
            SELECT id, event, account_id, petition_id, facts, is_public, at, sealed
            FROM journal
            WHERE id < $1
            ORDER BY id DESC
            LIMIT $2
            """, last, limit)
        }
      return try rows.compactMap { try Self.entry($0, sealedFacts: sealedFacts(of: $0)) }
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
      ).compactMap { try Self.entry($0) }
    }
  }

  /// Nil for an event that a later version has written.
  private static func entry(
    _ row: Row, sealedFacts: [String: String] = [:]
  ) throws -> NumberedEntry? {
    guard let event = JournalEvent(rawValue: try row.get(1)) else { return nil }
    return NumberedEntry(
      number: try row.get(0),
      entry: JournalEntry(
        event, by: (try row.get(2) as Int64?).map(Account.ID.init),
        petition: (try row.get(3) as Int64?).map(Petition.ID.init),
        facts: try JournalRow.facts(row.get(4)),
        sealedFacts: sealedFacts, isPublic: try row.get(5), at: try row.get(6)))
  }

  /// The words of the row that lie sealed.
  private func sealedFacts(of row: Row) throws -> [String: String] {
    // Nothing stands there before this version has sealed what an earlier one wrote.
    guard let sealed: [UInt8] = try row.get(7), !sealed.isEmpty else { return [:] }
    return try JournalRow.facts(open(sealed, in: JournalRow.sealedPlace(row.get(0))))
  }
}
