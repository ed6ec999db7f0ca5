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
      WaitingMail.Kind(decision).map { (signature: signature, kind: $0) }
    }
    let queued = try queue(mails, in: transaction)
    let pending = zip(mails, queued).compactMap { mail, isQueued in
      isQueued && mail.kind == .confirm ? mail.signature : nil
    }
    try add(pending, in: transaction)
    return decisions
  }

  private typealias Mail = (signature: PreparedSignature, kind: WaitingMail.Kind)

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

  /// Queues the mails that are neither a repetition nor too many for their address.
  ///
  /// - Returns: for each mail whether it was queued.
  private func queue(_ mails: [Mail], in transaction: any Transaction) throws -> [Bool] {
    switch transaction.dialect {
    case .sqlite: return try queueEach(mails, in: transaction)
    case .postgresql:
      var queued = [Bool](repeating: false, count: mails.count)
      // One statement does not see what it has inserted itself.
      for wave in Self.waves(of: mails) {
        let submissions = try queueTogether(wave.map { mails[$0] }, in: transaction)
        for index in wave {
          queued[index] = submissions.contains(mails[index].signature.submission)
        }
      }
      return queued
    }
  }

  private func queueEach(_ mails: [Mail], in transaction: any Transaction) throws -> [Bool] {
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
          WHERE address_tag = $10 AND submission = $11 AND kind = $12 AND created_at > $13
        )
      ON CONFLICT (address_tag, submission, kind) DO NOTHING
      """,
      each: mails.map { signature, kind in
        [
          kind.rawValue, signature.submission, signature.addressTag,
          signature.mail, signature.signedAt, signature.signedAt, signature.addressTag,
          signature.signedAt - limits.mailWindow, limits.mailsPerAddress,
          signature.addressTag, signature.earlierSubmission, kind.rawValue,
          signature.signedAt - limits.repeatWindow,
        ]
      }
    ).map { $0 == 1 }
  }

  /// Places of mails, in groups that have no address twice, in their order.
  private static func waves(of mails: [Mail]) -> [[Int]] {
    var waves: [[Int]] = []
    var earlier: [[UInt8]: Int] = [:]
    for (index, mail) in mails.enumerated() {
      let wave = earlier[mail.signature.addressTag, default: 0]
      earlier[mail.signature.addressTag] = wave + 1
      if wave == waves.count { waves.append([]) }
      waves[wave].append(index)
    }
    return waves
  }

  /// Queues mails to different addresses.
  ///
  /// - Returns: the submissions whose mails were queued.
  private func queueTogether(
    _ mails: [Mail], in transaction: any Transaction
  ) throws -> Set<[UInt8]> {
    let signatures = mails.map(\.signature)
    // Counted rather than joined, so that each is looked up by its index however small the tables
    // were when the plan was made.
    let rows = try transaction.query(
      """
      INSERT INTO outbox (kind, state, submission, address_tag, sealed, due_at, created_at)
      SELECT kind, 'queued', submission, address_tag, sealed, signed_at, signed_at
      FROM unnest($1::TEXT[], $2::BYTEA[], $3::BYTEA[], $4::BYTEA[], $5::BYTEA[], $6::BIGINT[])
        AS mail (kind, submission, earlier_submission, address_tag, sealed, signed_at)
      WHERE (
        SELECT COUNT(*)
        FROM outbox
        WHERE outbox.address_tag = mail.address_tag AND created_at > mail.signed_at - $7
      ) < $8
        AND (
          SELECT COUNT(*)
          FROM outbox
          WHERE outbox.address_tag = mail.address_tag
            AND outbox.submission = mail.earlier_submission AND outbox.kind = mail.kind
            AND created_at > mail.signed_at - $9
        ) = 0
      ON CONFLICT (address_tag, submission, kind) DO NOTHING
      RETURNING submission
      """,
      ArrayValue.texts(mails.map(\.kind.rawValue)),
      ArrayValue.blobs(signatures.map(\.submission)),
      ArrayValue.blobs(signatures.map(\.earlierSubmission)),
      ArrayValue.blobs(signatures.map(\.addressTag)), ArrayValue.blobs(signatures.map(\.mail)),
      ArrayValue.integers(signatures.map(\.signedAt)), limits.mailWindow, limits.mailsPerAddress,
      limits.repeatWindow)
    return Set(try rows.map { try $0.get(0) as [UInt8] })
  }

  func add(_ signatures: [PreparedSignature], in transaction: any Transaction) throws {
    try RowInsertion.pendingSignature.write(
      signatures.map { signature in
        [
          signature.confirmHash, signature.petition.rawValue, signature.wordingVersion,
          signature.duplicateKey, signature.commitment, signature.withdrawalHash,
          signature.audience.rawValue, signature.country, signature.wantsUpdates,
          signature.person, signature.signedAt + limits.pendingLifetime,
        ]
      }, in: transaction)
  }
}
