public import Petitions
import SQLDatabase

extension Store {
  /// The publications whose time has come, the earliest first.
  ///
  /// - Parameter now: UTC milliseconds.
  public func duePublications(at now: Int64) async throws -> [ScheduledPublication] {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT proposal_id, account_id, submission, publish_at
        FROM scheduled_publication
        WHERE publish_at <= $1
        ORDER BY publish_at, proposal_id
        """, now
      ).map(Self.scheduled)
    }
  }

  /// When a proposal will be published; nil where that is not decided.
  public func schedule(of id: Proposal.ID) async throws -> ScheduledPublication? {
    try await database.read { try Self.schedule(of: id, in: $0) }
  }

  static func schedule(
    of id: Proposal.ID, in transaction: any Transaction
  ) throws -> ScheduledPublication? {
    try transaction.query(
      """
      SELECT proposal_id, account_id, submission, publish_at
      FROM scheduled_publication
      WHERE proposal_id = $1
      """, id.rawValue
    ).first.map(scheduled)
  }

  private static func scheduled(_ row: Row) throws -> ScheduledPublication {
    ScheduledPublication(
      proposal: Proposal.ID(rawValue: try row.get(0)),
      account: Account.ID(rawValue: try row.get(1)), submission: try row.get(2),
      publishAt: try row.get(3))
  }

  func schedule(
    _ id: Proposal.ID, _ submission: Int, by account: Account.ID, for time: Int64, at now: Int64,
    in transaction: any Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO scheduled_publication (proposal_id, account_id, submission, publish_at)
      VALUES ($1, $2, $3, $4)
      """, id.rawValue, account.rawValue, submission, time)
    try write(
      JournalEntry(
        .publicationScheduled, by: account,
        facts: ["proposal": "\(id.rawValue)", "time": "\(time)"], at: now), in: transaction)
  }

  static func forgetSchedule(of id: Proposal.ID, in transaction: any Transaction) throws {
    try transaction.execute(
      "DELETE FROM scheduled_publication WHERE proposal_id = $1", id.rawValue)
  }

  /// Lets go of a publication that cannot take place, so that a moderator decides again; one that was set
  /// anew meanwhile stays.
  public func drop(_ scheduled: ScheduledPublication) async throws {
    try await database.write { transaction in
      try transaction.execute(
        """
        DELETE FROM scheduled_publication
        WHERE proposal_id = $1 AND submission = $2 AND publish_at = $3
        """, scheduled.proposal.rawValue, scheduled.submission, scheduled.publishAt)
    }
  }
}
