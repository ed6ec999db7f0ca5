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
      SELECT id, title, body, body_html, posted_at
      FROM petition_update
      WHERE petition_id = $1
      ORDER BY id DESC
      LIMIT $2
      """, petition.rawValue, limit
    ).map { row in
      PetitionUpdate(
        id: PetitionUpdate.ID(rawValue: try row.get(0)), petition: petition,
        title: try row.get(1), body: try row.get(2), bodyHTML: try row.get(3),
        postedAt: try row.get(4))
    }
  }
}

/// What the store does not do for people who run a petition.
public enum OrganisingError: Error, Sendable, Hashable {
  /// The petition has as many updates as it may have.
  case tooManyUpdates
  /// As many reasons stand on the page as may.
  case tooManyReasons
  /// No public reason stands at that place of the list.
  case noSuchReason
}
