import Cryptography
public import Petitions
import SQLDatabase

extension Store {
  /// A signer's own signature, found by the secret from the mail.
  public func signature(_ signatureSecret: SignatureSecret) async throws -> OwnSignature? {
    try await signature(confirmHash: signatureSecret.confirmHash)
  }

  /// A signer's own signature, found as ``confirm(confirmHash:at:)`` finds it.
  public func signature(confirmHash: [UInt8]) async throws -> OwnSignature? {
    let row = try await database.read { try Self.ownRow(confirmHash, in: $0) }
    return try row.map { try own($0, confirmHash) }
  }

  /// Corrects the name of a standing signature, changes who may see it, and ends updates.
  ///
  /// The commitment made when it was signed stays as it was. Whoever wants no updates any more has
  /// the address deleted; so updates cannot be asked for again.
  public func change(
    _ signatureSecret: SignatureSecret, name: PersonName, audience: Audience,
    endingUpdates: Bool = false
  ) async throws {
    try await rewrite(signatureSecret) { own in
      own.name = name.text
      own.audience = audience
      if endingUpdates {
        own.wantsUpdates = false
        own.email = ""
      }
    }
  }

  /// Takes a signature back, also one that was removed; doing so again changes nothing.
  ///
  /// The ordinal stays and stands as withdrawn. Name, address, reason and country are deleted, and
  /// so is what would recognise the address, also among the mails: the person can sign again. Where
  /// the address was kept, one mail says that all this was done; its row goes when it was sent.
  ///
  /// - Parameters:
  ///   - language: the language of that mail, a BCP 47 tag.
  ///   - now: UTC milliseconds.
  public func withdraw(
    _ signatureSecret: SignatureSecret, language: String, at now: Int64
  ) async throws {
    let hash = signatureSecret.confirmHash
    let withdrawalHash = signatureSecret.withdrawalHash
    try await database.write { [self] transaction in
      guard
        let left = try withdraw(hash, withdrawalHash: withdrawalHash, in: transaction),
        let sealed = left.person
      else { return }
      let person = try PersonRecord(sealed: sealed, key: secret.personKey, row: hash)
      guard !person.email.isEmpty else { return }
      let mail = withdrawalMail(
        WaitingMail(petition: left.petition, email: person.email, token: "", language: language),
        at: now)
      _ = try MailBatch(limits: limits).addWithinBudget([mail], in: transaction)
    }
  }

  /// A mail whose row nothing connects with the signature that was taken back.
  private func withdrawalMail(_ mail: WaitingMail, at now: Int64) -> PreparedMail {
    let drawn = random(32 + AEAD.nonceCount)
    let submission = Array(drawn.prefix(16))
    return PreparedMail(
      kind: .withdrawn, petition: mail.petition, submission: submission,
      earlierSubmission: submission, addressTag: Array(drawn[16..<32]),
      recipientTag: secret.recipientTag(sealedEmail: mail.email),
      sealed: mail.sealed(
        key: secret.outboxKey, submission: submission, nonce: Array(drawn.dropFirst(32))),
      dueAt: now, createdAt: now)
  }

