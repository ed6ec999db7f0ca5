import Cryptography
public import EmailAddresses
public import Petitions
import SQLDatabase

extension Store {
  /// Sends what an address that signed a petition waits for: another mail that asks to confirm, or the
  /// one that says it has signed already.
  ///
  /// Nobody is told which, or whether any mail is sent: the budgets are those of signing, and who never
  /// signed gets nothing. The link and the code of an earlier mail go on working.
  ///
  /// - Parameters:
  ///   - email: the address that a form named.
  ///   - language: the language of the mail, a BCP 47 tag.
  ///   - now: UTC milliseconds.
  /// - Throws: ``StoreError/petitionClosed``, ``StoreError/tooManyMailsWait``, `DatabaseError`.
  public func resend(
    to email: EmailAddress, _ petition: Petition, language: String, at now: Int64
  ) async throws {
    try await checkBacklog(at: now)
    let key = try await petitionKey(of: petition)
    let duplicateKey = KeyedHash.hash(Array(email.normalised.utf8), key: key, count: 32)
    var submission = duplicateKey
    LengthPrefixed.append("resend \(now / limits.resendWindow)".utf8, to: &submission)
    submission = KeyedHash.hash(submission, key: key, count: 16)
    if let earlier = try await newestForm(of: petition.id, duplicateKey, at: now) {
      try await add(
        prepare(
          earlier.signer, petition, key: key, language: language, at: now,
          wordingVersion: earlier.wordingVersion, submission: submission), to: petition.id)
    } else {
      try await tellAlreadySigned(
        WaitingMail(petition: petition.id, email: email.text, token: "", language: language),
        of: petition.id, duplicateKey: duplicateKey, submission: submission,
        recipientTag: secret.recipientTag(email: email.normalised), at: now)
    }
  }

  /// The form that an address has sent last, and not confirmed.
  private func newestForm(
    of petition: Petition.ID, _ duplicateKey: [UInt8], at now: Int64
  ) async throws -> (signer: Signer, wordingVersion: Int)? {
    let rows = try await database.read { transaction in
      try transaction.query(
        """
        SELECT confirm_hash, person, expires_at, wording_version, audience, country, wants_updates
        FROM pending_signature
        WHERE petition_id = $1 AND duplicate_key = $2 AND expires_at > $3
        """, petition.rawValue, duplicateKey, now)
    }
    let newest = try rows.max { (try $0.get(2) as Int64) < (try $1.get(2) as Int64) }
    guard let row = newest else { return nil }
    let sealed: [UInt8] = try row.get(1)
    // A petition that is being closed names nobody any more.
    guard !sealed.isEmpty else { return nil }
    let person = try PersonRecord(sealed: sealed, key: secret.personKey, row: row.get(0))
    let signer = Signer(
      name: try PersonName(typed: person.name), email: try EmailAddress(parsing: person.email),
      reason: person.reason, country: try row.get(5), audience: try row.audience(4),
      wantsUpdates: try row.get(6))
    return (signer, try row.get(3))
  }

  private func tellAlreadySigned(
    _ mail: WaitingMail, of petition: Petition.ID, duplicateKey: [UInt8], submission: [UInt8],
    recipientTag: [UInt8],
    at now: Int64
  ) async throws {
    let find: SQL =
      "SELECT ordinal FROM signature WHERE petition_id = $1 AND duplicate_key = $2"
    let petition = petition.rawValue
    // Most who ask for an address that never signed are to cost no write.
    let hasSigned = try await database.read { transaction in
      try !transaction.query(find, petition, duplicateKey).isEmpty
    }
    guard hasSigned else { return }
    let prepared = PreparedMail(
      kind: .alreadySigned, petition: mail.petition, submission: submission,
      earlierSubmission: submission, addressTag: secret.addressTag(duplicateKey: duplicateKey),
      recipientTag: recipientTag,
      sealed: mail.sealed(
        key: secret.outboxKey, submission: submission, nonce: random(AEAD.nonceCount)),
      dueAt: now, createdAt: now)
    try await database.write { [limits] transaction in
      try Self.lockSignature(petition, duplicateKey, in: transaction)
      guard try !transaction.query(find, petition, duplicateKey).isEmpty else { return }
      _ = try MailBatch(limits: limits).addWithinBudget([prepared], in: transaction)
    }
  }

  /// Lets nobody take the signature back before the mail is there that would be deleted with it.
  private static func lockSignature(
    _ petition: Int64, _ duplicateKey: [UInt8], in transaction: any Transaction
  ) throws {
    guard transaction.dialect == .postgresql else { return }
    _ = try transaction.query(
      """
      SELECT ordinal
      FROM signature
      WHERE petition_id = $1 AND duplicate_key = $2
      FOR SHARE
      """, petition, duplicateKey)
  }
}
