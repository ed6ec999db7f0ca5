import Petitions
import SQLDatabase

/// What becomes of a mail that is due.
enum ClaimDecision: Hashable {
  /// It is given out.
  case give
  /// It is older than what it is about.
  case expire
  /// Its address takes no mail.
  case suppress
  /// The sending of the news was stopped.
  case hold
  /// It may have been sent by one who never said so, and must not be sent twice.
  case doubt

  /// Decides by what is known of the mail.
  ///
  /// - Parameters:
  ///   - lifetime: for how many milliseconds after it was queued the mail may be sent.
  ///   - now: UTC milliseconds.
  init(_ mail: WaitingRow, lifetime: Int64, at now: Int64) {
    // What is due while it is being sent has lost its lease.
    if mail.kind == .news, mail.isBeingSent {
      self = .doubt
    } else if mail.isSuppressed {
      self = .suppress
    } else if mail.kind == .news, mail.newsState != .sending {
      self = .hold
    } else if mail.createdAt + lifetime <= now {
      self = .expire
    } else {
      self = .give
    }
  }
}

/// Takes mails that are due, and settles those that must not be sent.
struct MailClaim: Sendable {
  let limits: StoreLimits
  let leaseEnds: Int64
  let now: Int64

  /// - Returns: the mails to send, those of the first lanes before the others, and how many were
  ///   settled or held instead.
  func take(
    _ lanes: Set<MailLane>, limit: Int, in transaction: any Transaction
  ) throws -> (given: [WaitingRow], notGiven: Int) {
    var due: [WaitingRow] = []
    for lane in MailLane.allCases where lanes.contains(lane) && due.count < limit {
      due += try transaction.query(
        Self.find(transaction.dialect), now - limits.suppressionLifetime, lane.rawValue, now,
        limit - due.count
      ).map(WaitingRow.init)
    }
    let decided = Dictionary(grouping: due) {
      ClaimDecision($0, lifetime: limits.lifetime(of: $0.kind), at: now)
    }
    try settle(decided, in: transaction)
    let given = decided[.give, default: []]
    try transaction.execute(
      "UPDATE outbox SET state = 'sending', due_at = $1, attempts = attempts + 1 WHERE id = $2",
      each: given.map { [leaseEnds, $0.id] })
    return (given, due.count - given.count)
  }

  private func settle(
    _ decided: [ClaimDecision: [WaitingRow]], in transaction: any Transaction
  ) throws {
    let states: [(ClaimDecision, MailState)] = [
      (.expire, .expired), (.suppress, .failed), (.doubt, .failed),
    ]
    var numbers = NewsNumbers()
    var totals = MailTotals()
    for (decision, state) in states {
      let mails = decided[decision, default: []]
      try SettlementBatch.end(
        mails.map { ($0.id, $0.kind) }, as: state, at: now, &totals, in: transaction)
      for news in mails.compactMap(\.news) {
        numbers[news].add(decision == .doubt ? .inDoubt : .failed)
      }
    }
    try transaction.execute(
      "UPDATE outbox SET due_at = $1 WHERE id = $2",
      each: decided[.hold, default: []].map { [StoreLimits.never, $0.id] })
    try numbers.write(in: transaction)
    try totals.write(in: transaction)
  }

  private static func find(_ dialect: Dialect) -> SQL {
    switch dialect {
    case .sqlite:
      """
      SELECT id, kind, submission, attempts, created_at, due_at, sealed, state, news_id,
        (
          SELECT COUNT(*)
          FROM suppressed_address
          WHERE recipient_tag = outbox.recipient_tag
            AND (since > $1 OR reason = 'complaint' AND outbox.kind = 'news')
        ),
        (SELECT news.state FROM news WHERE news.id = outbox.news_id)
      FROM outbox
      WHERE lane = $2 AND due_at <= $3 AND state IN ('queued', 'sending', 'deferred')
      ORDER BY due_at
      LIMIT $4
      """
    // What another node takes at this moment is passed over rather than waited for.
    case .postgresql:
      """
      SELECT id, kind, submission, attempts, created_at, due_at, sealed, state, news_id,
        (
          SELECT COUNT(*)
          FROM suppressed_address
          WHERE recipient_tag = outbox.recipient_tag
            AND (since > $1 OR reason = 'complaint' AND outbox.kind = 'news')
        ),
        (SELECT news.state FROM news WHERE news.id = outbox.news_id)
      FROM outbox
      WHERE lane = $2 AND due_at <= $3 AND state IN ('queued', 'sending', 'deferred')
      ORDER BY due_at
      LIMIT $4
      FOR UPDATE SKIP LOCKED
      """
    }
  }
}

/// A row of the outbox that is due.
struct WaitingRow: Sendable {
  let id: Int64
  let kind: WaitingMail.Kind
  let submission: [UInt8]
  let attempts: Int
  let createdAt: Int64
  let dueAt: Int64
  let sealed: [UInt8]
  let isBeingSent: Bool
  let news: News.ID?
  let isSuppressed: Bool
  let newsState: News.State?
}

extension WaitingRow {
  init(_ row: Row) throws {
    guard let kind = WaitingMail.Kind(rawValue: try row.get(1)) else {
      throw StoreError.unreadableRecord
    }
    id = try row.get(0)
    self.kind = kind
    submission = try row.get(2)
    attempts = try row.get(3)
    createdAt = try row.get(4)
    dueAt = try row.get(5)
    sealed = try row.get(6)
    isBeingSent = try row.get(7) == MailState.sending.rawValue
    news = (try row.get(8) as Int64?).map(News.ID.init)
    isSuppressed = try row.get(9) as Int > 0
    newsState = (try row.get(10) as String?).flatMap(News.State.init)
  }
}
