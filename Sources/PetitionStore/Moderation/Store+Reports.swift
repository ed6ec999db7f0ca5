import EmailAddresses
public import Petitions
import SQLDatabase

/// A reader's report as the moderators see it.
public struct ReceivedReport: Sendable, Hashable {
  /// The number by which the store knows a report.
  public struct ID: Sendable, Hashable {
    /// The number itself.
    public let rawValue: Int64

    /// - Parameter rawValue: a number that a store gave out.
    public init(rawValue: Int64) {
      self.rawValue = rawValue
    }
  }

  /// The number by which the store knows it.
  public let id: ID
  /// What is wrong, in the reader's eyes.
  public let kind: PetitionReport.Kind
  /// The reader's words; may be empty.
  public let text: String
  /// Where to ask back; empty where the reader gave no address.
  public let email: String
  /// The address of the petition.
  public let slug: Slug
  /// The petition in one line.
  public let title: String
  /// When it came, in UTC milliseconds.
  public let createdAt: Int64
}

extension Store {
  /// Keeps a report for the moderators; of a petition with very many, no more are kept.
  ///
  /// - Parameter now: UTC milliseconds.
  public func report(
    _ petition: Petition.ID, _ report: PetitionReport, at now: Int64
  ) async throws {
    let limit = limits.moderation.openReports
    try await database.write { [self] transaction in
      let waiting = try transaction.query(
        """
        SELECT id
        FROM report
        WHERE petition_id = $1 AND closed_at IS NULL
        LIMIT $2
        """, petition.rawValue, limit)
      guard waiting.count < limit else { return }
      let rows = try transaction.query(
        """
        INSERT INTO report (petition_id, kind, content, created_at)
        VALUES ($1, $2, $3, $4)
        RETURNING id
        """, petition.rawValue, report.kind.rawValue, [UInt8](), now)
      guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.unreadableRecord }
      let fields = try ProposalRow.encoded([report.email?.text ?? "", report.text])
      try transaction.execute(
        "UPDATE report SET content = $1 WHERE id = $2", seal(fields, in: Self.reportPlace(id)), id)
    }
  }

  /// The reports that nobody has dealt with, the oldest first.
  public func openReports() async throws -> [ReceivedReport] {
    let limit = limits.moderation.casesOnPage
    return try await database.read { [self] transaction in
      try transaction.query(
        """
        SELECT report.id, kind, report.content, slug, wording.content, report.created_at
        FROM report
        JOIN petition ON petition.id = report.petition_id
        JOIN wording ON wording.petition_id = petition.id AND version = wording_version
        WHERE closed_at IS NULL
        ORDER BY report.id
        LIMIT $1
        """, limit
      ).map(report)
    }
  }

  private func report(_ row: Row) throws -> ReceivedReport {
    let id: Int64 = try row.get(0)
    let kind: String = try row.get(1)
    let fields: [String] = try ProposalRow.decoded(
      open(row.get(2), in: Self.reportPlace(id)))
    guard let kind = PetitionReport.Kind(rawValue: kind), fields.count == 2,
      let slug = Slug(try row.get(3) as String)
    else { throw StoreError.unreadableRecord }
    return ReceivedReport(
      id: ReceivedReport.ID(rawValue: id), kind: kind, text: fields[1], email: fields[0],
      slug: slug, title: try PetitionRow.wording(row.get(4)).title, createdAt: try row.get(5))
  }

  private static func reportPlace(_ id: Int64) -> String { "report.content \(id)" }

  /// Puts a report aside; one that somebody else has put aside stays so.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Returns: whether it still waited.
  @discardableResult
  public func close(
    _ report: ReceivedReport.ID, by account: Account.ID, at now: Int64
  ) async throws -> Bool {
    try await database.write { [self] transaction in
      let rows = try transaction.query(
        """
        UPDATE report
        SET closed_by = $1, closed_at = $2
        WHERE id = $3 AND closed_at IS NULL
        RETURNING petition_id
        """, account.rawValue, now, report.rawValue)
      guard let petition: Int64 = try rows.first?.get(0) else { return false }
      try write(
        JournalEntry(
          .reportClosed, by: account, petition: Petition.ID(rawValue: petition),
          facts: ["report": "\(report.rawValue)"], at: now), in: transaction)
      return true
    }
  }
}
