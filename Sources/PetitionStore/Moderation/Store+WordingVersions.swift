public import Petitions
import SQLDatabase

extension Store {
  /// A petition with the words that somebody agreed to, which may have been changed since.
  public func petition(_ petition: Petition, asOf version: Int) async throws -> Petition {
    guard version != petition.wordingVersion else { return petition }
    let content: String? = try await database.read { transaction in
      try transaction.query(
        "SELECT content FROM wording WHERE petition_id = $1 AND version = $2",
        petition.id.rawValue, version
      ).first?.get(0)
    }
    guard let content else { throw StoreError.unreadableWording }
    return petition.with(try PetitionRow.wording(content), version: version)
  }

  /// Every version of a petition's words that was published, the oldest first.
  public func wordingVersions(of petition: Petition.ID) async throws -> [WordingVersion] {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT version, content, created_at, COALESCE((
          SELECT MAX(confirmed)
          FROM amendment
          WHERE amendment.petition_id = wording.petition_id AND state = 'accepted'
            AND from_version = version - 1
        ), 0), renewed
        FROM wording
        WHERE petition_id = $1
        ORDER BY version
        """, petition.rawValue
      ).map { row in
        WordingVersion(
          number: try row.get(0), wording: try PetitionRow.wording(row.get(1)),
          createdAt: try row.get(2), signedBefore: try row.get(3),
          renewed: try row.get(4))
      }
    }
  }
}
