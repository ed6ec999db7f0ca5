import Petitions
import SQLDatabase

/// Queues many prepared mails in one transaction.
///
/// SQLite runs a statement for each row. PostgreSQL takes all rows with one statement, since starting
/// a statement costs it more than what the statement does.
struct MailBatch {
  let limits: StoreLimits

  /// Queues the prompt mails that are neither a repetition nor too many for their address.
  ///
  /// - Returns: for each mail whether it was queued.
  func addWithinBudget(
    _ mails: [PreparedMail], in transaction: any Transaction
  ) throws -> [Bool] {
    switch transaction.dialect {
    case .sqlite: return try addEach(mails, in: transaction)
    case .postgresql:
      var added = [Bool](repeating: false, count: mails.count)
      // One statement does not see what it has inserted itself.
      for wave in Self.waves(of: mails) {
        let submissions = try addTogether(wave.map { mails[$0] }, in: transaction)
        for index in wave { added[index] = submissions.contains(mails[index].submission) }
      }
      return added
    }
  }

  private func addEach(_ mails: [PreparedMail], in transaction: any Transaction) throws -> [Bool] {
    try transaction.execute(
      """
      INSERT INTO outbox (
        kind, lane, state, petition_id, submission, address_tag, recipient_tag, sealed, due_at,
        created_at
      )
      SELECT $1, 0, 'queued', $2, $3, $4, $5, $6, $7, $8
      WHERE (
        SELECT COUNT(*)
        FROM outbox
        WHERE address_tag = $4 AND lane = 0 AND created_at > $9
      ) < $10
        AND (
          SELECT COUNT(*)
          FROM outbox
          WHERE recipient_tag = $5 AND lane = 0 AND created_at > $9
        ) < $11
        AND NOT EXISTS (
          SELECT 1
          FROM outbox
          WHERE address_tag = $4 AND submission = $12 AND kind = $1 AND created_at > $13
        )
      ON CONFLICT (address_tag, submission, kind) DO NOTHING
      """,
      each: mails.map { mail in
        [
          mail.kind.rawValue, mail.petition?.rawValue, mail.submission, mail.addressTag,
          mail.recipientTag, mail.sealed, mail.dueAt, mail.createdAt,
          mail.createdAt - limits.mailWindow, limits.mailsPerAddress, limits.mailsPerRecipient,
          mail.earlierSubmission, mail.createdAt - limits.repeatWindow,
        ]
      }
    ).map { $0 == 1 }
  }

  /// Places of mails, in groups that have no address twice, in their order.
  private static func waves(of mails: [PreparedMail]) -> [[Int]] {
    var waves: [[Int]] = []
    var earlier: [[UInt8]: Int] = [:]
    for (index, mail) in mails.enumerated() {
      let wave = earlier[mail.recipientTag, default: 0]
      earlier[mail.recipientTag] = wave + 1
      if wave == waves.count { waves.append([]) }
      waves[wave].append(index)
    }
    return waves
  }

  /// Queues mails to different addresses.
  ///
  /// - Returns: the submissions whose mails were queued.
  private func addTogether(
    _ mails: [PreparedMail], in transaction: any Transaction
  ) throws -> Set<[UInt8]> {
    // Counted rather than joined, so that each is looked up by its index however small the tables
    // were when the plan was made.
    let rows = try transaction.query(
      """
      INSERT INTO outbox (
        kind, lane, state, petition_id, submission, address_tag, recipient_tag, sealed, due_at,
        created_at
      )
      SELECT kind, 0, 'queued', petition, submission, address_tag, recipient_tag, sealed, due_at,
        made_at
      FROM unnest(
        $1::TEXT[], $2::BIGINT[], $3::BYTEA[], $4::BYTEA[], $5::BYTEA[], $6::BYTEA[], $7::BYTEA[],
        $8::BIGINT[], $9::BIGINT[]
      ) AS mail (
        kind, petition, submission, earlier_submission, address_tag, recipient_tag, sealed, due_at,
        made_at
      )
      WHERE (
        SELECT COUNT(*)
        FROM outbox
        WHERE outbox.address_tag = mail.address_tag AND lane = 0 AND created_at > made_at - $10
      ) < $11
        AND (
          SELECT COUNT(*)
          FROM outbox
          WHERE outbox.recipient_tag = mail.recipient_tag AND lane = 0
            AND created_at > made_at - $10
        ) < $12
        AND (
          SELECT COUNT(*)
          FROM outbox
          WHERE outbox.address_tag = mail.address_tag
            AND outbox.submission = mail.earlier_submission AND outbox.kind = mail.kind
            AND created_at > made_at - $13
        ) = 0
      ON CONFLICT (address_tag, submission, kind) DO NOTHING
      RETURNING submission
      """,
      ArrayValue.texts(mails.map(\.kind.rawValue)),
      ArrayValue.integers(mails.map(\.petition?.rawValue)),
      ArrayValue.blobs(mails.map(\.submission)), ArrayValue.blobs(mails.map(\.earlierSubmission)),
      ArrayValue.blobs(mails.map(\.addressTag)), ArrayValue.blobs(mails.map(\.recipientTag)),
      ArrayValue.blobs(mails.map(\.sealed)), ArrayValue.integers(mails.map(\.dueAt)),
      ArrayValue.integers(mails.map(\.createdAt)), limits.mailWindow, limits.mailsPerAddress,
      limits.mailsPerRecipient, limits.repeatWindow)
    return Set(try rows.map { try $0.get(0) as [UInt8] })
  }

  /// Queues reminders to addresses that have none for their petition yet.
  func addReminders(_ mails: [PreparedMail], in transaction: any Transaction) throws {
    var known: Set<[UInt8]> = []
    let mails = mails.filter { known.insert($0.addressTag).inserted }
    guard !mails.isEmpty else { return }
    let reminded = Set(
      try transaction.query(
        "SELECT address_tag FROM outbox WHERE address_tag = $1 AND kind = 'reminder'",
        each: mails.map { [$0.addressTag] }
      ).compactMap { try $0.first?.get(0) as [UInt8]? })
    try add(mails.filter { !reminded.contains($0.addressTag) }, in: transaction)
  }

  /// Queues mails that no budget counts.
  func add(_ mails: [PreparedMail], in transaction: any Transaction) throws {
    try RowInsertion.newMail.write(
      mails.map { mail in
        [
          mail.kind.rawValue, mail.kind.lane.rawValue, MailState.queued.rawValue,
          mail.petition?.rawValue, mail.news?.rawValue, mail.submission, mail.addressTag,
          mail.recipientTag, mail.sealed, mail.dueAt, mail.createdAt,
        ]
      }, in: transaction)
  }
}
