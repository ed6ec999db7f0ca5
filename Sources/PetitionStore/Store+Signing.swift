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
  ///   - origin: how the signer came to the page.
  ///   - language: the language of the mail, a BCP 47 tag.
  ///   - now: UTC milliseconds.
  /// - Throws: ``StoreError/petitionClosed``, ``StoreError/tooManyMailsWait``; or `DatabaseError`, and then the signature may or may
  ///   not be recorded, and posting the form again is harmless.
  public func sign(
    _ signer: Signer, _ petition: Petition, origin: SignatureOrigin = SignatureOrigin(),
    language: String, at now: Int64
  ) async throws {
    try await checkBacklog(at: now)
    let key = try await petitionKey(of: petition)
    try await add(
      prepare(signer, petition, key: key, origin: origin, language: language, at: now),
      to: petition.id)
  }

  func add(_ signature: PreparedSignature, to petition: Petition.ID) async throws {
    guard try await add(signature) != .petitionClosed else {
      // Taken up again, perhaps, while the petition was closing.
      forgetPetitionKey(of: petition)
      throw StoreError.petitionClosed
    }
  }

  /// Does all hashing and sealing, so that none of it keeps the writer waiting.
  ///
  /// - Parameters:
  ///   - wordingVersion: the wording that was signed, where it is not the petition's.
  ///   - given: what names the posting, where that is not its form.
  func prepare(
    _ signer: Signer, _ petition: Petition, key: SecretKey,
    origin: SignatureOrigin = SignatureOrigin(), language: String, at now: Int64,
    wordingVersion: Int? = nil, submission given: [UInt8]? = nil
  ) -> PreparedSignature {
    // Drawn together, since each draw asks the system.
    let drawn = random(SignatureSecret.size + 2 * AEAD.nonceCount)
    let signatureSecret = SignatureSecret(bytes: Array(drawn.prefix(SignatureSecret.size)))
    let nonces = drawn.dropFirst(SignatureSecret.size)
    let confirmHash = signatureSecret.confirmHash
    let email = signer.email.normalised
    let duplicateKey = KeyedHash.hash(Array(email.utf8), key: key, count: 32)
    let person = PersonRecord(
      name: signer.name.text, email: signer.email.text, reason: signer.reason)
    let mail = WaitingMail(
      petition: petition.id, email: signer.email.text, token: signatureSecret.token,
      language: language)
    let submission =
      given ?? submission(of: signer, duplicateKey: duplicateKey, key: key, at: now)
    let earlier =
      given
      ?? self.submission(
        of: signer, duplicateKey: duplicateKey, key: key, at: now - limits.repeatWindow)
    return PreparedSignature(
      petition: petition.id, wordingVersion: wordingVersion ?? petition.wordingVersion,
      confirmHash: confirmHash, duplicateKey: duplicateKey,
      commitment: signatureSecret.commitment(
        uniqueID: petition.uniqueID, email: email, name: signer.name.text),
      withdrawalHash: signatureSecret.withdrawalHash, audience: signer.audience,
      country: signer.country, wantsUpdates: signer.wantsUpdates, source: origin.source?.text,
      domainTag: DomainTag.tag(of: signer.email, key: key), language: language,
      codeHash: secret.codeHash(signatureSecret.code, confirmHash: confirmHash),
      person: person.sealed(
        key: secret.personKey, row: confirmHash,
        nonce: Array(nonces.prefix(AEAD.nonceCount))),
      submission: submission,
      earlierSubmission: earlier,
      addressTag: secret.addressTag(duplicateKey: duplicateKey),
      recipientTag: secret.recipientTag(email: email), wantsReminder: signer.wantsReminder,
      mail: mail.sealed(
        key: secret.outboxKey, submission: submission, nonce: Array(nonces.suffix(AEAD.nonceCount))),
      signedAt: now)
  }

  /// Names one posting of one form, so that posting it again can be recognised.
  private func submission(
    of signer: Signer, duplicateKey: [UInt8], key: SecretKey, at now: Int64
  ) -> [UInt8] {
    var message = duplicateKey
    var fields = [
      signer.name.text, signer.reason, signer.country ?? "", signer.audience.rawValue,
      signer.wantsUpdates ? "1" : "0", String(now / limits.repeatWindow),
    ]
    if signer.wantsReminder { fields.append("reminder") }
    for field in fields {
      LengthPrefixed.append(field.utf8, to: &message)
    }
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
  let source: String?
  let domainTag: Int64
  let language: String
  let codeHash: [UInt8]
  let person: [UInt8]
  let submission: [UInt8]
  /// What the same form was named in the window before.
  let earlierSubmission: [UInt8]
  let addressTag: [UInt8]
  let recipientTag: [UInt8]
  let wantsReminder: Bool
  let mail: [UInt8]
  let signedAt: Int64

  /// The mail that the signature causes, and the reminder that may follow it.
  func mails(_ kind: WaitingMail.Kind, _ limits: StoreLimits) -> SigningMails {
    let prompt = mail(kind, dueAt: signedAt)
    guard kind == .confirm else { return SigningMails(prompt: prompt) }
    // The same words to the same address are sealed once for both.
    let reminder =
      wantsReminder ? mail(.reminder, dueAt: signedAt + limits.reminderDelay) : nil
    return SigningMails(prompt: prompt, reminder: reminder, signature: self)
  }

  private func mail(_ kind: WaitingMail.Kind, dueAt: Int64) -> PreparedMail {
    PreparedMail(
      kind: kind, petition: petition, submission: submission, earlierSubmission: earlierSubmission,
      addressTag: addressTag, recipientTag: recipientTag, sealed: mail, dueAt: dueAt,
      createdAt: signedAt)
  }
}

/// What is written where a signature is taken.
struct SigningMails {
  let prompt: PreparedMail
  var reminder: PreparedMail?
  /// The signature that waits for its confirmation.
  var signature: PreparedSignature?
}
