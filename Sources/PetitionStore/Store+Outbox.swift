import SQLDatabase

/// What became of a mail that was given out.
public enum MailOutcome: Sendable, Hashable {
  /// It is in safe hands, under the name that the relay answered; nothing but 200 printable ASCII
  /// characters of one without an address is kept.
  case accepted(answer: String?)
  /// It was not taken now, and will be tried again later.
  case deferred
  /// It will never be taken.
  case failed(MailFailure)
  /// There was nothing to say any more.
  case dropped
  /// It was not tried, and is due again at once.
  case returned
}

/// Why a mail will never be sent.
public enum MailFailure: String, Sendable, Hashable {
  /// The relay refused it for good.
  case rejected
  /// It could not be written.
  case unwritable
  /// Nobody knows whether the relay took it, and it must not be sent twice.
  case inDoubt
}

/// How many mails wait, for whoever looks after the site.
public struct MailQueue: Sendable, Hashable {
  /// No number goes beyond this one, so that looking costs no more when the queue is long.
  public static let countLimit = 100_000

  /// Prompt mails that are not handed over yet, with those that are being sent.
  public let waiting: Int
  /// Those of them that were tried in vain.
  public let deferred: Int
  /// News that is not handed over yet.
  public let news: Int
  /// When the oldest prompt mail was queued, in UTC milliseconds.
  public let oldestQueuedAt: Int64?
}

extension Store {
  /// Takes mails that are due, oldest first; nobody else gets them before the lease ends.
  ///
  /// A prompt mail or a reminder whose lease ended is due again, so it may be sent twice, under the
  /// same name. News whose lease ended is never given out again. A mail that cannot be opened waits for
  /// the end of its lease and does not hold up the others.
  ///
  /// - Parameters:
  ///   - lanes: prompt mails go first, news last.
  ///   - limit: the most that are taken; there may be more even where fewer are returned.
  ///   - lease: for how many milliseconds the mails are the caller's.
  ///   - now: UTC milliseconds.
  /// - Throws: `DatabaseError`; what opening the first mail threw, when none could be opened.
  public func claimMails(
    _ lanes: Set<MailLane>, limit: Int, lease: Int64, at now: Int64
  ) async throws -> [ClaimedMail] {
    let claim = MailClaim(limits: limits, leaseEnds: now + lease, now: now)
    var rows: [WaitingRow] = []
    // Where none of those that are due may be sent, others behind them may.
    for _ in 0..<Self.claimRounds {
      let taken = try await database.write { try claim.take(lanes, limit: limit, in: $0) }
      rows = taken.given
      if !rows.isEmpty || taken.notGiven == 0 { break }
    }
    let key = secret.outboxKey
    let mails = rows.map { row in
      Result { try ClaimedMail(row, leaseEnds: claim.leaseEnds, key: key) }
    }
    let opened = mails.compactMap { try? $0.get() }
    if opened.isEmpty { _ = try mails.first?.get() }
    return opened.sorted {
      ($0.kind.lane.rawValue, $0.queuedAt, $0.id) < ($1.kind.lane.rawValue, $1.queuedAt, $1.id)
    }
  }

  /// Makes the mails due again, news apart, that a program took which ended before it settled them.
  ///
  /// On SQLite, whoever starts takes them for left behind; where a second program sends beside it, some
  /// may go out twice. On PostgreSQL other nodes are expected, and nothing is taken from them.
  ///
  /// - Parameters:
  ///   - lease: as mails are claimed with, in milliseconds.
  ///   - now: UTC milliseconds.
  /// - Returns: how many there were.
  /// - Throws: `DatabaseError`.
  @discardableResult
  public func takeBackMails(lease: Int64, at now: Int64) async throws -> Int {
    guard database.dialect == .sqlite else { return 0 }
    return try await database.write { transaction in
      try [MailLane.prompt, .later].reduce(0) { count, lane in
        // The states of the index, and the one that is meant.
        try count
          + transaction.execute(
            """
            UPDATE outbox
            SET due_at = $1
            WHERE lane = $2 AND due_at > $1 AND due_at <= $3
              AND state IN ('queued', 'sending', 'deferred') AND state = 'sending'
            """, now, lane.rawValue, now + lease)
      }
    }
  }

  /// In how many transactions one claim looks for a mail to give, so that it ends.
  private static let claimRounds = 20

  /// Notes what became of a mail; what it said and to whom is deleted unless it is to be tried again.
  ///
  /// Settling a mail again changes nothing, and so does one who has lost the lease, unless the mail
  /// was accepted.
  public func settle(_ mail: ClaimedMail, _ outcome: MailOutcome, at now: Int64) async throws {
    try await settle(settlement(of: mail, outcome, at: now))
  }

  /// Notes what became of several mails.
  public func settleMails(
    _ settled: [(ClaimedMail, MailOutcome)], at now: Int64
  ) async throws {
    guard !settled.isEmpty else { return }
    let settlements = settled.map { settlement(of: $0, $1, at: now) }
    try await database.write { _ = try SettlementBatch.apply(settlements, in: $0) }
  }

