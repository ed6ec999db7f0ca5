public import Petitions
import SQLDatabase

extension Store {
  /// Posts an update on the public timeline of a petition.
  ///
  /// - Parameters:
  ///   - form: checked.
  ///   - bodyHTML: its text, rendered in safe mode.
  ///   - account: who posts it.
  ///   - now: UTC milliseconds.
  /// - Throws: ``OrganisingError/tooManyUpdates``, `DatabaseError`.
  @discardableResult
  public func postUpdate(
    _ form: UpdateForm, bodyHTML: String, of petition: Petition.ID, by account: Account.ID,
    at now: Int64
  ) async throws -> PetitionUpdate.ID {
    try await database.write { [self] transaction in
      try PetitionLock.toConfirm.take([petition.rawValue], in: transaction)
      guard
        try Self.updateCount(of: petition, in: transaction) < limits.organising.updates
      else { throw OrganisingError.tooManyUpdates }
      let id: Int64? = try transaction.query(
        """
        INSERT INTO petition_update (petition_id, title, body, body_html, posted_at)
        VALUES ($1, $2, $3, $4, $5)
        RETURNING id
        """, petition.rawValue, form.title, form.body, bodyHTML, now
      ).first?.get(0)
      guard let id else { throw StoreError.unreadableRecord }
      try write(
        JournalEntry(
          .updatePosted, by: account, petition: petition,
          facts: ["update": "\(id)", "title": form.title], at: now), in: transaction)
      try transaction.tell(.changed(petition))
      return PetitionUpdate.ID(rawValue: id)
    }
  }

  /// Puts other words in the place of an update's; the same words change nothing.
  ///
  /// - Parameters:
  ///   - words: when the words came to be that were changed, ``PetitionUpdate/lastWordAt``.
  ///   - form: checked.
  ///   - bodyHTML: its text, rendered in safe mode.
  ///   - account: who changes it.
  ///   - now: UTC milliseconds.
  /// - Throws: ``OrganisingError/changedMeanwhile`` where other words stand there by now;
  ///   ``OrganisingError/updateGone``; `DatabaseError`.
  public func changeUpdate(
    _ id: PetitionUpdate.ID, from words: Int64, to form: UpdateForm, bodyHTML: String,
    of petition: Petition.ID, by account: Account.ID, at now: Int64
  ) async throws {
    try await database.write { [self] transaction in
      try PetitionLock.toConfirm.take([petition.rawValue], in: transaction)
      guard let known = try Self.update(id, of: petition, in: transaction) else {
        throw OrganisingError.updateGone
      }
      guard known.title != form.title || known.body != form.body else { return }
      guard known.lastWordAt == words else { throw OrganisingError.changedMeanwhile }
      try transaction.execute(
        """
        UPDATE petition_update
        SET title = $1, body = $2, body_html = $3, changed_at = $4
        WHERE id = $5
        """, form.title, form.body, bodyHTML, now, id.rawValue)
      try write(
        JournalEntry(
          .updateChanged, by: account, petition: petition,
          facts: [
            "update": "\(id.rawValue)", "title-before": known.title, "title": form.title,
          ], at: now), in: transaction)
      try transaction.tell(.changed(petition))
    }
  }

  /// Takes an update off the timeline; one that is not there, or of another petition, changes nothing.
  ///
  /// - Returns: whether there was one.
  @discardableResult
  public func removeUpdate(
    _ id: PetitionUpdate.ID, of petition: Petition.ID, by account: Account.ID, at now: Int64
  ) async throws -> Bool {
    try await database.write { [self] transaction in
      let title: String? = try transaction.query(
        """
        DELETE FROM petition_update
        WHERE id = $1 AND petition_id = $2
        RETURNING title
        """, id.rawValue, petition.rawValue
      ).first?.get(0)
      guard let title else { return false }
      try write(
        JournalEntry(
          .updateRemoved, by: account, petition: petition,
          facts: ["update": "\(id.rawValue)", "title": title], at: now), in: transaction)
      try transaction.tell(.changed(petition))
      return true
    }
  }

  /// The updates of a petition, the newest first.
  public func updates(of petition: Petition.ID) async throws -> [PetitionUpdate] {
    let limit = limits.organising.updates
    return try await database.read {
      try Self.updates(of: petition, limit: limit, in: $0)
    }
  }

  /// An update of a petition; nil where the petition has no such one.
  public func update(
    _ id: PetitionUpdate.ID, of petition: Petition.ID
  ) async throws -> PetitionUpdate? {
    try await database.read { try Self.update(id, of: petition, in: $0) }
  }

  private static func update(
    _ id: PetitionUpdate.ID, of petition: Petition.ID, in transaction: any Transaction
  ) throws -> PetitionUpdate? {
    try transaction.query(
      """
      SELECT id, title, body, body_html, posted_at, changed_at
      FROM petition_update
      WHERE id = $1 AND petition_id = $2
      """, id.rawValue, petition.rawValue
    ).first.map { try update(of: petition, $0) }
  }

  private static func update(of petition: Petition.ID, _ row: Row) throws -> PetitionUpdate {
    PetitionUpdate(
      id: PetitionUpdate.ID(rawValue: try row.get(0)), petition: petition,
      title: try row.get(1), body: try row.get(2), bodyHTML: try row.get(3),
      postedAt: try row.get(4), changedAt: try row.get(5))
  }

  static func updateCount(
    of petition: Petition.ID, in transaction: any Transaction
  ) throws -> Int {
    try transaction.query(
      "SELECT COUNT(*) FROM petition_update WHERE petition_id = $1", petition.rawValue
    ).first?.get(0) ?? 0
  }

  static func updates(
    of petition: Petition.ID, limit: Int, in transaction: any Transaction
  ) throws -> [PetitionUpdate] {
    try transaction.query(
      """
      SELECT id, title, body, body_html, posted_at, changed_at
      FROM petition_update
      WHERE petition_id = $1
      ORDER BY id DESC
      LIMIT $2
      """, petition.rawValue, limit
    ).map { try update(of: petition, $0) }
  }
}

/// What the store does not do for people who run a petition.
public enum OrganisingError: Error, Sendable, Hashable {
  /// The petition has as many updates as it may have.
  case tooManyUpdates
  /// The update was taken off, or belongs to another petition.
  case updateGone
  /// Somebody else changed the update meanwhile.
  case changedMeanwhile
  /// As many reasons stand on the page as may.
  case tooManyReasons
  /// No public reason stands at that place of the list.
  case noSuchReason
}
