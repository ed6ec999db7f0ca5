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
  /// - Throws: ``StoreError/petitionClosed``; or `DatabaseError`, and then the signature may or may
  ///   not be recorded, and posting the form again is harmless.
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
  func prepare(
    _ signer: Signer, _ petition: Petition, key: SecretKey, language: String, at now: Int64
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
    let submission = submission(of: signer, duplicateKey: duplicateKey, key: key, at: now)
    return PreparedSignature(
      petition: petition.id, wordingVersion: petition.wordingVersion, confirmHash: confirmHash,
      duplicateKey: duplicateKey,
      commitment: signatureSecret.commitment(
        uniqueID: petition.uniqueID, email: email, name: signer.name.text),
      withdrawalHash: signatureSecret.withdrawalHash, audience: signer.audience,
      country: signer.country, wantsUpdates: signer.wantsUpdates,
      person: person.sealed(
        key: secret.personKey, row: confirmHash,
        nonce: Array(nonces.prefix(AEAD.nonceCount))),
      submission: submission,
      earlierSubmission: self.submission(
        of: signer, duplicateKey: duplicateKey, key: key, at: now - limits.repeatWindow),
      addressTag: secret.addressTag(duplicateKey: duplicateKey),
      mail: mail.sealed(
        key: secret.outboxKey, submission: submission, nonce: Array(nonces.suffix(AEAD.nonceCount))),
      signedAt: now)
  }

  /// Names one posting of one form, so that posting it again can be recognised.
  private func submission(
    of signer: Signer, duplicateKey: [UInt8], key: SecretKey, at now: Int64
  ) -> [UInt8] {
    var message = duplicateKey
    for field in [
      signer.name.text, signer.reason, signer.country ?? "", signer.audience.rawValue,
      signer.wantsUpdates ? "1" : "0", String(now / limits.repeatWindow),
    ] {
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
  let person: [UInt8]
  let submission: [UInt8]
  /// What the same form was named in the window before.
  let earlierSubmission: [UInt8]
  let addressTag: [UInt8]
  let mail: [UInt8]
  let signedAt: Int64
}
