public import Petitions
import SQLDatabase

extension Store {
  /// The petition of an address.
  public func petition(_ slug: Slug) async throws -> Petition? {
    try await database.read { transaction in
      try PetitionRow.petition(slug, in: transaction)
    }
  }

  /// The petition of a number.
  public func petition(_ id: Petition.ID) async throws -> Petition? {
    try await database.read { transaction in
      try PetitionRow.petitions(
        transaction.query("SELECT id FROM petition WHERE id = $1", id.rawValue), in: transaction
      ).first
    }
  }

  /// Open petitions in an order.
  ///
  /// - Parameters:
  ///   - order: what comes first.
  ///   - category: what they are about; nil for all.
  ///   - limit: the most that are returned.
  public func openPetitions(
    _ order: PetitionOrder, about category: Petitions.Category? = nil, limit: Int
  ) async throws -> [Petition] {
    try await database.read { transaction in
      let ids =
        if let category {
          try transaction.query(
            PetitionRow.openIDsInCategory(order), limit, category.rawValue)
        } else {
          try transaction.query(PetitionRow.openIDs(order), limit)
        }
      return try PetitionRow.petitions(ids, in: transaction)
    }
  }

  /// How many open petitions there are in each category that has any.
  public func openPetitionsByCategory() async throws -> [Petitions.Category: Int] {
    let categories = Petitions.Category.allCases
    return try await database.read { transaction in
      let rows = try transaction.query(
        """
        SELECT COUNT(*)
        FROM petition_detail
        JOIN petition ON petition.id = petition_id
        WHERE category = $1 AND state = 'open'
        """, each: categories.map { [$0.rawValue] })
      return try zip(categories, rows).reduce(into: [:]) { counts, found in
        let count: Int = try found.1.first?.get(0) ?? 0
        if count > 0 { counts[found.0] = count }
      }
    }
  }

