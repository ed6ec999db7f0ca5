import Cryptography
public import Petitions
import SQLDatabase
public import WebAuthn

/// What a browser sent after a passkey signed, with what it signed.
public struct PasskeyAnswer: Sendable {
  /// What the page gave to sign.
  public let challenge: [UInt8]
  /// What came back.
  public let assertion: RelyingParty.Assertion
  /// Whose passkey it says to be; empty where the authenticator does not tell.
  public let userHandle: [UInt8]

  /// An answer as it came, not checked.
  public init(challenge: [UInt8], assertion: RelyingParty.Assertion, userHandle: [UInt8]) {
    self.challenge = challenge
    self.assertion = assertion
    self.userHandle = userHandle
  }
}

/// Why a passkey was not added.
public enum PasskeyProblem: Error, Sendable, Hashable {
  /// The answer of the authenticator was refused, or had been used, or came too late.
  case notAccepted
  /// The person has as many as anybody may have.
  case tooMany
}

extension Store {
  /// What a passkey signs to sign in where nobody is signed in.
  ///
  /// - Parameter now: UTC milliseconds.
  public func challengeToSignIn(at now: Int64) -> [UInt8] { challenge(for: .signIn, at: now) }

  /// What a passkey signs to show again who one is.
  public func challengeToProve(_ session: Session, at now: Int64) -> [UInt8] {
    challenge(for: .proof(session: session.id), at: now)
  }

  /// What belongs to the making of a passkey.
  public func challengeToRegister(_ session: Session, at now: Int64) -> [UInt8] {
    challenge(for: .registration(session: session.id), at: now)
  }

  /// The number by which authenticators know a person, in which nothing personal stands.
  public func userHandle(of account: Account.ID) -> [UInt8] {
    withUnsafeBytes(of: account.rawValue.bigEndian) { Array($0) }
  }

  /// Adds a passkey, and makes the session a full one.
  ///
  /// - Parameters:
  ///   - registration: what the browser sent.
  ///   - challenge: what the page gave.
  ///   - name: what its owner calls it.
  ///   - now: UTC milliseconds.
  /// - Throws: ``PasskeyProblem``.
  public func addPasskey(
    _ registration: RelyingParty.Registration, for challenge: [UInt8], named name: String,
    of session: Session, on party: RelyingParty, at now: Int64
  ) async throws -> AccountSecret {
    guard
      let challenge = known(challenge, for: .registration(session: session.id), at: now),
      let credential = try? party.credential(made: registration, for: challenge.bytes)
    else { throw PasskeyProblem.notAccepted }
    return try await database.write { [self] transaction in
      let id = session.account.id
      guard try passkeys(of: id, in: transaction).count < limits.accounts.passkeysPerAccount else {
        throw PasskeyProblem.tooMany
      }
      guard try use(challenge, in: transaction),
        try transaction.execute(
          """
          INSERT INTO passkey (
            id, account_id, key, sign_count, is_backed_up, name, created_at, used_at
          )
          VALUES ($1, $2, $3, $4, $5, $6, $7, NULL)
          ON CONFLICT (id) DO NOTHING
          """, credential.id, id.rawValue, credential.key, Int64(credential.signCount),
          credential.isBackedUp, seal(name, in: Self.namePlace(credential.id)), now) == 1,
        let raised = try raise(session, at: now, in: transaction)
      else { throw PasskeyProblem.notAccepted }
      try write(JournalEntry(.passkeyAdded, by: id, at: now), in: transaction)
      return raised
    }
  }

  /// Signs in by a passkey alone, which counts as everything that a role asks for.
  ///
  /// - Parameters:
  ///   - browser: the kind of browser, for the person's own list of sessions.
  ///   - now: UTC milliseconds.
  /// - Returns: nil where it was refused; why, is not told.
  public func signIn(
    by answer: PasskeyAnswer, on party: RelyingParty, browser: String, at now: Int64
  ) async throws -> (session: AccountSecret, account: Account)? {
    try await database.write { [self] transaction in
      guard let account = try use(answer, for: .signIn, on: party, at: now, in: transaction) else {
        return nil
      }
      let session = try beginSession(
        of: account, strength: .full, browser: browser, at: now, in: transaction)
      return (session, account)
    }
  }

  /// Shows who one is by a passkey.
  ///
  /// - Parameter now: UTC milliseconds.
  public func prove(
    _ session: Session, by answer: PasskeyAnswer, on party: RelyingParty, at now: Int64
  ) async throws -> ProofOutcome {
    try await database.write { [self] transaction in
      let purpose = PasskeyChallenge.Purpose.proof(session: session.id)
      guard
        let account = try use(answer, for: purpose, on: party, at: now, in: transaction),
        account.id == session.account.id,
        let raised = try raise(session, at: now, in: transaction)
      else { return .wrong }
      try forgetFailures(of: account.id, in: transaction)
      return .proved(raised)
    }
  }

