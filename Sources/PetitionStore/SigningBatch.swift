import Petitions
import SQLDatabase

/// Writes many prepared signatures in one transaction, each with the mail that it causes.
///
/// SQLite runs a statement for each row. PostgreSQL takes all rows with one statement, since starting
/// a statement costs it more than what the statement does.
struct SigningBatch {
  let limits: StoreLimits

  func apply(
    _ signatures: [PreparedSignature], in transaction: any Transaction
  ) throws -> [SigningDecision] {
    try PetitionLock.toSign.take(Set(signatures.map(\.petition.rawValue)), in: transaction)
    let decisions = try decide(signatures, in: transaction)
    let mails = zip(signatures, decisions).compactMap { signature, decision in
      WaitingMail.Kind(decision).map { signature.mails($0, limits) }
    }
    let batch = MailBatch(limits: limits)
    let queued = try batch.addWithinBudget(mails.map(\.prompt), in: transaction)
    let pending = zip(mails, queued).compactMap { mail, isQueued in
      isQueued && mail.prompt.kind == .confirm ? mail : nil
    }
    try add(pending.compactMap(\.signature), in: transaction)
    try batch.addReminders(pending.compactMap(\.reminder), in: transaction)
    return decisions
  }

  private func decide(
    _ signatures: [PreparedSignature], in transaction: any Transaction
  ) throws -> [SigningDecision] {
    let haveSigned = try haveSigned(signatures, in: transaction)
    var petitions: [Petition.ID: PetitionCount] = [:]
    return try zip(signatures, haveSigned).map { signature, hasSigned in
      let petition =
        try petitions[signature.petition]
        ?? PetitionCount(petition: signature.petition.rawValue, in: transaction)
      petitions[signature.petition] = petition
      return SigningDecision(
        isOpen: petition.isOpen(at: signature.signedAt), hasSignature: hasSigned)
    }
  }

  /// For each signature whether its address has a confirmed one already.
  private func haveSigned(
    _ signatures: [PreparedSignature], in transaction: any Transaction
  ) throws -> [Bool] {
    switch transaction.dialect {
    case .sqlite:
      return try transaction.query(
        """
        SELECT ordinal
        FROM signature
        WHERE petition_id = $1 AND duplicate_key = $2
        """,
        each: signatures.map { [$0.petition.rawValue, $0.duplicateKey] }
      ).map { !$0.isEmpty }
    case .postgresql:
      return try transaction.query(
        """
        SELECT (
          SELECT COUNT(*)
          FROM signature
          WHERE petition_id = signer.petition AND duplicate_key = signer.key
        )
        FROM unnest($1::BIGINT[], $2::BYTEA[]) WITH ORDINALITY AS signer (petition, key, place)
        ORDER BY place
        """,
        ArrayValue.integers(signatures.map(\.petition.rawValue)),
        ArrayValue.blobs(signatures.map(\.duplicateKey))
      ).map { try $0.get(0) as Int > 0 }
    }
  }

  func add(_ signatures: [PreparedSignature], in transaction: any Transaction) throws {
    try RowInsertion.pendingSignature.write(
      signatures.map { signature in
        [
          signature.confirmHash, signature.petition.rawValue, signature.wordingVersion,
          signature.duplicateKey, signature.commitment, signature.withdrawalHash,
          signature.audience.rawValue, signature.country, signature.wantsUpdates,
          signature.person, signature.signedAt + limits.pendingLifetime, signature.language,
          signature.codeHash, 0, signature.signedAt + limits.codeLifetime, signature.source,
          signature.domainTag,
        ]
      }, in: transaction)
  }
}
