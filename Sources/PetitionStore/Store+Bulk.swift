import Cryptography
import EmailAddresses
public import Petitions
import SQLDatabase

/// A signature of a made-up data set: who signed, and what became of it.
public struct ConfirmedSigner: Sendable {
  /// Who signed; no two of one petition may have the same address.
  public let signer: Signer
  /// When the button was pressed, in UTC milliseconds.
  public let confirmedAt: Int64
  /// Whether it was taken back afterwards.
  public let isWithdrawn: Bool
  /// How the signer came to the page.
  public let origin: SignatureOrigin

  /// A signature of a made-up data set.
  public init(
    _ signer: Signer, confirmedAt: Int64, isWithdrawn: Bool = false,
    origin: SignatureOrigin = SignatureOrigin()
  ) {
    self.signer = signer
    self.origin = origin
    self.confirmedAt = confirmedAt
    self.isWithdrawn = isWithdrawn
  }
}

extension Store {
  /// Adds signatures as if each had been signed and confirmed, in one transaction and without mails.
  ///
  /// The rows and numbers are those that ``sign(_:_:language:at:)``, ``confirm(_:at:)`` and
  /// ``withdraw(_:language:at:)`` leave behind. For data sets to measure with: nobody is asked, and nobody gets
  /// the secret of a signature.
  ///
  /// - Throws: ``StoreError/petitionClosed``; `DatabaseError` with the code `constraint` for an
  ///   address that has signed, and then nothing was added.
  public func addConfirmed(
    _ signers: [ConfirmedSigner], to petition: Petition
  ) async throws {
    let key = try await petitionKey(of: petition)
    let additions = signers.map { addition(of: $0, to: petition, key: key) }
    let confirmation = ConfirmationBatch(secret: secret, limits: limits, random: random)
    try await database.write { [self] transaction in
      try PetitionLock.toConfirm.take([petition.id.rawValue], in: transaction)
      var count = try PetitionCount(petition: petition.id.rawValue, in: transaction)
      for start in stride(from: 0, to: additions.count, by: Self.rowsAtOnce) {
        let slice = additions[start..<min(start + Self.rowsAtOnce, additions.count)]
        var rows: [[any ValueConvertible]] = []
        for addition in slice {
          guard count.isOpen(at: addition.confirmedAt) else { throw StoreError.petitionClosed }
          rows.append(
            confirmation.values(
              of: addition.row, addition.person, ordinal: count.confirmed + 1, link: addition.link,
              at: addition.confirmedAt))
          count.add(addition.row, link: addition.link, at: addition.confirmedAt)
        }
        try RowInsertion.signature.write(rows, in: transaction)
      }
      try count.write(sourceLimit: limits.organising.sources, in: transaction)
      for addition in additions where addition.isWithdrawn {
        try withdraw(
          addition.link, withdrawalHash: addition.row.withdrawalHash, in: transaction)
      }
    }
  }

  /// Adds signatures that wait for their confirmation, in one transaction and without queueing mails.
  ///
  /// For data sets to measure with.
  ///
  /// - Returns: the mails that would have been sent, in the order of the signers.
  /// - Throws: `DatabaseError`.
  public func addPending(
    _ signers: [Signer], to petition: Petition, at now: Int64
  ) async throws -> [WaitingMail] {
    let key = try await petitionKey(of: petition)
    let prepared = signers.map { prepare($0, petition, key: key, language: "en", at: now) }
    try await database.write { [limits] transaction in
      try SigningBatch(limits: limits).add(prepared, in: transaction)
    }
    return try prepared.map {
      try WaitingMail(sealed: $0.mail, key: secret.outboxKey, submission: $0.submission)
    }
  }

  /// So many rows are bound together, which keeps the memory small.
  private static let rowsAtOnce = 5_000

  /// A row that waits for nothing any more, with the hash of the link that would have confirmed it.
  private struct Addition: Sendable {
    let row: PendingRow
    let person: PersonRecord
    let link: [UInt8]
    let confirmedAt: Int64
    let isWithdrawn: Bool
  }

  private func addition(
    of confirmed: ConfirmedSigner, to petition: Petition, key: SecretKey
  ) -> Addition {
    let signer = confirmed.signer
    let email = signer.email.normalised
    let signatureSecret = SignatureSecret(random: random)
    let link = signatureSecret.confirmHash
    let person = PersonRecord(
      name: signer.name.text, email: signer.email.text, reason: signer.reason)
    let row = PendingRow(
      petition: petition.id.rawValue, wordingVersion: petition.wordingVersion,
      duplicateKey: KeyedHash.hash(Array(email.utf8), key: key, count: 32),
      commitment: signatureSecret.commitment(
        uniqueID: petition.uniqueID, email: email, name: signer.name.text),
      withdrawalHash: signatureSecret.withdrawalHash, audience: signer.audience,
      country: signer.country, wantsUpdates: signer.wantsUpdates,
      person: person.sealed(key: secret.personKey, row: link, nonce: random(24)),
      expiresAt: confirmed.confirmedAt + limits.pendingLifetime, language: "en",
      source: confirmed.origin.source?.text, domainTag: DomainTag.tag(of: signer.email, key: key))
    return Addition(
      row: row, person: person, link: link, confirmedAt: confirmed.confirmedAt,
      isWithdrawn: confirmed.isWithdrawn)
  }
}
