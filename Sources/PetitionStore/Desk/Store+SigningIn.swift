import Cryptography
public import EmailAddresses
public import Petitions
import SQLDatabase

/// A link that signs in and was not used yet.
public struct SignInLink: Sendable, Hashable {
  /// Who is signed in by it.
  public let account: Account
  /// The path of the page to go on with; empty for none.
  public let goesTo: String
}

extension Store {
  /// Sends a link that signs in, if the address has an account.
  ///
  /// Nobody is told whether it has. Beyond the limit of links nothing is sent. Where nothing is sent, a
  /// link to nobody is written, so that every answer waits for the disk in the same way.
  ///
  /// - Parameters:
  ///   - goesTo: the path of the page to go on with; empty for none.
  ///   - language: the language of the mail, a BCP 47 tag.
  ///   - now: UTC milliseconds.
  public func sendSignInLink(
    to email: EmailAddress, goesTo: String, language: String, at now: Int64
  ) async throws {
    try await checkBacklog(at: now)
    let limits = limits.accounts
    try await database.write { [self] transaction in
      let known = try account(of: email, in: transaction)
      let sent: Int =
        try transaction.query(
          "SELECT COUNT(*) FROM sign_in_link WHERE account_id = $1 AND created_at > $2",
          known?.id.rawValue, now - limits.linkWindow
        ).first?.get(0) ?? 0
      let isAllowed = known?.isSuspended == false && sent < limits.linksPerAccount
      let receiver = isAllowed ? known : nil
      let token = try addSignInLink(
        for: receiver?.id, goesTo: goesTo, lifetime: limits.linkLifetime, at: now, in: transaction)
      guard let receiver else { return }
      try queue(
        .signIn(token: token), to: receiver.email, language: language, at: now, in: transaction)
    }
  }

  /// Makes a link that signs in, to be handed over by whoever asks for it.
  ///
  /// - Returns: the token of the link, which is kept nowhere.
  public func invite(_ account: Account.ID, at now: Int64) async throws -> String {
    try await database.write { [self] transaction in
      try makeLink(for: account, at: now, in: transaction)
    }
  }

  /// The same in the transaction of whatever else belongs to it.
  func makeLink(
    for account: Account.ID, at now: Int64, in transaction: any Transaction
  ) throws -> String {
    try write(
      JournalEntry(
        .signInLinkMade, by: nil, facts: ["account": "\(account.rawValue)"], at: now),
      in: transaction)
    return try addSignInLink(
      for: account, goesTo: "", lifetime: limits.accounts.invitationLifetime, at: now,
      in: transaction)
  }

  /// - Parameter account: nil for a link that nobody gets.
  func addSignInLink(
    for account: Account.ID?, goesTo: String, lifetime: Int64, at now: Int64,
    in transaction: any Transaction
  ) throws -> String {
    let link = AccountSecret(random: random)
    try transaction.execute(
      """
      INSERT INTO sign_in_link (hash, account_id, goes_to, created_at, expires_at)
      VALUES ($1, $2, $3, $4, $5)
      """, link.hash, account?.rawValue, seal(goesTo, in: Self.goesToPlace(link)), now,
      now + lifetime)
    return link.token
  }

  /// What a link does that was not used yet.
  public func signInLink(_ link: AccountSecret, at now: Int64) async throws -> SignInLink? {
    try await database.read { [self] transaction in
      try signInLink(link, at: now, in: transaction)
    }
  }

  private func signInLink(
    _ link: AccountSecret, at now: Int64, in transaction: any Transaction
  ) throws -> SignInLink? {
    let rows = try transaction.query(
      """
      SELECT account_id, goes_to
      FROM sign_in_link
      WHERE hash = $1 AND expires_at > $2
      """, link.hash, now)
    guard let row = rows.first, let id: Int64 = try row.get(0),
      let account = try account(Account.ID(rawValue: id), in: transaction), !account.isSuspended
    else { return nil }
    let goesTo: [UInt8] = try row.get(1)
    return SignInLink(
      account: account,
      // Nothing stands there where an earlier version made the link.
      goesTo: goesTo.isEmpty ? "" : try open(goesTo, in: Self.goesToPlace(link)))
  }

  /// Sealed, since it names the petition that somebody runs or writes.
  private static func goesToPlace(_ link: AccountSecret) -> String {
    "sign_in_link.goes_to " + Hex.encode(link.hash)
  }

  /// Uses a link up and begins a session.
  ///
  /// - Parameters:
  ///   - browser: the kind of browser, for the person's own list of sessions.
  ///   - now: UTC milliseconds.
  /// - Returns: nil where the link expired or was used.
  public func signIn(
    by link: AccountSecret, browser: String, at now: Int64
  ) async throws -> (session: AccountSecret, link: SignInLink)? {
    try await database.write { [self] transaction in
      guard let found = try signInLink(link, at: now, in: transaction),
        // Whoever ends all links at this moment is before or after this.
        try transaction.execute(
          "DELETE FROM sign_in_link WHERE hash = $1 AND expires_at > $2", link.hash, now) == 1,
        let account = try heldAccount(found.account.id, in: transaction), !account.isSuspended
      else { return nil }
      let session = try beginSession(
        of: account, strength: strength(of: account), browser: browser, at: now,
        in: transaction)
      return (session, SignInLink(account: account, goesTo: found.goesTo))
    }
  }

  /// A link alone opens nothing but a person's own petitions.
  private func strength(of account: Account) -> Session.Strength {
    account.role.isStaff ? .link : .full
  }
}

extension Store {
  /// Queues a mail of the desk in the transaction that causes it.
  func queue(
    _ mail: DeskMail, to email: String, language: String, at now: Int64,
    in transaction: any Transaction
  ) throws {
    let prepared = try prepared(mail, to: email, language: language, at: now)
    try MailBatch(limits: limits).add([prepared], in: transaction)
  }

  /// Queues a mail that anybody can cause, unless the address got as many as it may get.
  ///
  /// - Parameter matter: what the mail is about, of which one address gets
  ///   ``StoreLimits/mailsPerAddress``.
  /// - Returns: whether it was queued.
  func queueWithinBudget(
    _ mail: DeskMail, about matter: [UInt8], to email: String, language: String, at now: Int64,
    in transaction: any Transaction
  ) throws -> Bool {
    let prepared = try prepared(mail, about: matter, to: email, language: language, at: now)
    return try MailBatch(limits: limits).addWithinBudget([prepared], in: transaction) == [true]
  }

  private func prepared(
    _ mail: DeskMail, about matter: [UInt8] = [], to email: String, language: String, at now: Int64
  ) throws -> PreparedMail {
    let submission = random(16)
    let waiting = WaitingMail(
      petition: nil, email: email, token: try mail.encoded, language: language)
    let recipientTag = secret.recipientTag(sealedEmail: email)
    return PreparedMail(
      kind: .desk, petition: nil, submission: submission, earlierSubmission: submission,
      addressTag: secret.addressTag(duplicateKey: recipientTag + matter),
      recipientTag: recipientTag,
      sealed: waiting.sealed(
        key: secret.outboxKey, submission: submission, nonce: random(AEAD.nonceCount)),
      dueAt: now, createdAt: now)
  }
}
