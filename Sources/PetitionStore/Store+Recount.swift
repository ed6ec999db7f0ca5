public import Petitions
import SQLDatabase

/// A number that does not agree with the rows it stands for.
public struct CountMismatch: Sendable, Hashable {
  /// The petition.
  public let slug: Slug
  /// Which number.
  public let number: String
  /// What is shown.
  public let recorded: Int
  /// What the rows come to.
  public let counted: Int
}

extension Store {
  /// Counts every number again from the rows and names those that differ; changes nothing.
  ///
  /// Reads all signatures: the time grows with them.
  public func recount() async throws -> [CountMismatch] {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT slug, petition.confirmed, petition.withdrawn, petition.removed,
          (SELECT COUNT(*) FROM signature WHERE petition_id = petition.id),
          (SELECT COALESCE(MAX(ordinal), 0) FROM signature WHERE petition_id = petition.id),
          (SELECT COUNT(*) FROM signature
           WHERE petition_id = petition.id AND signature.state = 'withdrawn'),
          (SELECT COUNT(*) FROM signature
           WHERE petition_id = petition.id AND signature.state = 'removed'),
          (SELECT COALESCE(SUM(confirmed_by_hour.confirmed), 0) FROM confirmed_by_hour
           WHERE petition_id = petition.id)
        FROM petition
        ORDER BY petition.id
        """
      ).flatMap(Self.mismatches)
    }
  }

  private static func mismatches(in row: Row) throws -> [CountMismatch] {
    guard let slug = Slug(try row.get(0) as String) else { throw StoreError.unreadableWording }
    let confirmed: Int = try row.get(1)
    let numbers: [(String, Int, Int)] = [
      ("confirmed", confirmed, try row.get(4)),
      ("last ordinal", confirmed, try row.get(5)),
      ("withdrawn", try row.get(2), try row.get(6)),
      ("removed", try row.get(3), try row.get(7)),
      ("confirmed by hour", confirmed, try row.get(8)),
    ]
    return numbers.filter { $0.1 != $0.2 }.map {
      CountMismatch(slug: slug, number: $0.0, recorded: $0.1, counted: $0.2)
    }
  }
}
