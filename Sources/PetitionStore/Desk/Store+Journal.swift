import Petitions
import SQLDatabase

extension Store {
  /// Adds an entry to the journal; nothing ever changes or deletes one.
  ///
  /// To be called in the transaction that does what the entry says.
  func write(_ entry: JournalEntry, in transaction: any Transaction) throws {
    let rows = try transaction.query(
      """
      INSERT INTO journal (event, account_id, petition_id, facts, is_public, at)
      VALUES ($1, $2, $3, $4, $5, $6)
      RETURNING id
      """, entry.event.rawValue, entry.account?.rawValue, entry.petition?.rawValue,
      JournalRow.text(of: entry.facts), entry.isPublic, entry.at)
    if !entry.sealedFacts.isEmpty {
      guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.unreadableRecord }
      try transaction.execute(
        "UPDATE journal SET sealed = $1 WHERE id = $2",
        seal(JournalRow.text(of: entry.sealedFacts), in: JournalRow.sealedPlace(id)), id)
    }
    if entry.isPublic, let petition = entry.petition { try transaction.tell(.changed(petition)) }
  }

  /// Seals the reasons that an earlier version wrote as they were typed.
  ///
  /// The migration only marks their rows, since it has no key. It asks an index that holds nothing else,
  /// so that a start takes no longer with a long journal.
  func sealEarlierReasons() async throws {
    let find: SQL = "SELECT id, facts FROM journal WHERE length(sealed) = 0 ORDER BY id LIMIT 500"
    while true {
      let isDone = try await database.read { try $0.query(find).isEmpty }
      if isDone { return }
      try await database.write { [self] transaction in
        for row in try transaction.query(find) {
          let id: Int64 = try row.get(0)
          let text: String = try row.get(1)
          // What cannot be read is sealed as it is: it must not keep the site from starting.
          var facts = (try? JournalRow.facts(text)) ?? ["reason": text]
          let reason = facts.removeValue(forKey: "reason").map { ["reason": $0] } ?? [:]
          try transaction.execute(
            "UPDATE journal SET facts = $1, sealed = $2 WHERE id = $3 AND length(sealed) = 0",
            JournalRow.text(of: facts),
            seal(JournalRow.text(of: reason), in: JournalRow.sealedPlace(id)), id)
        }
      }
    }
  }
}