  private func settlement(
    of mail: ClaimedMail, _ outcome: MailOutcome, at now: Int64
  ) -> Settlement {
    let change: Settlement.Change
    switch outcome {
    case .accepted(let answer):
      change = .accepted(answer: answer.flatMap(Self.kept))
    case .deferred:
      let dueAt = now + MailBackOff.delay(afterTries: mail.attempts + 1, random: random)
      change =
        mail.queuedAt + limits.lifetime(of: mail.kind) <= dueAt
        ? .ended(.expired, isInDoubt: false)
        : .again(.deferred, dueAt: dueAt, attempts: mail.attempts + 1, wasTried: true)
    case .failed(let failure): change = .ended(.failed, isInDoubt: failure == .inDoubt)
    case .dropped: change = .dropped
    case .returned:
      // In the place that it had among the others.
      change = .again(
        mail.attempts == 0 ? .queued : .deferred, dueAt: mail.dueAt, attempts: mail.attempts,
        wasTried: false)
    }
    return Settlement(
      id: mail.id, kind: mail.kind, news: mail.mail.news, leaseEnds: mail.leaseEnds,
      change: change, settledAt: now)
  }

  /// A relay's answer as far as it is kept: never one that may name the recipient.
  private static func kept(_ answer: String) -> String? {
    let isPlain = answer.utf8.allSatisfy { (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "@") }
    return isPlain && !answer.isEmpty ? String(answer.prefix(200)) : nil
  }

  /// Whether any mail is due.
  public func hasDueMail(_ lanes: Set<MailLane>, at now: Int64) async throws -> Bool {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT id
        FROM outbox
        WHERE lane = $1 AND due_at <= $2 AND state IN ('queued', 'sending', 'deferred')
        LIMIT 1
        """, each: lanes.map { [$0.rawValue, now] }
      ).contains { !$0.isEmpty }
    }
  }

  /// How many mails wait.
  public func mailQueue(at now: Int64) async throws -> MailQueue {
    try await database.read { transaction in
      let prompt = try Self.count(.prompt, in: transaction)
      return MailQueue(
        waiting: prompt.waiting, deferred: prompt.deferred,
        news: try Self.count(.news, in: transaction).waiting,
        oldestQueuedAt: try transaction.query(
          """
          SELECT created_at
          FROM outbox
          WHERE lane = 0 AND state IN ('queued', 'sending', 'deferred')
          ORDER BY created_at
          LIMIT 1
          """
        ).first?.get(0))
    }
  }

  private static func count(
    _ lane: MailLane, in transaction: any Transaction
  ) throws -> (waiting: Int, deferred: Int) {
    let rows = try transaction.query(
      """
      SELECT COUNT(*), COUNT(CASE WHEN state = 'deferred' THEN 1 END)
      FROM (
        SELECT state
        FROM outbox
        WHERE lane = $1 AND state IN ('queued', 'sending', 'deferred')
        LIMIT $2
      ) AS mail
      """, lane.rawValue, MailQueue.countLimit)
    return (try rows.first?.get(0) ?? 0, try rows.first?.get(1) ?? 0)
  }

  /// Since when mails are late, in UTC milliseconds, if prompt ones wait that could have been sent.
  ///
  /// That is when the one became due that is due for the longest time, since there are too many; or
  /// when the oldest was queued, if none was accepted since then. One that a single provider puts off
  /// while others arrive says nothing of the others.
  public func oldestWaitingMail(at now: Int64) async throws -> Int64? {
    try await database.read { transaction in
      let due: Int64? = try transaction.query(
        """
        SELECT due_at
        FROM outbox
        WHERE lane = 0 AND due_at <= $1 AND state IN ('queued', 'sending', 'deferred')
        ORDER BY due_at
        LIMIT 1
        """, now
      ).first?.get(0)
      let queued: Int64? = try transaction.query(
        """
        SELECT created_at
        FROM outbox
        WHERE lane = 0 AND state IN ('queued', 'sending', 'deferred')
        ORDER BY created_at
        LIMIT 1
        """
      ).first?.get(0)
      guard let queued else { return nil }
      let hasAcceptedSince = try !transaction.query(
        """
        SELECT id
        FROM outbox
        WHERE due_at >= $1 AND state IN ('accepted', 'failed', 'expired') AND state = 'accepted'
        LIMIT 1
        """, queued
      ).isEmpty
      return hasAcceptedSince ? due : min(due ?? queued, queued)
    }
  }

  /// Throws while so many prompt mails wait that no more may be added.
  ///
  /// Counted as seldom as ``MailBacklog`` says; who comes meanwhile takes the last answer.
  func checkBacklog(at now: Int64) async throws {
    let limit = limits.waitingMails
    let isFull = try await backlog.isFull(limit, at: now) { [database] in
      try await database.read { transaction in
        try transaction.query(
          """
          SELECT COUNT(*)
          FROM (
            SELECT id
            FROM outbox
            WHERE lane = 0 AND state IN ('queued', 'sending', 'deferred')
            LIMIT $1
          ) AS mail
          """, limit
        ).first?.get(0) ?? 0
      }
    }
    if isFull { throw StoreError.tooManyMailsWait }
  }
}
