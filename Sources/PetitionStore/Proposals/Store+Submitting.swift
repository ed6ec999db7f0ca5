import Cryptography
public import EmailAddresses
public import Petitions
import SQLDatabase

/// A petition that its author submitted.
public struct Submission: Sendable {
  /// The session that the author's browser gets.
  public let session: AccountSecret
  /// The link of the proposal, which is the owner's alone now.
  public let link: AccountSecret
}

extension Store {
  /// Sends the author a link that submits the petition and makes it theirs.
  ///
  /// Beyond the limit of mails nothing is sent, and nobody is told.
  ///
  /// - Parameters:
  ///   - email: the author's address, checked.
  ///   - language: the language of the mail, a BCP 47 tag.
  ///   - now: UTC milliseconds.
  /// - Returns: whether there is a draft that can be submitted.
  public func askToSubmit(
    _ link: AccountSecret, _ email: EmailAddress, language: String, at now: Int64
  ) async throws -> Bool {
    try await checkBacklog(at: now)
    let until = now + limits.drafts.submitLinkLifetime
    return try await database.write { [self] transaction in
      try lockProposal(link.hash, in: transaction)
      guard let known = try proposal(link.hash, at: now, in: transaction),
        known.state.transition(on: .submit) != nil
      else { return false }
      let submission = AccountSecret(random: random)
      let isQueued = try queueWithinBudget(
        .submit(token: submission.token), about: link.hash, to: email.text, language: language,
        at: now, in: transaction)
      // Otherwise the link of the last mail stays good.
      if isQueued {
        try transaction.execute(
          """
          UPDATE proposal
          SET submit_hash = $1, submit_until = $2, submit_tag = $3
          WHERE id = $4
          """, submission.hash, until, secret.accountTag(email: email.normalised),
          known.id.rawValue)
      }
      return true
    }
  }

  /// The proposal that the link of a mail submits; nil where the link expired or was used.
  public func awaitedSubmission(
    _ secret: AccountSecret, at now: Int64
  ) async throws -> Proposal? {
    try await database.read { [self] transaction in
      try awaitedSubmission(secret, at: now, in: transaction)?.proposal
    }
  }

  /// Submits a petition by the link of the mail: it belongs to the author's account, which is made where
  /// there is none, and the author is signed in.
  ///
  /// - Parameters:
  ///   - isComplete: whether nothing is missing, called again in the transaction.
  ///   - browser: the kind of browser, for the person's own list of sessions.
  ///   - now: UTC milliseconds.
  /// - Returns: nil where the link expired or was used, something is missing by now, or the account is
  ///   suspended.
  public func submit(
    by secret: AccountSecret, browser: String, at now: Int64,
    isComplete: @escaping @Sendable (ProposalContent) -> Bool
  ) async throws -> Submission? {
    try await database.write { [self] transaction in
      if let (_, link) = try awaitedSubmission(secret, at: now, in: transaction) {
        try lockProposal(link.hash, in: transaction)
      }
      // Read again behind the lock: of two who press the button at once, one is late.
      guard let (known, link) = try awaitedSubmission(secret, at: now, in: transaction),
        isComplete(known.content),
        let email = try? EmailAddress(parsing: known.content.email),
        let account = try author(email, of: known, at: now, in: transaction),
        !account.isSuspended, Self.canSubmit(known, account)
      else { return nil }
      try submit(known, of: account, at: now, in: transaction)
      let session = try beginSession(
        of: account, strength: account.role.isStaff ? .link : .full, browser: browser, at: now,
        in: transaction)
      return Submission(session: session, link: link)
    }
  }

  /// Submits a petition of somebody who is signed in; it becomes theirs.
  ///
  /// - Returns: whether it was submitted; not where it is somebody else's or something is missing.
  public func submit(
    _ link: AccountSecret, of account: Account, at now: Int64,
    isComplete: @escaping @Sendable (ProposalContent) -> Bool
  ) async throws -> Bool {
    try await database.write { [self] transaction in
      try lockProposal(link.hash, in: transaction)
      guard let known = try proposal(link.hash, at: now, in: transaction),
        Self.canSubmit(known, account), isComplete(known.content)
      else { return false }
      try submit(known, of: account, at: now, in: transaction)
      return true
    }
  }

  /// Whoever holds the link of a draft that is nobody's submits it as its writer.
  private static func canSubmit(_ known: Proposal, _ account: Account) -> Bool {
    let actor = known.owner == nil ? .writer : account.actor(owner: known.owner)
    guard let actor, let transition = known.state.transition(on: .submit) else { return false }
    return transition.actors.contains(actor)
  }

  private func submit(
    _ known: Proposal, of account: Account, at now: Int64, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE proposal
      SET state = 'submitted', owner_id = $1, submitted_at = $2, submissions = submissions + 1,
        changed_at = $2, expires_at = NULL, submit_hash = NULL, submit_until = 0, submit_tag = NULL
      WHERE id = $3
      """, account.id.rawValue, now, known.id.rawValue)
    try write(
      JournalEntry(
        .petitionSubmitted, by: account.id,
        facts: ["proposal": "\(known.id.rawValue)", "submission": "\(known.submissions + 1)"],
        at: now),
      in: transaction)
  }

  /// - Returns: nil also where the address in the draft is not the one any more that the link went to: it
  ///   opens no account but that of whoever got the mail.
  private func awaitedSubmission(
    _ submission: AccountSecret, at now: Int64, in transaction: any Transaction
  ) throws -> (proposal: Proposal, link: AccountSecret)? {
    let rows = try transaction.query(
      """
      SELECT id, link, link_hash, submit_tag
      FROM proposal
      WHERE submit_hash = $1 AND submit_until > $2 AND (expires_at IS NULL OR expires_at > $2)
      """, submission.hash, now)
    guard let row = rows.first,
      let proposal = try proposal(Proposal.ID(rawValue: row.get(0)), in: transaction),
      let link = AccountSecret(token: try open(row.get(1), in: ProposalRow.linkPlace(row.get(2)))),
      let email = try? EmailAddress(parsing: proposal.content.email),
      secret.accountTag(email: email.normalised) == (try row.get(3) as [UInt8]?)
    else { return nil }
    return (proposal, link)
  }

  private func author(
    _ email: EmailAddress, of proposal: Proposal, at now: Int64, in transaction: any Transaction
  ) throws -> Account? {
    if let known = try account(of: email, in: transaction) {
      return try heldAccount(known.id, in: transaction)
    }
    let id = try makeAccount(
      email, name: proposal.content.name, role: .organiser, language: proposal.language, at: now,
      in: transaction)
    try write(
      JournalEntry(
        .accountMade, by: id,
        facts: ["account": "\(id.rawValue)", "role": Role.organiser.rawValue], at: now),
      in: transaction)
    return try account(id, in: transaction)
  }
}
