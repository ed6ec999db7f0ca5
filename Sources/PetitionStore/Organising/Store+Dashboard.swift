public import Petitions
import SQLDatabase

/// What whoever runs a petition sees of how it goes.
public struct PetitionDashboard: Sendable {
  /// When people confirmed.
  public let activity: Activity
  /// Whose signatures stand, by country.
  public let countries: SmallGroups
  /// Who confirmed, by the code of the link by which they came.
  public let sources: SmallGroups
  /// How many of those who filled in the form confirmed.
  public let rate: ConfirmationRate
  /// What was written to those who asked for news, the newest first.
  public let news: [News]
}

extension Store {
  /// How a petition goes.
  ///
  /// - Parameters:
  ///   - start: the first moment that ``PetitionDashboard/activity`` knows of, in UTC milliseconds.
  ///   - now: UTC milliseconds.
  public func dashboard(
    of petition: Petition, from start: Int64, at now: Int64
  ) async throws -> PetitionDashboard {
    let id = petition.id.rawValue
    return try await database.read { transaction in
      let hours = try transaction.query(
        """
        SELECT hour, confirmed
        FROM confirmed_by_hour
        WHERE petition_id = $1 AND hour >= $2
        """, id, start)
      let waiting: Int? = try transaction.query(
        "SELECT COUNT(*) FROM pending_signature WHERE petition_id = $1 AND expires_at > $2", id, now
      ).first?.get(0)
      let expired: Int? = try transaction.query(
        "SELECT expired FROM never_confirmed WHERE petition_id = $1", id
      ).first?.get(0)
      return PetitionDashboard(
        activity: Activity(
          confirmedByHour: try hours.reduce(into: [:]) { $0[try $1.get(0)] = try $1.get(1) as Int }),
        countries: SmallGroups(
          try Self.counts(
            "SELECT country, standing FROM standing_by_country WHERE petition_id = $1", id,
            in: transaction)),
        sources: SmallGroups(
          try Self.counts(
            "SELECT source, confirmed FROM confirmed_by_source WHERE petition_id = $1", id,
            in: transaction)),
        rate: ConfirmationRate(
          confirmed: petition.tally.confirmed, expired: expired ?? 0, waiting: waiting ?? 0),
        news: try NewsRow.all(of: petition.id, in: transaction))
    }
  }

  private static func counts(
    _ sql: SQL, _ petition: Int64, in transaction: any Transaction
  ) throws -> [String: Int] {
    try transaction.query(sql, petition).reduce(into: [:]) { counts, row in
      counts[try row.get(0)] = try row.get(1) as Int
    }
  }

  /// The petitions that an account runs, the newest first.
  ///
  /// - Parameter limit: the most that are returned.
  public func petitions(runBy account: Account.ID, limit: Int) async throws -> [Petition] {
    try await database.read { transaction in
      // Sorted here, since nobody runs many.
      let ids = try transaction.query(
        "SELECT id FROM petition WHERE owner_id = $1", account.rawValue
      ).sorted { try $0.get(0) as Int64 > $1.get(0) }
      return try PetitionRow.petitions(Array(ids.prefix(limit)), in: transaction)
    }
  }
}
