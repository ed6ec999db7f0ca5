public import Cryptography
public import Petitions
import SQLDatabase

/// A password with everything that belongs to it, as it is first set.
public struct PasswordSetUp: Sendable {
  /// The password, hashed.
  public let hash: PasswordHash
  /// The secret of the authenticator app.
  public let appSecret: [UInt8]
  /// The step of the code that the person typed to show that the app has the secret.
  public let step: Int64

  /// A password that was not set yet.
  public init(hash: PasswordHash, appSecret: [UInt8], step: Int64) {
    self.hash = hash
    self.appSecret = appSecret
    self.step = step
  }
}

extension Store {
  /// By what a person can show who they are.
  public func credentials(of account: Account.ID) async throws -> Credentials {
    try await database.read { [self] transaction in
      try credentials(of: account, in: transaction)
    }
  }

  func credentials(
    of account: Account.ID, in transaction: any Transaction
  ) throws -> Credentials {
    let changed: Int64? = try transaction.query(
      "SELECT changed_at FROM password WHERE account_id = $1", account.rawValue
    ).first?.get(0)
    let codes: Int =
      try transaction.query(
        "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1", account.rawValue
      ).first?.get(0) ?? 0
    return Credentials(
      hasPassword: changed != nil, passwordChangedAt: changed, recoveryCodes: codes,
      passkeys: try passkeys(of: account, in: transaction))
  }

  /// Hashes a password, which takes its time.
  ///
  /// - Throws: `PasswordHashingError`, `PasswordHashError`.
  public func hash(_ password: NewPassword) async throws -> PasswordHash {
    try await passwords.hash(of: password.bytes)
  }

  /// Sets a password with an authenticator app, and makes the session a full one.
  ///
  /// What was there before is replaced. The recovery codes are shown once, and kept only as hashes.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Returns: nil where the session has ended.
  public func setPassword(
    _ setUp: PasswordSetUp, of session: Session, at now: Int64
  ) async throws -> (session: AccountSecret, codes: [RecoveryCode])? {
    try await database.write { [self] transaction in
      let id = session.account.id
      guard let raised = try raise(session, at: now, in: transaction) else { return nil }
      try transaction.execute(
        """
        INSERT INTO password (account_id, hash, app_secret, last_step, changed_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (account_id) DO UPDATE
        SET hash = $2, app_secret = $3, last_step = $4, changed_at = $5
        """, id.rawValue, seal(setUp.hash.text, in: PasswordRow.hashPlace(id)),
        seal(Base32.encode(setUp.appSecret), in: PasswordRow.secretPlace(id)), setUp.step, now)
      let codes = try replaceRecoveryCodes(of: id, in: transaction)
      try endSessions(of: id, but: raised, in: transaction)
      try write(JournalEntry(.passwordSet, by: id, at: now), in: transaction)
      return (raised, codes)
    }
  }

  /// Sets another password; the authenticator app and the recovery codes stay.
  ///
  /// Every other session ends.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Returns: false where there is no password to change.
  public func changePassword(
    to hash: PasswordHash, of session: Session, at now: Int64
  ) async throws -> Bool {
    try await database.write { [self] transaction in
      let id = session.account.id
      guard
        try transaction.execute(
          "UPDATE password SET hash = $1, changed_at = $2 WHERE account_id = $3",
          seal(hash.text, in: PasswordRow.hashPlace(id)), now, id.rawValue) == 1
      else { return false }
      try endOtherSessions(than: session, in: transaction)
      try write(JournalEntry(.passwordSet, by: id, at: now), in: transaction)
      return true
    }
  }

  /// Takes another authenticator app, with new recovery codes.
  ///
  /// - Parameters:
  ///   - secret: the secret of the app.
  ///   - step: that of the code which the person typed.
  ///   - now: UTC milliseconds.
  /// - Returns: nil where there is no password that it belongs to.
  public func changeApp(
    secret appSecret: [UInt8], step: Int64, of account: Account.ID, at now: Int64
  ) async throws -> [RecoveryCode]? {
    try await database.write { [self] transaction in
      guard
        try transaction.execute(
          "UPDATE password SET app_secret = $1, last_step = $2 WHERE account_id = $3",
          seal(Base32.encode(appSecret), in: PasswordRow.secretPlace(account)), step,
          account.rawValue) == 1
      else { return nil }
      try write(JournalEntry(.appChanged, by: account, at: now), in: transaction)
      return try replaceRecoveryCodes(of: account, in: transaction)
    }
  }

  /// New recovery codes in the place of those that are left.
  ///
  /// - Parameter now: UTC milliseconds.
  public func newRecoveryCodes(
    of account: Account.ID, at now: Int64
  ) async throws -> [RecoveryCode] {
    try await database.write { [self] transaction in
      try write(JournalEntry(.recoveryCodesMade, by: account, at: now), in: transaction)
      return try replaceRecoveryCodes(of: account, in: transaction)
    }
  }

  private func replaceRecoveryCodes(
    of account: Account.ID, in transaction: any Transaction
  ) throws -> [RecoveryCode] {
    try transaction.execute(
      "DELETE FROM recovery_code WHERE account_id = $1", account.rawValue)
    let codes = (0..<RecoveryCode.count).map { _ in RecoveryCode(random: random) }
    try transaction.execute(
      "INSERT INTO recovery_code (hash, account_id) VALUES ($1, $2)",
      each: codes.map { [$0.hash, account.rawValue] })
    return codes
  }
}

/// A password as it lies in its row.
struct PasswordRow {
  let hash: PasswordHash
  let app: TOTP
  let lastStep: Int64
  let changedAt: Int64

  static func hashPlace(_ account: Account.ID) -> String { "password.hash \(account.rawValue)" }
  static func secretPlace(_ account: Account.ID) -> String {
    "password.app_secret \(account.rawValue)"
  }
}
