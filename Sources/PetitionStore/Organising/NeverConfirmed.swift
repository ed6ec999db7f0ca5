import SQLDatabase

/// Counts the people who filled in a form and let the time to confirm run out.
enum NeverConfirmed {
  /// Deletes some signatures that expired, and counts them by petition.
  ///
  /// - Returns: how many there were.
  static func sweep(
    until time: Int64, limit: Int, in transaction: any Transaction
  ) throws -> Int {
    let deleted = try transaction.query(
      """
      DELETE FROM pending_signature
      WHERE confirm_hash IN (
        SELECT confirm_hash
        FROM pending_signature
        WHERE expires_at <= $1
        ORDER BY expires_at
        LIMIT $2
      )
      RETURNING petition_id
      """, time, limit)
    var counts: [Int64: Int] = [:]
    for row in deleted { counts[try row.get(0), default: 0] += 1 }
    try transaction.execute(
      """
      INSERT INTO never_confirmed (petition_id, expired)
      VALUES ($1, $2)
      ON CONFLICT (petition_id)
        DO UPDATE SET expired = never_confirmed.expired + excluded.expired
      """,
      // In one order, so that nodes that write the same numbers do not wait in a circle.
      each: counts.sorted { $0.key < $1.key }.map { [$0.key, $0.value] })
    return deleted.count
  }
}
