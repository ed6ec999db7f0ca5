public import Petitions
import SQLDatabase

/// A proposal with the link that opens it to its owner.
public struct OwnProposal: Sendable {
  /// What was written, and where it stands.
  public let proposal: Proposal
  /// Opens it.
  public let link: AccountSecret
  /// The address of the petition that was made of it.
  public let petition: Slug?
}

extension Store {
  /// The proposals of an account, the one that was changed last first.
  public func proposals(of owner: Account.ID) async throws -> [OwnProposal] {
    try await database.read { [self] transaction in
      try transaction.query(
        """
        SELECT proposal.id, link, link_hash, slug
        FROM proposal
        LEFT JOIN petition ON petition.id = petition_id
        WHERE proposal.owner_id = $1
        ORDER BY changed_at DESC, proposal.id DESC
        """, owner.rawValue
      ).compactMap { row in
        guard let proposal = try proposal(Proposal.ID(rawValue: row.get(0)), in: transaction),
          let link = AccountSecret(
            token: try open(row.get(1), in: ProposalRow.linkPlace(row.get(2))))
        else { return nil }
        return OwnProposal(
          proposal: proposal, link: link, petition: (try row.get(3) as String?).flatMap { Slug($0) }
        )
      }
    }
  }

  /// The proposals that wait for a moderator, the oldest first.
  public func submittedProposals(limit: Int) async throws -> [Proposal] {
    try await database.read { [self] transaction in
      try transaction.query(
        """
        SELECT id
        FROM proposal
        WHERE state = 'submitted'
        ORDER BY submitted_at, id
        LIMIT $1
        """, limit
      ).compactMap { try proposal(Proposal.ID(rawValue: $0.get(0)), in: transaction) }
    }
  }

  /// Gives a submitted proposal back to be rewritten, or turns it down, and tells its author by mail.
  ///
  /// - Parameters:
  ///   - event: ``PetitionEvent/giveBack`` or ``PetitionEvent/reject``.
  ///   - verdict: what the author reads, plain text in lines.
  ///   - facts: what else the journal keeps, such as the keys of reasons; nothing personal.
  ///   - actor: the moderator.
  ///   - now: UTC milliseconds.
  /// - Returns: whether the event could happen.
  @discardableResult
  public func move(
    _ id: Proposal.ID, _ event: PetitionEvent, verdict: String, facts: [String: String] = [:],
    by actor: Account.ID?, at now: Int64
  ) async throws -> Bool {
    try await database.write { [self] transaction in
      try move(
        id, event, verdict: verdict, facts: facts, by: actor, at: now, in: transaction)
    }
  }

  /// The same in the transaction of whatever else belongs to the decision.
  func move(
    _ id: Proposal.ID, _ event: PetitionEvent, verdict: String, facts: [String: String] = [:],
    by actor: Account.ID?, at now: Int64, in transaction: any Transaction
  ) throws -> Bool {
    let rows = try transaction.query(
      "SELECT link_hash, link FROM proposal WHERE id = $1", id.rawValue)
    guard let row = rows.first, let known = try proposal(id, in: transaction),
      let next = known.state.after(event), next == .returned || next == .rejected,
      let owner = try known.owner.flatMap({ try account($0, in: transaction) })
    else { return false }
    let hash: [UInt8] = try row.get(0)
    try transaction.execute(
      "UPDATE proposal SET state = $1, verdict = $2, changed_at = $3 WHERE id = $4",
      next.rawValue, seal(verdict, in: ProposalRow.verdictPlace(hash)), now, id.rawValue)
    try write(
      JournalEntry(
        next == .returned ? .petitionReturned : .petitionRejected, by: actor,
        facts: facts.merging(["proposal": "\(id.rawValue)"]) { $1 }, at: now), in: transaction)
    let token = try open(row.get(1), in: ProposalRow.linkPlace(hash))
    try queue(
      next == .returned
        ? .proposalReturned(token: token, verdict: verdict, title: known.content.title)
        : .proposalRejected(token: token, verdict: verdict, title: known.content.title),
      to: owner.email, language: known.language, at: now, in: transaction)
    return true
  }
}
