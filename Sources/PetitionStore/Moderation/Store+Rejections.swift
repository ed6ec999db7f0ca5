public import Petitions
import SQLDatabase

/// What everybody can read of a petition that was turned down.
public struct Rejection: Sendable, Hashable {
  /// The number in its address.
  public let number: Int64
  /// Why.
  public let reasons: [ReviewReason.Key]
  /// The language of the words, a BCP 47 tag.
  public let language: String
  /// The words; nil where they are shown to nobody.
  public let wording: Wording?
  /// The story as HTML; nil where it is shown to nobody.
  public let storyHTML: String?
  /// When, in UTC milliseconds.
  public let rejectedAt: Int64
}

extension Store {
  /// The rejected petition of a number.
  public func rejection(_ number: Int64) async throws -> Rejection? {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT id, reasons, language, content, story_html, rejected_at
        FROM rejection
        WHERE id = $1
        """, number
      ).first.map(Self.rejection)
    }
  }

  /// The petitions that were rejected last.
  public func rejections(limit: Int) async throws -> [Rejection] {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT id, reasons, language, content, story_html, rejected_at
        FROM rejection
        ORDER BY id DESC
        LIMIT $1
        """, limit
      ).map(Self.rejection)
    }
  }

  private static func rejection(_ row: Row) throws -> Rejection {
    Rejection(
      number: try row.get(0), reasons: keys(try row.get(1)), language: try row.get(2),
      wording: try (row.get(3) as String?).map(PetitionRow.wording), storyHTML: try row.get(4),
      rejectedAt: try row.get(5))
  }

  func publishRejection(
    _ decided: ProposalDecision, hidesText: Bool, at now: Int64, in transaction: any Transaction
  ) throws {
    guard let known = try proposal(decided.proposal, in: transaction) else { return }
    try transaction.execute(
      """
      INSERT INTO rejection (proposal_id, reasons, language, content, story_html, rejected_at)
      VALUES ($1, $2, $3, $4, $5, $6)
      """, decided.proposal.rawValue, Self.text(decided.decision.reasons),
      known.content.language,
      hidesText ? nil : try PetitionRow.content(of: known.content.wording),
      hidesText ? nil : decided.storyHTML, now)
  }
}