  /// - Returns: the petition, and what was sealed; nil where nothing changed.
  @discardableResult
  func withdraw(
    _ hash: [UInt8], withdrawalHash: [UInt8], in transaction: any Transaction
  ) throws -> (petition: Petition.ID, person: [UInt8]?)? {
    try Self.lockRemoval(of: hash, in: transaction)
    try Self.lock(hash, in: transaction)
    let rows = try transaction.query(
      """
      SELECT petition_id, duplicate_key, country, person, ordinal, confirmed_at, state, removal_id
      FROM signature
      WHERE confirm_hash = $1 AND withdrawal_hash = $2 AND state <> 'withdrawn'
      """, hash, withdrawalHash)
    guard let row = rows.first else { return nil }
    let wasRemoved = try row.get(6) as String == SignatureState.removed.rawValue
    try transaction.execute(
      """
      UPDATE signature
      SET state = 'withdrawn',
        -- What was removed cannot be signed again by being withdrawn first.
        duplicate_key = CASE WHEN state = 'removed' THEN duplicate_key END, country = NULL, wants_updates = 0,
        name = NULL, reason = NULL, person = NULL, source = NULL, domain_tag = NULL,
        removal_id = NULL
      WHERE confirm_hash = $1 AND state <> 'withdrawn'
      """, hash)
    let petition: Int64 = try row.get(0)
    try transaction.execute(
      "DELETE FROM signature_network WHERE day = $1 AND petition_id = $2 AND ordinal = $3",
      NetworkOfDay.day(of: row.get(5)), petition, row.get(4) as Int)
    if wasRemoved {
      try Self.leave(removal: row.get(7), of: petition, in: transaction)
    } else {
      try Self.leaveStanding(country: row.get(2), of: petition, in: transaction)
    }
    var numbers = NewsNumbers()
    try numbers.forget(
      transaction.query(
        """
        DELETE FROM outbox
        WHERE address_tag = $1
        RETURNING CASE WHEN sealed IS NULL THEN NULL ELSE news_id END
        """, secret.addressTag(duplicateKey: row.get(1))))
    try numbers.write(in: transaction)
    try transaction.tell(.changed(Petition.ID(rawValue: petition)))
    return (Petition.ID(rawValue: petition), try row.get(3))
  }

