import Cryptography
import Petitions
import SQLDatabase

/// What became of an attempt to show who one is.
public enum ProofOutcome: Sendable {
  /// The session goes on under another secret.
  case proved(AccountSecret)
  /// Something of it was wrong; what, is not told.
  case wrong
  /// Too many were wrong; the next is looked at then, in UTC milliseconds.
  case tooSoon(until: Int64)
}

extension Store {
  /// Shows who one is by password and code; whichever is wrong, the answer takes the same time.
  ///
  /// A code of the authenticator app and a recovery code count once.
  ///
  /// - Parameters:
  ///   - password: as it was typed.
  ///   - code: of the app, or a recovery code, as it was typed.
  ///   - now: UTC milliseconds.
  /// - Throws: `PasswordHashingError.busy`.
  public func prove(
    _ session: Session, password typed: String, code: String, at now: Int64
  ) async throws -> ProofOutcome {
    let account = session.account.id
    if let until = try await beginTry(of: account, at: now) { return .tooSoon(until: until) }
    let known = try await passwordRow(of: account)
    let password = NewPassword.bytes(of: typed)
    let isRight = try await passwords.isPassword(password ?? [], of: known?.hash)
    let factor = SecondFactor(typed: code, app: known?.app, last: known?.lastStep, at: now)
    let outcome: ProofOutcome = try await database.write { [self] transaction in
      // Asked whatever was wrong: a right password with a wrong code must not take longer.
      let isUnused = try isUnused(factor, of: account, in: transaction)
      guard isRight, isUnused, let factor, try use(factor, of: account, in: transaction),
        let raised = try raise(session, at: now, in: transaction)
      else { return .wrong }
      try forgetFailures(of: account, in: transaction)
      return .proved(raised)
    }
    if case .proved = outcome, let known, let password {
      await strengthen(known, password, of: account)
    }
    return outcome
  }

  /// Hashes a password again that was hashed for less than one costs today.
  private func strengthen(
    _ known: PasswordRow, _ password: [UInt8], of account: Account.ID
  ) async {
    guard known.hash.needsRehash(for: passwords.cost) else { return }
    do {
      let better = try await passwords.hash(of: password)
      try await database.write { [self] transaction in
        try transaction.execute(
          "UPDATE password SET hash = $1 WHERE account_id = $2 AND changed_at = $3",
          seal(better.text, in: PasswordRow.hashPlace(account)), account.rawValue, known.changedAt)
      }
    } catch {
      // The person is in, with a session that is nowhere but in the answer; the next time does it.
    }
  }

  /// What stands in for the second factor.
  private enum SecondFactor: Sendable {
    case step(Int64)
    case recovery(RecoveryCode)

    init?(typed: String, app: TOTP?, last: Int64?, at now: Int64) {
      let digits = typed.filter { $0 != " " }
      if let step = app?.step(ofCode: digits, at: now / 1_000, after: last) {
        self = .step(step)
      } else if let code = RecoveryCode(typed: typed) {
        self = .recovery(code)
      } else {
        return nil
      }
    }
  }

  /// Whether it can still be used; where nothing was typed that could be one, after the same work.
  private func isUnused(
    _ factor: SecondFactor?, of account: Account.ID, in transaction: any Transaction
  ) throws -> Bool {
    if case .step(let step) = factor {
      return try !transaction.query(
        "SELECT last_step FROM password WHERE account_id = $1 AND last_step < $2",
        account.rawValue, step
      ).isEmpty
    }
    var hash: [UInt8] = []
    if case .recovery(let code) = factor { hash = code.hash }
    return try !transaction.query(
      "SELECT account_id FROM recovery_code WHERE hash = $1 AND account_id = $2", hash,
      account.rawValue
    ).isEmpty
  }

  /// Uses it up; false where it was used before.
  private func use(
    _ factor: SecondFactor, of account: Account.ID, in transaction: any Transaction
  ) throws -> Bool {
    switch factor {
    case .step(let step):
      return try transaction.execute(
        "UPDATE password SET last_step = $1 WHERE account_id = $2 AND last_step < $1", step,
        account.rawValue) == 1
    case .recovery(let code):
      return try transaction.execute(
        "DELETE FROM recovery_code WHERE hash = $1 AND account_id = $2", code.hash,
        account.rawValue) == 1
    }
  }

  private func passwordRow(of account: Account.ID) async throws -> PasswordRow? {
    try await database.read { [self] transaction in
      try transaction.query(
        "SELECT hash, app_secret, last_step, changed_at FROM password WHERE account_id = $1",
        account.rawValue
      ).first.map { row in
        let secret = try open(row.get(1), in: PasswordRow.secretPlace(account))
        guard let bytes = Base32.decode(secret) else { throw StoreError.unreadableRecord }
        return PasswordRow(
          hash: PasswordHash(text: try open(row.get(0), in: PasswordRow.hashPlace(account))),
          app: TOTP(secret: SecretKey(bytes: bytes)), lastStep: try row.get(2),
          changedAt: try row.get(3))
      }
    }
  }

  /// Counts a try as failed before it is looked at, so that many at once are not taken for one.
  ///
  /// - Returns: when the next one is looked at, if this comes too soon.
  private func beginTry(of account: Account.ID, at now: Int64) async throws -> Int64? {
    let delay = limits.accounts.tryDelay
    return try await database.write { transaction in
      let row = try transaction.query(
        "SELECT failures, last_at FROM failed_proof WHERE account_id = $1", account.rawValue
      ).first
      var failures = 0
      if let row {
        let last: Int64 = try row.get(1)
        failures = delay.counted(try row.get(0), last: last, at: now)
        let next = delay.nextTry(after: failures, last: last)
        if next > now { return next }
      }
      // Whoever counted in the meantime came first: this one is to come again.
      let isFirst =
        try row == nil
        ? transaction.execute(
          """
          INSERT INTO failed_proof (account_id, failures, last_at)
          VALUES ($1, $2, $3)
          ON CONFLICT (account_id) DO NOTHING
          """, account.rawValue, failures + 1, now) == 1
        : transaction.execute(
          """
          UPDATE failed_proof
          SET failures = $2, last_at = $3
          WHERE account_id = $1 AND failures = $4
          """, account.rawValue, failures + 1, now, try row?.get(0) as Int?) == 1
      return isFirst ? nil : now + delay.firstWait
    }
  }

  func forgetFailures(of account: Account.ID, in transaction: any Transaction) throws {
    try transaction.execute(
      "DELETE FROM failed_proof WHERE account_id = $1", account.rawValue)
  }

  /// Puts a full session with a fresh proof in the place of one, under another secret.
  ///
  /// Whoever knew the secret of the weaker one has nothing of it (session fixation).
  ///
  /// - Returns: nil where the session has ended.
  func raise(
    _ session: Session, at now: Int64, in transaction: any Transaction
  ) throws -> AccountSecret? {
    guard try heldAccount(session.account.id, in: transaction)?.role == session.account.role,
      try transaction.execute("DELETE FROM session WHERE hash = $1", session.id) == 1
    else { return nil }
    let raised = AccountSecret(random: random)
    try transaction.execute(
      """
      INSERT INTO session (hash, account_id, strength, browser, created_at, seen_at, proved_at)
      VALUES ($1, $2, $3, $4, $5, $6, $6)
      """, raised.hash, session.account.id.rawValue, Session.Strength.full.rawValue,
      session.browser, session.createdAt, now)
    try write(JournalEntry(.proved, by: session.account.id, at: now), in: transaction)
    return raised
  }
}
