import Cryptography
public import Petitions
import SQLDatabase

/// A mail that waits to be written and sent.
public struct WaitingMail: Sendable, Hashable {
  /// What the mail says.
  public enum Kind: String, Sendable, Hashable {
    /// Asks to confirm, with the link that does.
    case confirm
    /// Says that the address has signed already; holds no link to a signature.
    case alreadySigned = "already-signed"

    /// - Returns: nil for a decision that nobody is written to about.
    init?(_ decision: SigningDecision) {
      switch decision {
      case .askToConfirm: self = .confirm
      case .tellAlreadySigned: self = .alreadySigned
      case .petitionClosed: return nil
      }
    }
  }

  /// The petition that was signed.
  public let petition: Petition.ID
  /// The address.
  public let email: String
  /// The token of the link.
  public let token: String
  /// The language of the page that was signed, a BCP 47 tag.
  public let language: String

  /// Sealed mails have sizes in steps of this many bytes, plus 40 of the seal itself.
  private static let paddingStep = 128

  init(petition: Petition.ID, email: String, token: String, language: String) {
    self.petition = petition
    self.email = email
    self.token = token
    self.language = language
  }

  /// Opens a mail in the row of its own submission.
  init(sealed: [UInt8], key: SecretKey, submission: [UInt8]) throws {
    let plaintext = try AEAD.open(sealed, key: key, authenticating: submission)
    guard let fields = LengthPrefixed.decode(plaintext, count: 4), let id = Int64(fields[0]) else {
      throw StoreError.unreadableRecord
    }
    self.init(
      petition: Petition.ID(rawValue: id), email: fields[1], token: fields[2], language: fields[3])
  }

  /// Seals the mail so that it opens only in the row of the same submission.
  func sealed(key: SecretKey, submission: [UInt8], nonce: [UInt8]) -> [UInt8] {
    let fields = [String(petition.rawValue), email, token, language]
    let plaintext = LengthPrefixed.encode(fields, paddedTo: Self.paddingStep)
    return AEAD.seal(plaintext, key: key, nonce: nonce, authenticating: submission)
  }
}

/// A mail taken from the outbox, to be sent once.
public struct ClaimedMail: Sendable {
  /// The number of the mail.
  public let id: Int64
  /// What the mail says.
  public let kind: WaitingMail.Kind
  /// Names the mail for ever, so that a mail sent twice can be recognised.
  public let messageToken: String
  /// How often sending it was tried before.
  public let attempts: Int
  /// When it was queued, in UTC milliseconds.
  public let queuedAt: Int64
  /// What to write, and to whom.
  public let mail: WaitingMail

  fileprivate init(_ row: Row, key: SecretKey) throws {
    guard let kind = WaitingMail.Kind(rawValue: try row.get(1)) else {
      throw StoreError.unreadableRecord
    }
    id = try row.get(0)
    self.kind = kind
    let submission: [UInt8] = try row.get(2)
    messageToken = Hex.encode(submission) + "." + kind.rawValue
    attempts = try row.get(3)
    queuedAt = try row.get(4)
    mail = try WaitingMail(sealed: row.get(5), key: key, submission: submission)
  }
}

extension Store {
  /// Takes mails that are due, oldest first; nobody else gets them before the lease ends.
  ///
  /// A mail that cannot be opened waits for another lease and does not hold up the others.
  ///
  /// - Parameters:
  ///   - limit: the most that are taken.
  ///   - lease: after this many milliseconds a mail that was not settled is due again.
  /// - Throws: `DatabaseError`; what opening the first mail threw, when none could be opened.
  public func claimMails(limit: Int, lease: Int64, at now: Int64) async throws -> [ClaimedMail] {
    let rows = try await database.write { transaction in
      try transaction.query(Self.claim(transaction.dialect), now + lease, now, limit)
    }
    let key = secret.outboxKey
    let mails = rows.map { row in Result { try ClaimedMail(row, key: key) } }
    let opened = mails.compactMap { try? $0.get() }
    if opened.isEmpty { _ = try mails.first?.get() }
    // What an UPDATE returns is in no order.
    return opened.sorted { ($0.queuedAt, $0.id) < ($1.queuedAt, $1.id) }
  }

  private static func claim(_ dialect: Dialect) -> SQL {
    switch dialect {
    case .sqlite:
      """
      UPDATE outbox
      SET due_at = $1, attempts = attempts + 1
      WHERE id IN (
        SELECT id
        FROM outbox
        WHERE state = 'queued' AND due_at <= $2
        ORDER BY due_at
        LIMIT $3
      )
      RETURNING id, kind, submission, attempts - 1, created_at, sealed
      """
    // What another node takes at this moment is passed over rather than waited for. An array, since
    // a plan could run a joined query more than once, and each run would take others.
    case .postgresql:
      """
      UPDATE outbox
      SET due_at = $1, attempts = attempts + 1
      WHERE id = ANY (ARRAY(
        SELECT id
        FROM outbox
        WHERE state = 'queued' AND due_at <= $2
        ORDER BY due_at
        LIMIT $3
        FOR UPDATE SKIP LOCKED
      ))
      RETURNING id, kind, submission, attempts - 1, created_at, sealed
      """
    }
  }

  /// Whether any mail is due.
  public func hasDueMail(at now: Int64) async throws -> Bool {
    try await database.read { transaction in
      try !transaction.query(
        "SELECT id FROM outbox WHERE state = 'queued' AND due_at <= $1 LIMIT 1", now
      ).isEmpty
    }
  }

  /// Notes that mails were handed over, and deletes what they said and to whom.
  public func settleMails(_ mails: [Int64]) async throws {
    try await database.write { transaction in
      try transaction.execute(
        "UPDATE outbox SET state = 'accepted', sealed = NULL WHERE id = $1",
        each: mails.map { [$0] })
    }
  }

  /// Deletes pending signatures and mails that expired, and records of mails that limit nothing, and
  /// closes the petitions whose end has come.
  public func sweep(at now: Int64) async throws {
    try await delete(
      """
      DELETE FROM pending_signature
      WHERE confirm_hash IN (
        SELECT confirm_hash
        FROM pending_signature
        WHERE expires_at <= $1
        ORDER BY expires_at
        LIMIT $2
      )
      """, until: now)
    try await delete(
      """
      DELETE FROM outbox
      WHERE id IN (
        SELECT id
        FROM outbox
        WHERE state <> 'queued' AND created_at <= $1
        ORDER BY created_at
        LIMIT $2
      )
      """, until: now - limits.mailWindow)
    // What still waits holds an address, and a link that leads nowhere any more.
    try await delete(
      """
      DELETE FROM outbox
      WHERE id IN (
        SELECT id
        FROM outbox
        WHERE created_at <= $1
        ORDER BY created_at
        LIMIT $2
      )
      """, until: now - limits.pendingLifetime)
    // Last: a closing that fails must not keep what has expired.
    try await closeEnded(at: now)
    try await forgetKeysOfClosedPetitions()
  }

  /// Deletes rows a few at a time, so that signers never wait for long.
  private func delete(_ sql: SQL, until time: Int64) async throws {
    let count = limits.deletionsAtOnce
    while try await database.write({ try $0.execute(sql, time, count) }) == count {}
  }
}
