import Cryptography
import EmailAddresses
public import Petitions
import SQLDatabase

extension Store {
  /// Records a signature as pending and queues the mail that asks to confirm it.
  ///
  /// Whether the address is new, pending or has signed before shows in nothing that this returns.
  /// The same form posted again within ``StoreLimits/repeatWindow`` changes nothing.
  ///
  /// - Parameters:
  ///   - signer: whose form was accepted.
  ///   - petition: what they sign, in the wording that they saw.
  ///   - language: the language of the mail, a BCP 47 tag.
  ///   - now: UTC milliseconds.
  /// - Throws: ``StoreError/petitionClosed``; or `DatabaseError`, and then the signature may or may not be recorded, and posting the form
  ///   again is harmless.
  public func sign(
    _ signer: Signer, _ petition: Petition, language: String, at now: Int64
  ) async throws {
    let key = try await petitionKey(of: petition)
    let decision = try await add(
      prepare(signer, petition, key: key, language: language, at: now))
    guard decision != .petitionClosed else {
      // Taken up again, perhaps, while the petition was closing.
      forgetPetitionKey(of: petition.id)
      throw StoreError.petitionClosed
    }
  }

  /// Does all hashing and sealing, so that none of it keeps the writer waiting.
  private func prepare(
    _ signer: Signer, _ petition: Petition, key: SecretKey, language: String, at now: Int64
  ) -> PreparedSignature {
    let signatureSecret = SignatureSecret(random: random)
    let confirmHash = signatureSecret.confirmHash
    let email = signer.email.normalised
    let duplicateKey = KeyedHash.hash(Array(email.utf8), key: key, count: 32)
    let person = PersonRecord(
      name: signer.name.text, email: signer.email.text, reason: signer.reason)
    let mail = WaitingMail(
      petition: petition.id, email: signer.email.text, token: signatureSecret.token,
      language: language)
    let submission = submission(of: signer, duplicateKey: duplicateKey, key: key, at: now)
    return PreparedSignature(
      petition: petition.id, wordingVersion: petition.wordingVersion, confirmHash: confirmHash,
      duplicateKey: duplicateKey,
      commitment: signatureSecret.commitment(
        uniqueID: petition.uniqueID, email: email, name: signer.name.text),
      withdrawalHash: signatureSecret.withdrawalHash, audience: signer.audience,
      country: signer.country, wantsUpdates: signer.wantsUpdates,
      person: person.sealed(key: secret.personKey, row: confirmHash, nonce: random(24)),
      submission: submission,
      earlierSubmission: self.submission(
        of: signer, duplicateKey: duplicateKey, key: key, at: now - limits.repeatWindow),
      addressTag: secret.addressTag(duplicateKey: duplicateKey),
      mail: mail.sealed(key: secret.outboxKey, submission: submission, nonce: random(24)),
      signedAt: now)
  }

  /// Names one posting of one form, so that posting it again can be recognised.
  private func submission(
    of signer: Signer, duplicateKey: [UInt8], key: SecretKey, at now: Int64
  ) -> [UInt8] {
    let fields = [
      signer.name.text, signer.reason, signer.country ?? "", signer.audience.rawValue,
      signer.wantsUpdates ? "1" : "0", String(now / limits.repeatWindow),
    ]
    let message = duplicateKey + fields.flatMap { LengthPrefixed.encode(Array($0.utf8)) }
    return KeyedHash.hash(message, key: key, count: 16)
  }
}

/// A signature with everything hashed and sealed, ready to be written.
struct PreparedSignature: Sendable {
  let petition: Petition.ID
  let wordingVersion: Int
  let confirmHash: [UInt8]
  let duplicateKey: [UInt8]
  let commitment: [UInt8]
  let withdrawalHash: [UInt8]
  let audience: Audience
  let country: String?
  let wantsUpdates: Bool
  let person: [UInt8]
  let submission: [UInt8]
  /// What the same form was named in the window before.
  let earlierSubmission: [UInt8]
  let addressTag: [UInt8]
  let mail: [UInt8]
  let signedAt: Int64
}

/// Writes many prepared signatures in one transaction, each with the mail that it causes.
struct SigningBatch {
  let limits: StoreLimits

  func apply(
    _ signatures: [PreparedSignature], in transaction: any Transaction
  ) throws -> [SigningDecision] {
    try PetitionLock.toSign.take(Set(signatures.map(\.petition.rawValue)), in: transaction)
    let decisions = try decide(signatures, in: transaction)
    let mails = zip(signatures, decisions).compactMap { signature, decision in
      WaitingMail.Kind(decision).map { (signature: signature, kind: $0) }
    }
    let queued = try queue(mails, in: transaction)
    let pending = zip(mails, queued).compactMap { mail, isQueued in
      isQueued && mail.kind == .confirm ? mail.signature : nil
    }
    try transaction.execute(
      """
      INSERT INTO pending_signature (
        confirm_hash, petition_id, wording_version, duplicate_key, commitment, withdrawal_hash,
        audience, country, wants_updates, person, expires_at
      )
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      """,
      each: pending.map { signature in
        [
          signature.confirmHash, signature.petition.rawValue, signature.wordingVersion,
          signature.duplicateKey, signature.commitment, signature.withdrawalHash,
          signature.audience.rawValue, signature.country, signature.wantsUpdates,
          signature.person, signature.signedAt + limits.pendingLifetime,
        ]
      })
    return decisions
  }

  private func decide(
    _ signatures: [PreparedSignature], in transaction: any Transaction
  ) throws -> [SigningDecision] {
    let ordinals = try transaction.query(
      """
      SELECT ordinal
      FROM signature
      WHERE petition_id = $1 AND duplicate_key = $2
      """,
      each: signatures.map { [$0.petition.rawValue, $0.duplicateKey] })
    var petitions: [Petition.ID: PetitionCount] = [:]
    return try zip(signatures, ordinals).map { signature, ordinals in
      let petition =
        try petitions[signature.petition]
        ?? PetitionCount(petition: signature.petition.rawValue, in: transaction)
      petitions[signature.petition] = petition
      return SigningDecision(
        isOpen: petition.isOpen(at: signature.signedAt), hasSignature: !ordinals.isEmpty)
    }
  }

  /// Queues the mails that are neither a repetition nor too many for their address.
  ///
  /// - Returns: for each mail whether it was queued.
  private func queue(
    _ mails: [(signature: PreparedSignature, kind: WaitingMail.Kind)],
    in transaction: any Transaction
  ) throws -> [Bool] {
    try transaction.execute(
      """
      INSERT INTO outbox (kind, state, submission, address_tag, sealed, due_at, created_at)
      SELECT $1, 'queued', $2, $3, $4, $5, $6
      WHERE (
        SELECT COUNT(*)
        FROM outbox
        WHERE address_tag = $7 AND created_at > $8
      ) < $9
        AND NOT EXISTS (
          SELECT 1
          FROM outbox
          WHERE submission = $10 AND kind = $11 AND created_at > $12
        )
      ON CONFLICT (submission, kind) DO NOTHING
      """,
      each: mails.map { signature, kind in
        [
          kind.rawValue, signature.submission, signature.addressTag,
          signature.mail, signature.signedAt, signature.signedAt, signature.addressTag,
          signature.signedAt - limits.mailWindow, limits.mailsPerAddress,
          signature.earlierSubmission, kind.rawValue, signature.signedAt - limits.repeatWindow,
        ]
      }
    ).map { $0 == 1 }
  }
}
