public import Petitions
import SQLDatabase

extension Store {
  /// Closes a petition and says what became of it; said again, the last word stands.
  ///
  /// As with ``close(_:at:)``, the key is destroyed, and who waited for a confirmation is forgotten.
  ///
  /// - Parameters:
  ///   - textHTML: the text, rendered in safe mode.
  ///   - account: who closes it.
  ///   - now: UTC milliseconds.
  /// - Returns: whether it was; not where nobody finds the petition at its address any more, nor for
  ///   somebody who is suspended.
  @discardableResult
  public func close(
    _ petition: Petition.ID, with closing: ClosingForm.Closing, textHTML: String,
    by account: Account.ID, at now: Int64
  ) async throws -> Bool {
    let event: PetitionEvent = closing.kind.isAnswer ? .answer : .close
    let isClosed = try await database.write { [self] transaction in
      try PetitionLock.toClose.take([petition.rawValue], in: transaction)
      guard let known = try Self.petition(petition, in: transaction),
        known.transition(on: event, at: now) != nil,
        try heldAccount(account, in: transaction)?.isSuspended == false
      else { return false }
      try transaction.execute(
        """
        UPDATE petition
        SET state = 'closed', key_salt = NULL, is_forgetting = 1, answered_at = $1
        WHERE id = $2
        """, closing.kind.isAnswer ? now : nil, petition.rawValue)
      try transaction.execute(
        """
        INSERT INTO petition_outcome (petition_id, kind, text, text_html, closed_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (petition_id)
          DO UPDATE SET kind = excluded.kind, text = excluded.text,
            text_html = excluded.text_html, closed_at = excluded.closed_at
        """, petition.rawValue, closing.kind.rawValue, closing.text, textHTML, now)
      try write(
        JournalEntry(
          .outcomeWritten, by: account, petition: petition,
          facts: ["outcome": closing.kind.rawValue, "text": closing.text], isPublic: true, at: now),
        in: transaction)
      try transaction.tell(.closed(petition))
      return true
    }
    if isClosed { try await finishClosing(petition) }
    return isClosed
  }

  /// What became of a petition; nil where nobody has said.
  public func outcome(of petition: Petition.ID) async throws -> PetitionOutcome? {
    try await database.read { try Self.outcome(of: petition, in: $0) }
  }

  static func outcome(
    of petition: Petition.ID, in transaction: any Transaction
  ) throws -> PetitionOutcome? {
    try transaction.query(
      """
      SELECT kind, text, text_html, closed_at
      FROM petition_outcome
      WHERE petition_id = $1
      """, petition.rawValue
    ).first.map { row in
      guard let kind = PetitionOutcome.Kind(rawValue: try row.get(0)) else {
        throw StoreError.unreadableRecord
      }
      return PetitionOutcome(
        kind: kind, text: try row.get(1), textHTML: try row.get(2), closedAt: try row.get(3))
    }
  }
}
