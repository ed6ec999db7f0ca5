import Foundation

/// How the facts of the journal lie in their row.
enum JournalRow {
  /// Where the words lie that only those read who may read the journal.
  static func sealedPlace(_ id: Int64) -> String { "journal.sealed \(id)" }

  static func text(of facts: [String: String]) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(facts), as: UTF8.self)
  }

  /// - Throws: ``StoreError/unreadableRecord``.
  static func facts(_ text: String) throws -> [String: String] {
    do {
      return try JSONDecoder().decode([String: String].self, from: Data(text.utf8))
    } catch {
      throw StoreError.unreadableRecord
    }
  }
}
