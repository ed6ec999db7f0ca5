public import Petitions
import SQLDatabase

extension Store {
  /// The sessions of an account that have not ended, the one used last first.
  ///
  /// - Parameter now: UTC milliseconds.
  public func sessions(of account: Account.ID, at now: Int64) async throws -> [Session] {
    try await database.read { [self] transaction in
      try transaction.query(
        """
        SELECT hash, strength, browser, session.created_at, seen_at, proved_at, account.id, email,
          name, role, is_suspended, account.created_at
        FROM session
        JOIN account ON account.id = account_id
        WHERE account_id = $1
        ORDER BY seen_at DESC, hash
        """, account.rawValue
      ).map(session).filter { isAlive($0, at: now) }
    }
  }

  /// Ends one session of an account by its name in the list; one of somebody else goes on.
  ///
  /// - Parameter now: UTC milliseconds.
  public func endSession(_ id: [UInt8], of account: Account.ID, at now: Int64) async throws {
    try await database.write { [self] transaction in
      guard
        try transaction.execute(
          "DELETE FROM session WHERE hash = $1 AND account_id = $2", id, account.rawValue) == 1
      else { return }
      try write(JournalEntry(.signedOut, by: account, at: now), in: transaction)
    }
  }

  /// Ends every session of a person but this one.
  ///
  /// - Parameter now: UTC milliseconds.
  public func endOtherSessions(than session: Session, at now: Int64) async throws {
    try await database.write { [self] transaction in
      try endOtherSessions(than: session, in: transaction)
      try write(JournalEntry(.sessionsEnded, by: session.account.id, at: now), in: transaction)
    }
  }

  func endOtherSessions(than session: Session, in transaction: any Transaction) throws {
    try transaction.execute(
      "DELETE FROM session WHERE account_id = $1 AND hash <> $2",
      session.account.id.rawValue, session.id)
    try endLinks(of: session.account.id, in: transaction)
  }

  func endSessions(
    of account: Account.ID, but kept: AccountSecret, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      "DELETE FROM session WHERE account_id = $1 AND hash <> $2", account.rawValue, kept.hash)
    try endLinks(of: account, in: transaction)
  }

  func endSessions(of account: Account.ID, in transaction: any Transaction) throws {
    try transaction.execute("DELETE FROM session WHERE account_id = $1", account.rawValue)
    try endLinks(of: account, in: transaction)
  }

  /// Links that were not used yet would begin new sessions.
  private func endLinks(of account: Account.ID, in transaction: any Transaction) throws {
    try transaction.execute(
      "UPDATE sign_in_link SET expires_at = created_at WHERE account_id = $1", account.rawValue)
  }
}
