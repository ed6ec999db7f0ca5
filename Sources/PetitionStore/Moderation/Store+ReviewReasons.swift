public import Petitions
import SQLDatabase

extension Store {
  /// The public list of reasons: those that every site begins with, as they read now, and those that
  /// were added.
  public func reviewReasons() async throws -> [ReviewReason] {
    try await database.read { try Self.reviewReasons(in: $0) }
  }

  static func reviewReasons(in transaction: any Transaction) throws -> [ReviewReason] {
    let written = try transaction.query(
      """
      SELECT key, text, explanation, hides_text, is_in_use
      FROM review_reason
      ORDER BY position, key
      """
    ).map(reason)
    let byKey = Dictionary(written.map { ($0.key, $0) }) { $1 }
    let defaults = ReviewReason.defaults
    let known = Set(defaults.map(\.key))
    return defaults.map { byKey[$0.key] ?? $0 } + written.filter { !known.contains($0.key) }
  }

  private static func reason(_ row: Row) throws -> ReviewReason {
    guard let key = ReviewReason.Key(try row.get(0) as String) else {
      throw StoreError.unreadableRecord
    }
    return ReviewReason(
      key: key, text: try row.get(1), explanation: try row.get(2), hidesText: try row.get(3),
      isInUse: try row.get(4))
  }

  /// Writes a reason of the list, a new one or one that is on it.
  ///
  /// - Parameters:
  ///   - actor: the administrator.
  ///   - now: UTC milliseconds.
  public func write(_ reason: ReviewReason, by actor: Account.ID, at now: Int64) async throws {
    try await database.write { [self] transaction in
      try transaction.execute(
        """
        INSERT INTO review_reason (key, position, text, explanation, hides_text, is_in_use)
        VALUES ($1, (SELECT COUNT(*) FROM review_reason), $2, $3, $4, $5)
        ON CONFLICT (key) DO UPDATE
        SET text = excluded.text, explanation = excluded.explanation,
          hides_text = excluded.hides_text, is_in_use = excluded.is_in_use
        """, reason.key.text, reason.text, reason.explanation, reason.hidesText, reason.isInUse)
      try write(
        JournalEntry(
          .reasonWritten, by: actor, facts: ["reason": reason.key.text, "text": reason.text],
          at: now), in: transaction)
    }
  }

  /// The reasons of a decision in the order of the list, from the keys as a table keeps them.
  static func keys(_ text: String) -> [ReviewReason.Key] {
    text.split(separator: " ").compactMap { ReviewReason.Key($0) }
  }

  static func text(_ keys: [ReviewReason.Key]) -> String {
    keys.map(\.text).joined(separator: " ")
  }
}
