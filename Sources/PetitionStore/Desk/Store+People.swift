public import EmailAddresses
public import Petitions
import SQLDatabase

/// A person in the list for administrators.
public struct ListedPerson: Sendable, Hashable {
  /// The account.
  public let account: Account
  /// Whether there is a password with an authenticator app.
  public let hasPassword: Bool
  /// How many passkeys there are.
  public let passkeys: Int
  /// When the person was last there, in UTC milliseconds; nil where no session is left.
  public let seenAt: Int64?
}

extension Store {
  /// Everybody who works at the desk, in the order of their accounts.
  ///
  /// - Parameter limit: how many at most.
  public func staff(limit: Int = 1_000) async throws -> [ListedPerson] {
    try await database.read { [self] transaction in
      try transaction.query(
        """
        SELECT id, email, name, role, is_suspended, created_at,
          (SELECT COUNT(*) FROM password WHERE account_id = account.id),
          (SELECT COUNT(*) FROM passkey WHERE account_id = account.id),
          (SELECT MAX(seen_at) FROM session WHERE account_id = account.id)
        FROM account
        WHERE role <> 'organiser'
        ORDER BY id
        LIMIT $1
        """, limit
      ).map(person)
    }
  }

  /// A person by number.
  public func person(_ id: Account.ID) async throws -> ListedPerson? {
    try await database.read { [self] transaction in
      try transaction.query(
        """
        SELECT id, email, name, role, is_suspended, created_at,
          (SELECT COUNT(*) FROM password WHERE account_id = account.id),
          (SELECT COUNT(*) FROM passkey WHERE account_id = account.id),
          (SELECT MAX(seen_at) FROM session WHERE account_id = account.id)
        FROM account
        WHERE id = $1
        """, id.rawValue
      ).first.map(person)
    }
  }

  private func person(_ row: Row) throws -> ListedPerson {
    let passwords: Int = try row.get(6)
    return ListedPerson(
      account: try AccountRow.account(row, open: open), hasPassword: passwords > 0,
      passkeys: try row.get(7), seenAt: try row.get(8))
  }

  /// Makes the account of an address that has none, and sends the link by which it begins.
  ///
  /// - Parameters:
  ///   - name: what others at the desk see; may be empty.
  ///   - reason: why, for the journal.
  ///   - language: the language of the mail, a BCP 47 tag.
  ///   - actor: who invites.
  ///   - now: UTC milliseconds.
  /// - Returns: the account, and whether it was made now; one that is there stays as it is, and nothing
  ///   is sent.
  public func invite(
    _ email: EmailAddress, name: String, role: Role, reason: String, language: String,
    by actor: Account.ID, at now: Int64
  ) async throws -> (account: Account.ID, isNew: Bool) {
    try await checkBacklog(at: now)
    return try await database.write { [self] transaction in
      if let known = try account(of: email, in: transaction) { return (known.id, false) }
      let id = try makeAccount(
        email, name: name, role: role, language: language, at: now, in: transaction)
      let token = try addSignInLink(
        for: id, goesTo: "", lifetime: limits.accounts.invitationLifetime, at: now,
        in: transaction)
      try queue(
        .invitation(token: token), to: email.text, language: language, at: now, in: transaction)
      try write(
        JournalEntry(
          .accountMade, by: actor,
          facts: ["account": "\(id.rawValue)", "role": role.rawValue],
          sealedFacts: ["reason": reason], at: now),
        in: transaction)
      return (id, true)
    }
  }

  /// Changes what a person may do; every session of the person ends.
  ///
  /// - Parameters:
  ///   - reason: why, for the journal.
  ///   - actor: who does it; nil for the operator, by a command.
  ///   - now: UTC milliseconds.
  /// - Returns: false where there is no such account.
  /// - Throws: `PersonChange.Problem`.
  public func change(
    _ person: Account.ID, _ change: PersonChange, reason: String, by actor: Account.ID?,
    at now: Int64
  ) async throws -> Bool {
    try await database.write { [self] transaction in
      // Locks their rows, so that two administrators cannot take each other's rights away at once.
      try transaction.execute("UPDATE account SET role = role WHERE role = 'administrator'")
      // Whoever signs in at this moment is before or after the change.
      try transaction.execute(
        "UPDATE account SET role = role WHERE id = $1", person.rawValue)
      guard let account = try account(person, in: transaction) else { return false }
      let others: Int =
        try transaction.query(
          """
          SELECT COUNT(*)
          FROM account
          WHERE role = 'administrator' AND is_suspended = 0 AND id <> $1
          """, person.rawValue
        ).first?.get(0) ?? 0
      try change.check(account, by: actor, otherAdministrators: others)
      try apply(change, to: account, in: transaction)
      try endSessions(of: person, in: transaction)
      var facts = ["account": "\(person.rawValue)"]
      if case .role(let role) = change {
        facts["from"] = account.role.rawValue
        facts["to"] = role.rawValue
      }
      try write(
        JournalEntry(
          Self.event(of: change), by: actor, facts: facts, sealedFacts: ["reason": reason],
          at: now), in: transaction)
      return true
    }
  }

  private func apply(
    _ change: PersonChange, to account: Account, in transaction: any Transaction
  ) throws {
    let person = account.id
    switch change {
    case .role(let role):
      try transaction.execute(
        "UPDATE account SET role = $1 WHERE id = $2", role.rawValue, person.rawValue)
      if role.isStaff, !account.role.isStaff { try forgetProofs(of: person, in: transaction) }
    case .suspend:
      try transaction.execute(
        "UPDATE account SET is_suspended = 1 WHERE id = $1", person.rawValue)
    case .resume:
      try transaction.execute(
        "UPDATE account SET is_suspended = 0 WHERE id = $1", person.rawValue)
    case .reset: try forgetProofs(of: person, in: transaction)
    }
  }

  /// Deletes whatever a person shows who they are with, besides the mailbox.
  ///
  /// Also for an organiser who becomes staff: what was set behind a link alone may be somebody else's.
  func forgetProofs(of person: Account.ID, in transaction: any Transaction) throws {
    for statement: SQL in [
      "DELETE FROM recovery_code WHERE account_id = $1",
      "DELETE FROM password WHERE account_id = $1",
      "DELETE FROM passkey WHERE account_id = $1",
      "DELETE FROM failed_proof WHERE account_id = $1",
    ] {
      try transaction.execute(statement, person.rawValue)
    }
  }

  private static func event(of change: PersonChange) -> JournalEvent {
    switch change {
    case .role: .roleChanged
    case .suspend: .accountSuspended
    case .resume: .accountResumed
    case .reset: .credentialsReset
    }
  }
}
