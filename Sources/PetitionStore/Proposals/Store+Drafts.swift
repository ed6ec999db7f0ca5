import Cryptography
public import Petitions
import SQLDatabase

extension Store {
  /// Begins a draft.
  ///
  /// - Parameters:
  ///   - language: the language of the author's pages and mails, a BCP 47 tag.
  ///   - now: UTC milliseconds.
  /// - Returns: the link of the draft, which opens it to whoever has it until it has an owner.
  public func beginDraft(
    _ content: ProposalContent, language: String, at now: Int64
  ) async throws -> AccountSecret {
    let link = AccountSecret(random: random)
    let sealed = seal(try ProposalRow.encoded(content), in: ProposalRow.contentPlace(link.hash))
    let sealedLink = seal(link.token, in: ProposalRow.linkPlace(link.hash))
    let expiresAt = now + limits.drafts.lifetime
    try await database.write { transaction in
      try transaction.execute(
        """
        INSERT INTO proposal (
          link_hash, link, state, content, language, created_at, changed_at, expires_at
        )
        VALUES ($1, $2, 'draft', $3, $4, $5, $5, $6)
        """, link.hash, sealedLink, sealed, language, now, expiresAt)
    }
    return link
  }

  /// The proposal of a link; nil for one that nobody was given or that expired.
  public func proposal(_ link: AccountSecret, at now: Int64) async throws -> Proposal? {
    try await database.read { [self] transaction in
      try proposal(link.hash, at: now, in: transaction)
    }
  }

  /// The proposal of a number.
  public func proposal(_ id: Proposal.ID) async throws -> Proposal? {
    try await database.read { [self] transaction in
      try proposal(id, in: transaction)
    }
  }

  /// Changes what was written, and puts off its end; what cannot be changed any more stays as it is.
  ///
  /// - Parameter change: may be called more than once.
  /// - Returns: the proposal as it is now; nil for a link that nobody was given or that expired.
  @discardableResult
  public func changeDraft(
    _ link: AccountSecret, at now: Int64,
    _ change: @escaping @Sendable (inout ProposalContent) -> Void
  ) async throws -> Proposal? {
    try await database.write { [self] transaction in
      try changeDraft(link, at: now, in: transaction) { content in
        change(&content)
        return nil
      }
    }
  }

  /// The same in the transaction of whatever else belongs to it.
  ///
  /// - Parameter change: called only for what can be changed; gives the photo that is shown no more.
  func changeDraft(
    _ link: AccountSecret, at now: Int64, in transaction: any Transaction,
    _ change: (inout ProposalContent) throws -> String?
  ) throws -> Proposal? {
    try lockProposal(link.hash, in: transaction)
    guard let known = try proposal(link.hash, at: now, in: transaction) else { return nil }
    guard known.state.transition(on: .edit) != nil else { return known }
    var content = known.content
    let photo = try change(&content)
    try write(content, of: known, link.hash, at: now, in: transaction)
    if let photo { try Self.deleteUnused(photo: photo, in: transaction) }
    return try proposal(known.id, in: transaction)
  }

  /// Deletes a draft with its photo; a proposal that was submitted once stays.
  ///
  /// - Returns: whether there was one that could be deleted.
  public func deleteDraft(_ link: AccountSecret, at now: Int64) async throws -> Bool {
    try await database.write { transaction in
      let photos = try transaction.query(
        """
        DELETE FROM proposal
        WHERE link_hash = $1 AND state = 'draft'
        RETURNING photo_id
        """, link.hash)
      try Self.deleteUnused(photos, in: transaction)
      return !photos.isEmpty
    }
  }

  /// Deletes the drafts that expired, a few at a time.
  func sweepDrafts(at now: Int64) async throws {
    let count = limits.deletionsAtOnce
    while try await database.write({ transaction in
      let photos = try transaction.query(
        """
        DELETE FROM proposal
        WHERE id IN (
          SELECT id
          FROM proposal
          WHERE expires_at <= $1
          ORDER BY expires_at
          LIMIT $2
        )
        RETURNING photo_id
        """, now, count)
      try Self.deleteUnused(photos, in: transaction)
      return photos.count
    }) == count {}
  }

  func proposal(
    _ hash: [UInt8], at now: Int64, in transaction: any Transaction
  ) throws -> Proposal? {
    try transaction.query(ProposalRow.byLink, hash, now).first.map {
      try ProposalRow.proposal($0, open: open)
    }
  }

  func proposal(_ id: Proposal.ID, in transaction: any Transaction) throws -> Proposal? {
    try transaction.query(ProposalRow.byID, id.rawValue).first.map {
      try ProposalRow.proposal($0, open: open)
    }
  }

  /// Lets nobody else change the proposal of a link until the transaction ends.
  func lockProposal(_ hash: [UInt8], in transaction: any Transaction) throws {
    switch transaction.dialect {
    // One writer has the whole database.
    case .sqlite: break
    case .postgresql:
      _ = try transaction.query("SELECT id FROM proposal WHERE link_hash = $1 FOR UPDATE", hash)
    }
  }

  private func write(
    _ content: ProposalContent, of known: Proposal, _ hash: [UInt8], at now: Int64,
    in transaction: any Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE proposal
      SET content = $1, photo_id = $2, changed_at = $3, expires_at = $4
      WHERE id = $5
      """, seal(try ProposalRow.encoded(content), in: ProposalRow.contentPlace(hash)),
      content.photo?.id, now, known.state == .draft ? now + limits.drafts.lifetime : nil,
      known.id.rawValue)
  }
}