  /// Calls a passkey something else; one of somebody else stays as it is.
  public func renamePasskey(_ id: [UInt8], of account: Account.ID, to name: String) async throws {
    try await database.write { [self] transaction in
      try transaction.execute(
        "UPDATE passkey SET name = $1 WHERE id = $2 AND account_id = $3",
        seal(name, in: Self.namePlace(id)), id, account.rawValue)
    }
  }

  /// Takes a passkey away; one of somebody else stays.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Returns: false where it stays, because staff would have nothing left but links.
  public func removePasskey(
    _ id: [UInt8], of account: Account.ID, at now: Int64
  ) async throws -> Bool {
    try await database.write { [self] transaction in
      // Of two who are removed at once, one is counted after the other is gone.
      try transaction.execute("UPDATE account SET role = role WHERE id = $1", account.rawValue)
      let isStaff = try self.account(account, in: transaction)?.role.isStaff ?? false
      let credentials = try credentials(of: account, in: transaction)
      guard credentials.passkeys.contains(where: { $0.id == id }) else { return true }
      guard credentials.passkeys.count > 1 || credentials.hasPassword || !isStaff else {
        return false
      }
      try transaction.execute(
        "DELETE FROM passkey WHERE id = $1 AND account_id = $2", id, account.rawValue)
      try write(JournalEntry(.passkeyRemoved, by: account, at: now), in: transaction)
      return true
    }
  }

  func passkeys(of account: Account.ID, in transaction: any Transaction) throws -> [Passkey] {
    try transaction.query(
      """
      SELECT id, name, is_backed_up, created_at, used_at
      FROM passkey
      WHERE account_id = $1
      ORDER BY created_at, id
      """, account.rawValue
    ).map { row in
      let id: [UInt8] = try row.get(0)
      return Passkey(
        id: id, name: try open(row.get(1), in: Self.namePlace(id)), isBackedUp: try row.get(2),
        createdAt: try row.get(3), usedAt: try row.get(4))
    }
  }

  /// Checks an answer and notes the new count of its authenticator.
  ///
  /// - Returns: whose passkey it is; nil where the answer is refused.
  private func use(
    _ answer: PasskeyAnswer, for purpose: PasskeyChallenge.Purpose, on party: RelyingParty,
    at now: Int64, in transaction: any Transaction
  ) throws -> Account? {
    guard let challenge = known(answer.challenge, for: purpose, at: now),
      try use(challenge, in: transaction),
      let row = try transaction.query(
        "SELECT account_id, key, sign_count, is_backed_up FROM passkey WHERE id = $1",
        answer.assertion.credentialID
      ).first,
      let account = try heldAccount(Account.ID(rawValue: row.get(0)), in: transaction),
      !account.isSuspended,
      answer.userHandle.isEmpty || answer.userHandle == userHandle(of: account.id)
    else { return nil }
    let count: Int64 = try row.get(2)
    let credential = Credential(
      id: answer.assertion.credentialID, key: try row.get(1),
      signCount: UInt32(clamping: count), isBackedUp: try row.get(3))
    guard
      let checked = try? party.checked(credential, by: answer.assertion, for: challenge.bytes)
    else { return nil }
    // It may have been taken away while the account was waited for.
    let isThere =
      try transaction.execute(
        "UPDATE passkey SET sign_count = $1, is_backed_up = $2, used_at = $3 WHERE id = $4",
        Int64(checked.signCount), checked.isBackedUp, now, checked.id) == 1
    return isThere ? account : nil
  }

  private func challenge(for purpose: PasskeyChallenge.Purpose, at now: Int64) -> [UInt8] {
    PasskeyChallenge(
      for: purpose, expiresAt: now + limits.accounts.challengeLifetime, key: secret.deskFormKey,
      random: random
    ).bytes
  }

  private func known(
    _ bytes: [UInt8], for purpose: PasskeyChallenge.Purpose, at now: Int64
  ) -> PasskeyChallenge? {
    PasskeyChallenge(bytes, for: purpose, key: secret.deskFormKey, at: now)
  }

  /// Uses a challenge up; false where it was used before.
  private func use(
    _ challenge: PasskeyChallenge, in transaction: any Transaction
  ) throws -> Bool {
    try transaction.execute(
      """
      INSERT INTO used_challenge (hash, expires_at)
      VALUES ($1, $2)
      ON CONFLICT (hash) DO NOTHING
      """, challenge.hash, challenge.expiresAt) == 1
  }

  private static func namePlace(_ id: [UInt8]) -> String { "passkey.name " + Hex.encode(id) }
}
