public import Petitions
import SQLDatabase

extension Store {
  /// The petitions that wait to be published, the oldest first.
  public func queuedProposals() async throws -> [QueuedProposal] {
    let proposals = try await submittedProposals(limit: limits.moderation.casesOnPage)
    return try await database.read { [self] transaction in
      try proposals.map { try queued($0, in: transaction) }
    }
  }

  /// One proposal that was submitted once, whatever became of it; nil for a draft.
  public func queuedProposal(_ id: Proposal.ID) async throws -> QueuedProposal? {
    try await database.read { [self] transaction in
      guard let proposal = try proposal(id, in: transaction), proposal.state != .draft else {
        return nil
      }
      return try queued(proposal, in: transaction)
    }
  }

  private func queued(
    _ proposal: Proposal, in transaction: any Transaction
  ) throws -> QueuedProposal {
    QueuedProposal(
      proposal: proposal, review: try review(of: .proposal(proposal.id), in: transaction),
      publishAt: try Self.schedule(of: proposal.id, in: transaction)?.publishAt)
  }

  /// The other texts that wait for a moderator, the oldest first.
  public func queuedAmendments() async throws -> [QueuedAmendment] {
    let limit = limits.moderation.casesOnPage
    return try await database.read { [self] transaction in
      let rows = try transaction.query(
        """
        SELECT id
        FROM amendment
        WHERE state = 'waiting'
        ORDER BY id
        LIMIT $1
        """, limit)
      return try rows.compactMap { row in
        try queuedAmendment(Amendment.ID(rawValue: row.get(0)), in: transaction)
      }
    }
  }

  /// One other text with its petition.
  public func queuedAmendment(_ id: Amendment.ID) async throws -> QueuedAmendment? {
    try await database.read { [self] transaction in
      try queuedAmendment(id, in: transaction)
    }
  }

  private func queuedAmendment(
    _ id: Amendment.ID, in transaction: any Transaction
  ) throws -> QueuedAmendment? {
    guard let amendment = try amendment(id, in: transaction),
      let petition = try Self.petition(amendment.petition, in: transaction)
    else { return nil }
    return QueuedAmendment(
      amendment: amendment, petition: petition,
      review: try review(of: .amendment(id), in: transaction))
  }

  static func petition(
    _ id: Petition.ID, in transaction: any Transaction
  ) throws -> Petition? {
    let ids = try transaction.query("SELECT id FROM petition WHERE id = $1", id.rawValue)
    return try PetitionRow.petitions(ids, in: transaction).first
  }

  /// What is recorded of a case.
  public func review(of subject: ReviewSubject) async throws -> ReviewCase {
    try await database.read { [self] transaction in
      try review(of: subject, in: transaction)
    }
  }

  func review(of subject: ReviewSubject, in transaction: any Transaction) throws -> ReviewCase {
    let claim = try Self.claim(on: subject, in: transaction)
    let notes = try transaction.query(
      """
      SELECT id, account_id, content, created_at
      FROM review_note
      WHERE subject = $1 AND subject_id = $2
      ORDER BY id
      """, subject.kind, subject.number
    ).map { row in
      ReviewNote(
        author: try nameAtDesk(row.get(1), in: transaction),
        text: try open(row.get(2), in: Self.notePlace(row.get(0))), createdAt: try row.get(3))
    }
    return ReviewCase(
      claim: claim,
      holderName: try claim.map { try nameAtDesk($0.holder.rawValue, in: transaction) } ?? "",
      notes: notes)
  }

  /// The name of an account, or its address where it has none; empty for nobody.
  func nameAtDesk(_ id: Int64?, in transaction: any Transaction) throws -> String {
    guard let account = try id.flatMap({ try account(Account.ID(rawValue: $0), in: transaction) })
    else { return "" }
    return account.name.isEmpty ? account.email : account.name
  }

  static func claim(
    on subject: ReviewSubject, in transaction: any Transaction
  ) throws -> ReviewClaim<Account.ID>? {
    try transaction.query(
      """
      SELECT account_id, ends_at
      FROM review_claim
      WHERE subject = $1 AND subject_id = $2
      """, subject.kind, subject.number
    ).first.map { row in
      ReviewClaim(holder: Account.ID(rawValue: try row.get(0)), endsAt: try row.get(1))
    }
  }

  /// Takes a case, or holds it for longer; nobody else can decide it until the time is up.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Returns: whether the case is the moderator's; not while somebody else holds it.
  public func claim(
    _ subject: ReviewSubject, by account: Account.ID, at now: Int64
  ) async throws -> Bool {
    let claim = ReviewClaim(by: account, at: now, limits: limits.moderation)
    return try await database.write { transaction in
      // The condition holds on both engines when two take a case at the same moment.
      try transaction.execute(
        """
        INSERT INTO review_claim (subject, subject_id, account_id, ends_at)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (subject, subject_id) DO UPDATE
        SET account_id = excluded.account_id, ends_at = excluded.ends_at
        WHERE review_claim.account_id = excluded.account_id OR review_claim.ends_at <= $5
        """, subject.kind, subject.number, account.rawValue, claim.endsAt, now) == 1
    }
  }

  /// Lets go of a case; letting go of one that somebody else holds changes nothing.
  public func release(_ subject: ReviewSubject, by account: Account.ID) async throws {
    try await database.write { transaction in
      try transaction.execute(
        "DELETE FROM review_claim WHERE subject = $1 AND subject_id = $2 AND account_id = $3",
        subject.kind, subject.number, account.rawValue)
    }
  }

  static func forgetClaim(on subject: ReviewSubject, in transaction: any Transaction) throws {
    try transaction.execute(
      "DELETE FROM review_claim WHERE subject = $1 AND subject_id = $2", subject.kind,
      subject.number)
  }

  /// Keeps what a moderator notes for the others.
  ///
  /// - Parameters:
  ///   - text: checked, in lines.
  ///   - now: UTC milliseconds.
  public func note(
    _ text: String, on subject: ReviewSubject, by account: Account.ID, at now: Int64
  ) async throws {
    try await database.write { [self] transaction in
      let rows = try transaction.query(
        """
        INSERT INTO review_note (subject, subject_id, account_id, content, created_at)
        VALUES ($1, $2, $3, $4, $5)
        RETURNING id
        """, subject.kind, subject.number, account.rawValue, [UInt8](), now)
      guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.unreadableRecord }
      try transaction.execute(
        "UPDATE review_note SET content = $1 WHERE id = $2", seal(text, in: Self.notePlace(id)), id)
      try write(
        JournalEntry(
          .noteWritten, by: account, facts: [subject.kind: "\(subject.number)"], at: now),
        in: transaction)
    }
  }

  private static func notePlace(_ id: Int64) -> String { "review_note.content \(id)" }
}
