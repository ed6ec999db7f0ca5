import Foundation
import Petitions
import SQLDatabase

extension Store {
  /// Adds an entry to the journal; nothing ever changes or deletes one.
  ///
  /// To be called in the transaction that does what the entry says.
  func write(_ entry: JournalEntry, in transaction: any Transaction) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let facts = String(decoding: try encoder.encode(entry.facts), as: UTF8.self)
    try transaction.execute(
      """
      INSERT INTO journal (event, account_id, petition_id, facts, is_public, at)
      VALUES ($1, $2, $3, $4, $5, $6)
      """, entry.event.rawValue, entry.account?.rawValue, entry.petition?.rawValue, facts,
      entry.isPublic, entry.at)
    if entry.isPublic, let petition = entry.petition { try transaction.tell(.changed(petition)) }
  }
}
