public import Petitions
import SQLDatabase

/// What a decision came to.
public enum DecisionOutcome: Sendable, Hashable {
  /// It was recorded; the petition, where one was published.
  case done(Petition.ID?)
  case refused(ReviewRefusal)
}

/// A moderator's decision about a proposal, with what carrying it out needs.
public struct ProposalDecision: Sendable {
  /// The proposal.
  public let proposal: Proposal.ID
  /// What was decided.
  public let decision: ReviewDecision
  /// The submission that the moderator has read.
  public let submission: Int
  /// What the organiser reads: the reasons and the message, in lines.
  public let verdict: String
  /// What the proposal makes; nil where it cannot be published as it is.
  public let complete: CompleteProposal?
  /// The story, rendered in safe mode.
  public let storyHTML: String

  /// A decision with what carrying it out needs.
  public init(
    proposal: Proposal.ID, decision: ReviewDecision, submission: Int, verdict: String,
    complete: CompleteProposal?, storyHTML: String
  ) {
    self.proposal = proposal
    self.decision = decision
    self.submission = submission
    self.verdict = verdict
    self.complete = complete
    self.storyHTML = storyHTML
  }
}

extension Store {
  /// Carries out what a moderator decided about a proposal.
  ///
  /// Refused where somebody else holds the case, another submission than the one that was read waits, or
  /// the proposal is the moderator's own.
  ///
  /// - Parameter now: UTC milliseconds.
  public func decide(
    _ decided: ProposalDecision, by account: Account.ID, at now: Int64
  ) async throws -> DecisionOutcome {
    try await database.write { [self] transaction in
      try lock(decided.proposal, in: transaction)
      if let refusal = try refusal(decided, by: account, at: now, in: transaction) {
        return .refused(refusal)
      }
      return try carryOut(decided, by: account, at: now, in: transaction)
    }
  }

  /// Lets nobody else decide about the proposal until the transaction ends.
  private func lock(_ id: Proposal.ID, in transaction: any Transaction) throws {
    switch transaction.dialect {
    // One writer has the whole database.
    case .sqlite: break
    case .postgresql:
      _ = try transaction.query("SELECT id FROM proposal WHERE id = $1 FOR UPDATE", id.rawValue)
    }
  }

  private func refusal(
    _ decided: ProposalDecision, by account: Account.ID, at now: Int64,
    in transaction: any Transaction
  ) throws -> ReviewRefusal? {
    guard let known = try proposal(decided.proposal, in: transaction),
      let transition = known.state.transition(on: decided.decision.event)
    else { return .wrongState }
    if known.submissions != decided.submission { return .outdated }
    let objection = try self.refusal(
      of: transition, by: account, owner: known.owner, in: transaction)
    if let objection { return objection }
    let publishes = [PetitionEvent.publish, .schedule].contains(decided.decision.event)
    if publishes, decided.complete == nil { return .incomplete }
    let claim = try Self.claim(on: .proposal(decided.proposal), in: transaction)
    return claim.allows(account, at: now) ? nil : .claimedByAnother
  }

  private func carryOut(
    _ decided: ProposalDecision, by account: Account.ID?, at now: Int64,
    in transaction: any Transaction
  ) throws -> DecisionOutcome {
    let id = decided.proposal
    let facts = ["reasons": Self.text(decided.decision.reasons)]
    var petition: Petition.ID?
    try Self.forgetSchedule(of: id, in: transaction)
    switch decided.decision.verdict {
    case .giveBack:
      let isMoved = try move(
        id, .giveBack, verdict: decided.verdict, facts: facts, by: account, at: now,
        in: transaction)
      guard isMoved else { return .refused(.wrongState) }
    case .reject(let hidesText):
      let isMoved = try move(
        id, .reject, verdict: decided.verdict, facts: facts, by: account, at: now, in: transaction)
      guard isMoved else { return .refused(.wrongState) }
      try publishRejection(decided, hidesText: hidesText, at: now, in: transaction)
    case .publish:
      guard let complete = decided.complete else { return .refused(.incomplete) }
      petition = try publish(
        id, as: complete, storyHTML: decided.storyHTML, by: account, at: now, in: transaction)
      guard petition != nil else { return .refused(.wrongState) }
    case .publishAt(let time):
      guard let account else { return .refused(.wrongState) }
      try schedule(id, decided.submission, by: account, for: time, at: now, in: transaction)
    }
    try record(decided, by: account, at: now, in: transaction)
    try Self.forgetClaim(on: .proposal(id), in: transaction)
    return .done(petition)
  }

  private func record(
    _ decided: ProposalDecision, by account: Account.ID?, at now: Int64,
    in transaction: any Transaction
  ) throws {
    let rows = try transaction.query(
      """
      INSERT INTO review_decision (
        proposal_id, submission, verdict, reasons, message, account_id, decided_at
      )
      VALUES ($1, $2, $3, $4, $5, $6, $7)
      RETURNING id
      """, decided.proposal.rawValue, decided.submission, decided.decision.event.rawValue,
      Self.text(decided.decision.reasons), [UInt8](), account?.rawValue, now)
    guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.unreadableRecord }
    try transaction.execute(
      "UPDATE review_decision SET message = $1 WHERE id = $2",
      seal(decided.decision.message, in: Self.messagePlace(id)), id)
  }

  /// What was decided about a proposal so far, the oldest first.
  public func decisions(about id: Proposal.ID) async throws -> [RecordedDecision] {
    try await database.read { [self] transaction in
      try transaction.query(
        """
        SELECT id, verdict, reasons, message, account_id, decided_at
        FROM review_decision
        WHERE proposal_id = $1
        ORDER BY id
        """, id.rawValue
      ).map { row in
        RecordedDecision(
          verdict: try row.get(1), reasons: Self.keys(try row.get(2)),
          message: try open(row.get(3), in: Self.messagePlace(row.get(0))),
          decider: try nameAtDesk(row.get(4), in: transaction), decidedAt: try row.get(5))
      }
    }
  }

  private static func messagePlace(_ id: Int64) -> String { "review_decision.message \(id)" }

  /// Publishes a proposal whose set time has come; nothing happens where it was decided otherwise since.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Returns: the petition; nil where nothing was published.
  public func publishScheduled(
    _ scheduled: ScheduledPublication, as complete: CompleteProposal, storyHTML: String,
    at now: Int64
  ) async throws -> Petition.ID? {
    let decided = ProposalDecision(
      proposal: scheduled.proposal, decision: .publication, submission: scheduled.submission,
      verdict: "", complete: complete, storyHTML: storyHTML)
    return try await database.write { [self] transaction in
      try lock(scheduled.proposal, in: transaction)
      guard try Self.schedule(of: scheduled.proposal, in: transaction) == scheduled,
        let known = try proposal(scheduled.proposal, in: transaction),
        known.state.transition(on: .publish)?.actors.contains(.clock) == true,
        known.submissions == scheduled.submission,
        case .done(let petition) = try carryOut(decided, by: nil, at: now, in: transaction)
      else { return nil }
      return petition
    }
  }
}
