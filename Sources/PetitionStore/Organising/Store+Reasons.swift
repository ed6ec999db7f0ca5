public import Petitions
import SQLDatabase

/// A reason that a signer gave, next to a name that everybody may see.
public struct GivenReason: Sendable, Hashable {
  /// The place on the list.
  public let ordinal: Int
  /// Who gave it.
  public let name: String
  /// The reason.
  public let text: String
  /// Whether it stands on the page of the petition.
  public let isFeatured: Bool
}

extension Store {
  /// Public reasons of a petition, the newest first.
  ///
  /// - Parameters:
  ///   - ordinal: only those before this place of the list; nil for the newest.
  ///   - limit: the most that are returned.
  public func reasons(
    of petition: Petition.ID, before ordinal: Int? = nil, limit: Int
  ) async throws -> [GivenReason] {
    try await database.read { transaction in
      guard try !Self.hidesNames(in: transaction) else { return [] }
      return try transaction.query(
        """
        SELECT signature.ordinal, name, reason, featured_at
        FROM signature
        LEFT JOIN featured_reason
          ON featured_reason.petition_id = signature.petition_id
            AND featured_reason.ordinal = signature.ordinal
        WHERE signature.petition_id = $1 AND signature.ordinal < $2 AND reason IS NOT NULL
          AND state = 'standing' AND name IS NOT NULL
        ORDER BY signature.ordinal DESC
        LIMIT $3
        """, petition.rawValue, ordinal.map(Int64.init) ?? Int64.max, limit
      ).map { try Self.reason($0, isFeatured: try $0.get(3) as Int64? != nil) }
    }
  }

  /// The reasons that stand on the page of a petition, in the order in which they were chosen.
  public func featuredReasons(of petition: Petition.ID) async throws -> [GivenReason] {
    try await database.read { try Self.featuredReasons(of: petition, in: $0) }
  }

  /// Whoever withdraws, hides the name or is removed is not among them any more, and nobody while the site
  /// hides all names.
  static func featuredReasons(
    of petition: Petition.ID, in transaction: any Transaction
  ) throws -> [GivenReason] {
    guard try !hidesNames(in: transaction) else { return [] }
    // Each by its key: the few that are chosen lead to their signatures, never the other way round.
    let chosen = try transaction.query(
      "SELECT ordinal, featured_at FROM featured_reason WHERE petition_id = $1", petition.rawValue
    ).map { (ordinal: try $0.get(0) as Int, at: try $0.get(1) as Int64) }
    let ordered = chosen.sorted { ($0.at, $0.ordinal) < ($1.at, $1.ordinal) }
    return try transaction.query(
      """
      SELECT ordinal, name, reason
      FROM signature
      WHERE petition_id = $1 AND ordinal = $2 AND reason IS NOT NULL AND state = 'standing'
        AND name IS NOT NULL
      """, each: ordered.map { [petition.rawValue, $0.ordinal] }
    ).compactMap { try $0.first.map { try reason($0, isFeatured: true) } }
  }

  private static func reason(_ row: Row, isFeatured: Bool) throws -> GivenReason {
    GivenReason(
      ordinal: try row.get(0), name: try row.get(1), text: try row.get(2), isFeatured: isFeatured)
  }

  /// Puts a reason on the page of its petition, or takes it off; doing it again changes nothing.
  ///
  /// - Parameters:
  ///   - account: who does it.
  ///   - now: UTC milliseconds.
  /// - Throws: ``OrganisingError/tooManyReasons``, ``OrganisingError/noSuchReason``, `DatabaseError`.
  public func feature(
    _ isFeatured: Bool, reasonAt ordinal: Int, of petition: Petition.ID, by account: Account.ID,
    at now: Int64
  ) async throws {
    try await database.write { [self] transaction in
      try PetitionLock.toConfirm.take([petition.rawValue], in: transaction)
      let hasChanged =
        isFeatured
        ? try addFeatured(ordinal, of: petition, at: now, in: transaction)
        : try transaction.execute(
          "DELETE FROM featured_reason WHERE petition_id = $1 AND ordinal = $2",
          petition.rawValue, ordinal) == 1
      guard hasChanged else { return }
      try write(
        JournalEntry(
          isFeatured ? .reasonFeatured : .reasonUnfeatured, by: account, petition: petition,
          facts: ["ordinal": "\(ordinal)"], at: now), in: transaction)
      try transaction.tell(.changed(petition))
    }
  }

  private func addFeatured(
    _ ordinal: Int, of petition: Petition.ID, at now: Int64, in transaction: any Transaction
  ) throws -> Bool {
    let isThere = try !transaction.query(
      """
      SELECT ordinal
      FROM signature
      WHERE petition_id = $1 AND ordinal = $2 AND reason IS NOT NULL AND state = 'standing'
        AND name IS NOT NULL
      """, petition.rawValue, ordinal
    ).isEmpty
    guard isThere else { throw OrganisingError.noSuchReason }
    let featured = try Self.featuredReasons(of: petition, in: transaction)
    if featured.contains(where: { $0.ordinal == ordinal }) { return false }
    guard featured.count < limits.organising.featuredReasons else {
      throw OrganisingError.tooManyReasons
    }
    // One that had lost its place, such as by a name that was hidden for a while, has it again.
    return try transaction.execute(
      """
      INSERT INTO featured_reason (petition_id, ordinal, featured_at)
      VALUES ($1, $2, $3)
      ON CONFLICT (petition_id, ordinal) DO UPDATE SET featured_at = excluded.featured_at
      """, petition.rawValue, ordinal, now) == 1
  }
}
