public import Petitions
import SQLDatabase

extension Store {
  /// Begins a session of an account.
  ///
  /// - Parameter now: UTC milliseconds.
  public func beginSession(
    of account: Account, strength: Session.Strength, browser: String, at now: Int64
  ) async throws -> AccountSecret {
    try await database.write { [self] transaction in
      try beginSession(
        of: account, strength: strength, browser: browser, at: now, in: transaction)
    }
  }

  func beginSession(
    of account: Account, strength: Session.Strength, browser: String, at now: Int64,
    in transaction: any Transaction
  ) throws -> AccountSecret {
    let session = AccountSecret(random: random)
    try transaction.execute(
      """
      INSERT INTO session (hash, account_id, strength, browser, created_at, seen_at, proved_at)
      VALUES ($1, $2, $3, $4, $5, $5, $5)
      """, session.hash, account.id.rawValue, strength.rawValue, browser, now)
    try write(JournalEntry(.signedIn, by: account.id, at: now), in: transaction)
    return session
  }

  /// The session of a cookie, if it has not ended.
  ///
  /// - Parameter now: UTC milliseconds.
  public func session(_ cookie: AccountSecret, at now: Int64) async throws -> Session? {
    let found = try await database.read { [self] transaction in
      try session(cookie, in: transaction)
    }
    guard let found, isAlive(found, at: now) else { return nil }
    if now - found.seenAt >= limits.accounts.seenStep {
      try await database.write { transaction in
        try transaction.execute(
          "UPDATE session SET seen_at = $1 WHERE hash = $2 AND seen_at < $1", now, cookie.hash)
      }
    }
    return found
  }

  private func session(_ cookie: AccountSecret, in transaction: any Transaction) throws -> Session?
  {
    try transaction.query(
      """
      SELECT hash, strength, browser, session.created_at, seen_at, proved_at, account.id, email, name,
        role, is_suspended, account.created_at
      FROM session
      JOIN account ON account.id = account_id
      WHERE hash = $1
      """, cookie.hash
    ).first.map(session)
  }

  func session(_ row: Row) throws -> Session {
    let strength: String = try row.get(1)
    guard let strength = Session.Strength(rawValue: strength) else {
      throw StoreError.unreadableRecord
    }
    return Session(
      id: try row.get(0), account: try AccountRow.account(row, from: 6, open: open),
      strength: strength, browser: try row.get(2), createdAt: try row.get(3),
      seenAt: try row.get(4), provedAt: try row.get(5))
  }

  /// Whether neither of the two limits has passed, and the account is in use.
  func isAlive(_ session: Session, at now: Int64) -> Bool {
    let accounts = limits.accounts
    let isStaff = session.account.role.isStaff
    return !session.account.isSuspended
      && now - session.seenAt <= (isStaff ? accounts.staffIdleLimit : accounts.idleLimit)
      && now - session.createdAt <= (isStaff ? accounts.staffAbsoluteLimit : accounts.absoluteLimit)
  }

  /// Ends a session; ending it again changes nothing.
  ///
  /// - Parameter now: UTC milliseconds.
  public func endSession(_ session: Session, at now: Int64) async throws {
    try await database.write { [self] transaction in
      guard try transaction.execute("DELETE FROM session WHERE hash = $1", session.id) == 1 else {
        return
      }
      try write(JournalEntry(.signedOut, by: session.account.id, at: now), in: transaction)
    }
  }
}
