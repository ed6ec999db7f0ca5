public import Petitions
import SQLDatabase

/// Why a petition was taken down, as everybody can read it.
public struct Takedown: Sendable, Hashable {
  /// The reasons of the public list.
  public let reasons: [ReviewReason.Key]
  /// What is said besides; may be empty.
  public let statement: String
  /// When, in UTC milliseconds.
  public let takenDownAt: Int64
}

extension Store {
  /// Hides a petition from everybody, for good unless an administrator brings it back, and says why.
  ///
  /// Signing ends, and the key of its duplicates is destroyed. News that is being sent is stopped.
  ///
  /// - Parameters:
  ///   - explanation: the reasons in words, for the mail to whoever runs the petition.
  ///   - now: UTC milliseconds.
  /// - Returns: why it cannot be taken down; nil where it was.
  public func takeDown(
    _ id: Petition.ID, reasons: [ReviewReason.Key], statement: String, explanation: String,
    by account: Account.ID, at now: Int64
  ) async throws -> ReviewRefusal? {
    let refusal: ReviewRefusal? = try await database.write { [self] transaction in
      try PetitionLock.toClose.take([id.rawValue], in: transaction)
      guard let petition = try Self.petition(id, in: transaction),
        let transition = petition.transition(on: .takeDown, at: now)
      else { return .wrongState }
      let objection = try self.refusal(
        of: transition, by: account, owner: petition.owner, in: transaction)
      if let objection { return objection }
      try hide(id, at: now, in: transaction)
      try transaction.execute(
        """
        INSERT INTO takedown (petition_id, reasons, statement, account_id, taken_down_at)
        VALUES ($1, $2, $3, $4, $5)
        """, id.rawValue, Self.text(reasons), statement, account.rawValue, now)
      try write(
        JournalEntry(
          .petitionTakenDown, by: account, petition: id, facts: ["reasons": Self.text(reasons)],
          isPublic: true, at: now), in: transaction)
      try tellOwner(
        of: petition,
        .takenDown(title: petition.wording.title, reasons: explanation, statement: statement),
        at: now, in: transaction)
      return nil
    }
    if refusal == nil { try await finishClosing(id) }
    return refusal
  }

  private func hide(_ id: Petition.ID, at now: Int64, in transaction: any Transaction) throws {
    try transaction.execute(
      """
      UPDATE petition
      SET state = 'closed', key_salt = NULL, is_forgetting = 1, taken_down_at = $1
      WHERE id = $2
      """, now, id.rawValue)
    try transaction.execute(
      "UPDATE news SET state = 'stopped' WHERE petition_id = $1 AND state = 'sending'", id.rawValue)
    let waiting = try transaction.query(
      """
      UPDATE amendment
      SET state = 'declined', content = NULL, decided_at = $1
      WHERE petition_id = $2 AND state = 'waiting'
      RETURNING id
      """, now, id.rawValue)
    for row in waiting {
      try Self.forgetClaim(on: .amendment(Amendment.ID(rawValue: row.get(0))), in: transaction)
    }
    try transaction.tell(.closed(id))
    try transaction.tell(.hidden(id))
  }

  /// Why a petition is hidden now; nil where it was not taken down.
  public func takedown(of petition: Petition.ID) async throws -> Takedown? {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT reasons, statement, taken_down_at
        FROM takedown
        WHERE petition_id = $1 AND restored_at IS NULL
        """, petition.rawValue
      ).first.map { row in
        Takedown(
          reasons: Self.keys(try row.get(0)), statement: try row.get(1),
          takenDownAt: try row.get(2))
      }
    }
  }

  /// Brings a hidden petition back; it takes no signatures any more.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Returns: why it cannot be brought back; nil where it was.
  public func restore(
    _ id: Petition.ID, by account: Account.ID, at now: Int64
  ) async throws -> ReviewRefusal? {
    try await database.write { [self] transaction in
      try PetitionLock.toClose.take([id.rawValue], in: transaction)
      guard let petition = try Self.petition(id, in: transaction),
        let transition = petition.transition(on: .restore, at: now)
      else { return .wrongState }
      let objection = try self.refusal(
        of: transition, by: account, owner: petition.owner, in: transaction)
      if let objection { return objection }
      try transaction.execute(
        "UPDATE petition SET taken_down_at = NULL WHERE id = $1", id.rawValue)
      try transaction.execute(
        "UPDATE takedown SET restored_at = $1 WHERE petition_id = $2 AND restored_at IS NULL",
        now, id.rawValue)
      try write(
        JournalEntry(.petitionRestored, by: account, petition: id, isPublic: true, at: now),
        in: transaction)
      try tellOwner(
        of: petition, .restored(title: petition.wording.title, slug: petition.slug.text),
        at: now, in: transaction)
      try transaction.tell(.hidden(id))
      return nil
    }
  }
}
