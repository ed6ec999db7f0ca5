import Petitions
import SQLDatabase

/// How news is read from its row.
enum NewsRow {
  static func news(_ id: News.ID, in transaction: any Transaction) throws -> News? {
    try transaction.query(
      """
      SELECT id, petition_id, kind, subject, body, body_html, state, tested_at, created_at,
        started_at, recipients, queued, accepted, failed, in_doubt, next_ordinal, last_ordinal,
        renewal_version
      FROM news
      WHERE id = $1
      """, id.rawValue
    ).first.map(news)
  }

  /// All news of a petition, the newest first.
  static func all(of petition: Petition.ID, in transaction: any Transaction) throws -> [News] {
    try transaction.query(
      """
      SELECT id, petition_id, kind, subject, body, body_html, state, tested_at, created_at,
        started_at, recipients, queued, accepted, failed, in_doubt, next_ordinal, last_ordinal,
        renewal_version
      FROM news
      WHERE petition_id = $1
      ORDER BY id DESC
      """, petition.rawValue
    ).map(news)
  }

  static func news(_ row: Row) throws -> News {
    guard let kind = News.Kind(rawValue: try row.get(2)),
      let state = News.State(rawValue: try row.get(6))
    else { throw StoreError.unreadableRecord }
    return News(
      id: News.ID(rawValue: try row.get(0)), petition: Petition.ID(rawValue: try row.get(1)),
      kind: kind, subject: try row.get(3), body: try row.get(4), bodyHTML: try row.get(5),
      renewalVersion: try row.get(17), state: state, testedAt: try row.get(7),
      createdAt: try row.get(8),
      startedAt: try row.get(9), recipients: try row.get(10), queued: try row.get(11),
      accepted: try row.get(12), failed: try row.get(13), inDoubt: try row.get(14),
      nextOrdinal: try row.get(15), lastOrdinal: try row.get(16))
  }
}