  /// The addresses of all petitions that are shown, open and closed, the newest first, for a site map.
  public func slugs(limit: Int) async throws -> [Slug] {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT slug
        FROM petition
        WHERE taken_down_at IS NULL AND merged_into IS NULL
        ORDER BY id DESC
        LIMIT $1
        """, limit
      ).compactMap { Slug(try $0.get(0) as String) }
    }
  }

  /// The story of a petition as HTML, rendered when the wording was saved.
  public func story(of petition: Petition) async throws -> String {
    try await database.read { try Self.story(of: petition, in: $0) }
  }

  static func story(of petition: Petition, in transaction: any Transaction) throws -> String {
    let rows = try transaction.query(
      "SELECT story_html FROM wording WHERE petition_id = $1 AND version = $2",
      petition.id.rawValue, petition.wordingVersion)
    guard let row = rows.first else { throw StoreError.noSuchPetition }
    return try row.get(0)
  }

  /// Ends signing, and destroys the key that could tell which address a signature belongs to.
  ///
  /// What waited for a confirmation can be confirmed no more, and names nobody any more. Closing a
  /// closed petition changes nothing.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Throws: ``StoreError/noSuchPetition``, `DatabaseError`.
  public func close(_ slug: Slug, at now: Int64) async throws {
    guard let petition = try await petition(slug) else { throw StoreError.noSuchPetition }
    try await end(petition.id, at: now)
    try await forgetWhoWaits(for: petition.id)
  }

  /// Closes the petitions whose end has come; one that fails keeps no other one open.
  ///
  /// ``forgetWhoWaitsForNothing()`` does the rest.
  ///
  /// - Throws: what the first one failed with.
  func closeEnded(at now: Int64) async throws {
    let ended = try await database.read { transaction in
      try transaction.query(
        "SELECT id FROM petition WHERE state = 'open' AND closes_at <= $1", now
      ).map { Petition.ID(rawValue: try $0.get(0)) }
    }
    var failure: (any Error)?
    for petition in ended {
      do {
        try await end(petition, at: now)
      } catch {
        try Task.checkCancellation()
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
  }

  /// Deletes who waits for the confirmation of what was closed because its time came, or by a program that
  /// ended before it did.
  func forgetWhoWaitsForNothing() async throws {
    var next = try await forgettingPetition(after: 0)
    while let petition = next {
      try await forgetWhoWaits(for: petition)
      next = try await forgettingPetition(after: petition.rawValue)
    }
  }

  private func forgettingPetition(after last: Int64) async throws -> Petition.ID? {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT id
        FROM petition
        WHERE is_forgetting = 1 AND id > $1
        ORDER BY id
        LIMIT 1
        """, last
      ).first.map { Petition.ID(rawValue: try $0.get(0)) }
    }
  }

  private func end(_ petition: Petition.ID, at now: Int64) async throws {
    try await database.write { [self] transaction in
      try PetitionLock.toClose.take([petition.rawValue], in: transaction)
      // Nothing else of it is read: whatever is wrong with its words, its key must go.
      let rows = try transaction.query(
        "SELECT closes_at FROM petition WHERE id = $1 AND state = 'open'", petition.rawValue)
      guard let row = rows.first else { return }
      let isOver = (try row.get(0) as Int64?).map { $0 <= now } ?? false
      guard PetitionTransition(from: .open, on: isOver ? .end : .close) != nil else { return }
      try transaction.execute(
        """
        UPDATE petition
        SET state = 'closed', key_salt = NULL, is_forgetting = 1
        WHERE id = $1
        """, petition.rawValue)
      try write(
        JournalEntry(.petitionClosed, by: nil, petition: petition, isPublic: true, at: now),
        in: transaction)
      try transaction.tell(.closed(petition))
    }
    forgetPetitionKey(of: petition)
  }

  /// What follows once a petition was closed in a transaction of something else.
  func finishClosing(_ petition: Petition.ID) async throws {
    forgetPetitionKey(of: petition)
    try await forgetWhoWaits(for: petition)
  }

  /// Deletes who waits for a confirmation, a few rows at a time.
  ///
  /// The rows stay until they expire, so that their links can say that the petition is closed.
  func forgetWhoWaits(for petition: Petition.ID) async throws {
    let count = limits.deletionsAtOnce
    var last: [UInt8]? = []
    while let after = last {
      last = try await database.write { [secret] transaction in
        let rows = try transaction.query(
          """
          SELECT duplicate_key
          FROM pending_signature
          WHERE petition_id = $1 AND duplicate_key > $2
          ORDER BY duplicate_key
          LIMIT $3
          """, petition.rawValue, after, count)
        guard let last: [UInt8] = try rows.last?.get(0) else {
          try transaction.execute(
            "UPDATE petition SET is_forgetting = 0 WHERE id = $1 AND is_forgetting = 1",
            petition.rawValue)
          return nil
        }
        try transaction.execute(
          """
          UPDATE pending_signature
          SET person = $1
          WHERE petition_id = $2 AND duplicate_key > $3 AND duplicate_key <= $4
          """, [UInt8](), petition.rawValue, after, last)
        // The links in them lead nowhere any more.
        try transaction.execute(
          """
          DELETE FROM outbox
          WHERE address_tag = $1 AND kind IN ('confirm', 'reminder') AND sealed IS NOT NULL
          """,
          each: try rows.map { [secret.addressTag(duplicateKey: try $0.get(0))] })
        return last
      }
    }
  }

  /// One file of a photo; none where all petitions that show it were taken down, or where it belongs to a
  /// rejected one that is shown to nobody.
  ///
  /// - Parameters:
  ///   - format: `webp` or `jpeg`.
  ///   - width: one of the photo's widths, in pixels.
  public func photoFile(id: String, format: String, width: Int) async throws -> [UInt8]? {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT bytes
        FROM photo_file
        WHERE photo_id = $1 AND format = $2 AND width = $3
          AND (
            EXISTS (
              SELECT 1 FROM petition WHERE petition.photo_id = $1 AND taken_down_at IS NULL
            )
            OR NOT EXISTS (
              SELECT 1 FROM petition WHERE petition.photo_id = $1 AND taken_down_at IS NOT NULL
            )
            AND NOT EXISTS (
              SELECT 1
              FROM proposal
              JOIN rejection ON rejection.proposal_id = proposal.id
              WHERE proposal.photo_id = $1 AND rejection.content IS NULL
            )
          )
        """, id, format, width
      ).first?.get(0)
    }
  }
}

/// What comes first in a list of petitions.
public enum PetitionOrder: String, Sendable, Hashable {
  case newest
  case mostSigned = "most-signed"
}