  private static func leaveStanding(
    country: String?, of petition: Int64, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      "UPDATE petition SET withdrawn = withdrawn + 1 WHERE id = $1", petition)
    // Or the difference to the rows would tell the country of who withdrew.
    try transaction.execute(
      """
      UPDATE standing_by_country
      SET standing = standing - 1
      WHERE petition_id = $1 AND country = $2
      """, petition, country)
  }

  /// Counts a removed signature as withdrawn; its country was taken off when it was removed.
  ///
  /// A removal that still works must not take another signature in its place.
  private static func leave(
    removal: Int64?, of petition: Int64, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE removal
      SET removed = removed - 1,
        counted = counted - CASE WHEN state = 'running' THEN 1 ELSE 0 END
      WHERE id = $1
      """, removal)
    try transaction.execute(
      "UPDATE petition SET withdrawn = withdrawn + 1, removed = removed - 1 WHERE id = $1",
      petition)
  }

  private func rewrite(
    _ signatureSecret: SignatureSecret, _ change: @escaping @Sendable (inout OwnSignature) -> Void
  ) async throws {
    try await rewrite(signatureSecret.confirmHash, change)
  }

  /// Changes a standing signature; where that ends updates, news that waits is not sent.
  ///
  /// - Parameter isForRemoved: whether a signature that was removed is changed as well.
  func rewrite(
    _ hash: [UInt8], isForRemoved: Bool = false,
    _ change: @escaping @Sendable (inout OwnSignature) -> Void
  ) async throws {
    try await database.write { [self] transaction in
      try Self.lock(hash, in: transaction)
      guard let row = try Self.ownRow(hash, in: transaction) else { return }
      var own = try own(row, hash)
      guard own.state == .standing || isForRemoved && own.state == .removed else { return }
      let wantedUpdates = own.wantsUpdates
      change(&own)
      let isPublic = own.audience == .public
      let person = PersonRecord(name: own.name, email: own.email, reason: own.reason)
      // Drawn for each run: after a conflict, the row may be another one.
      let nonce = random(24)
      let isSealed = !isPublic || !own.email.isEmpty
      try transaction.execute(
        """
        UPDATE signature
        SET audience = $1, name = $2, reason = $3, person = $4, wants_updates = $5
        WHERE confirm_hash = $6
        """,
        own.audience.rawValue, isPublic ? own.name : nil as String?,
        isPublic && !own.reason.isEmpty ? own.reason : nil as String?,
        isSealed ? person.sealed(key: secret.personKey, row: hash, nonce: nonce) : nil as [UInt8]?,
        own.wantsUpdates, hash)
      if wantedUpdates, !own.wantsUpdates {
        try forgetNews(to: row.get(10), in: transaction)
      }
      try transaction.tell(.changed(own.petition))
    }
  }

  private func forgetNews(to duplicateKey: [UInt8], in transaction: any Transaction) throws {
    var numbers = NewsNumbers()
    try numbers.forget(
      transaction.query(
        """
        DELETE FROM outbox
        WHERE address_tag = $1 AND kind = 'news' AND sealed IS NOT NULL
        RETURNING news_id
        """, secret.addressTag(duplicateKey: duplicateKey)))
    try numbers.write(in: transaction)
  }

  /// Removals lock themselves before their signatures, so whoever changes both does the same.
  ///
  /// A removal that comes between this and the lock of the signature is a conflict at worst, and the
  /// transaction runs again.
  private static func lockRemoval(of hash: [UInt8], in transaction: any Transaction) throws {
    guard transaction.dialect == .postgresql else { return }
    let removal: Int64? = try transaction.query(
      "SELECT removal_id FROM signature WHERE confirm_hash = $1", hash
    ).first?.get(0)
    guard let removal else { return }
    _ = try transaction.query("SELECT id FROM removal WHERE id = $1 FOR UPDATE", removal)
  }

  /// Lets no other node change a signature between reading and writing it.
  static func lock(_ hash: [UInt8], in transaction: any Transaction) throws {
    guard transaction.dialect == .postgresql else { return }
    _ = try transaction.query(
      "SELECT ordinal FROM signature WHERE confirm_hash = $1 FOR UPDATE", hash)
  }

  private static func ownRow(_ hash: [UInt8], in transaction: any Transaction) throws -> Row? {
    try transaction.query(
      """
      SELECT petition_id, ordinal, state, audience, name, reason, person, wants_updates, country,
        confirmed_at, duplicate_key, wording_version
      FROM signature
      WHERE confirm_hash = $1
      """, hash
    ).first
  }

  private func own(_ row: Row, _ hash: [UInt8]) throws -> OwnSignature {
    let sealed: [UInt8]? = try row.get(6)
    let person = try sealed.map {
      try PersonRecord(sealed: $0, key: secret.personKey, row: hash)
    }
    guard let state = SignatureState(rawValue: try row.get(2)) else {
      throw StoreError.unreadableRecord
    }
    return OwnSignature(
      petition: Petition.ID(rawValue: try row.get(0)), ordinal: try row.get(1), state: state,
      audience: try row.audience(3), name: try row.get(4) ?? person?.name ?? "",
      reason: try row.get(5) ?? person?.reason ?? "", wantsUpdates: try row.get(7),
      country: try row.get(8), confirmedAt: try row.get(9), wordingVersion: try row.get(11),
      email: person?.email ?? "")
  }
}

/// A confirmed signature as its signer sees it.
public struct OwnSignature: Sendable, Hashable {
  /// What was signed.
  public let petition: Petition.ID
  /// The place on the list.
  public let ordinal: Int
  /// What became of the signature.
  public let state: SignatureState
  /// Who may see the name.
  public internal(set) var audience: Audience
  /// The name; empty once withdrawn.
  public internal(set) var name: String
  /// The reason given; may be empty.
  public let reason: String
  /// Whether news of the petition may be sent.
  public internal(set) var wantsUpdates: Bool
  /// The country, an ISO 3166-1 alpha-2 code.
  public let country: String?
  /// When it was confirmed, in UTC milliseconds, full hours.
  public let confirmedAt: Int64
  /// The version of the words that were signed.
  public let wordingVersion: Int
  /// The address, where it is kept at all.
  var email: String

  /// A confirmed signature as its signer sees it; only a store and tests make one.
  public init(
    petition: Petition.ID, ordinal: Int, state: SignatureState, audience: Audience, name: String,
    reason: String, wantsUpdates: Bool, country: String?, confirmedAt: Int64,
    wordingVersion: Int = 1, email: String = ""
  ) {
    self.petition = petition
    self.ordinal = ordinal
    self.state = state
    self.audience = audience
    self.name = name
    self.reason = reason
    self.wantsUpdates = wantsUpdates
    self.country = country
    self.confirmedAt = confirmedAt
    self.wordingVersion = wordingVersion
    self.email = email
  }
}
