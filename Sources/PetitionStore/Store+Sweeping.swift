import Petitions
import SQLDatabase

extension Store {
  /// Deletes what expired and what limits nothing any more, gives up mails that are too old to be
  /// sent, and closes the petitions whose end has come.
  public func sweep(at now: Int64) async throws {
    let count = limits.deletionsAtOnce
    while try await database.write({
      try NeverConfirmed.sweep(until: now, limit: count, in: $0)
    }) == count {}
    try await delete(
      """
      DELETE FROM outbox
      WHERE id IN (
        SELECT id
        FROM outbox
        WHERE due_at <= $1 AND state IN ('accepted', 'failed', 'expired')
        ORDER BY due_at
        LIMIT $2
      )
      """, until: now - limits.mailRecordLifetime)
    try await delete(
      """
      DELETE FROM suppressed_address
      WHERE recipient_tag IN (
        SELECT recipient_tag
        FROM suppressed_address
        WHERE since <= $1 AND reason = 'bounce'
        ORDER BY since
        LIMIT $2
      )
      """, until: now - limits.suppressionLifetime)
    try await expireMails(at: now)
    try await delete(
      """
      DELETE FROM report
      WHERE id IN (
        SELECT id
        FROM report
        WHERE closed_at <= $1
        ORDER BY closed_at
        LIMIT $2
      )
      """, until: now - limits.moderation.reportLifetime)
    try await sweepAccounts(at: now)
    try await sweepDrafts(at: now)
    try await indexPetitions()
    try await sweepRemovals(at: now)
    try await sweepProofs(at: now)
    // Last: a closing that fails must not keep what has expired, nor the secrets of what was closed.
    let closing = await result { try await closeEnded(at: now) }
    let forgetting = await result { try await forgetWhoWaitsForNothing() }
    try await forgetKeysOfClosedPetitions()
    try closing.get()
    try forgetting.get()
  }

  private func result(_ body: () async throws -> Void) async -> Result<Void, any Error> {
    do {
      return .success(try await body())
    } catch {
      return .failure(error)
    }
  }

  /// Deletes the links and sessions that have ended for everybody.
  private func sweepAccounts(at now: Int64) async throws {
    try await delete(
      """
      DELETE FROM sign_in_link
      WHERE hash IN (
        SELECT hash
        FROM sign_in_link
        WHERE expires_at <= $1
        ORDER BY expires_at
        LIMIT $2
      )
      """, until: now - limits.accounts.linkWindow)
    try await delete(
      """
      DELETE FROM session
      WHERE hash IN (
        SELECT hash
        FROM session
        WHERE seen_at <= $1
        ORDER BY seen_at
        LIMIT $2
      )
      """, until: now - max(limits.accounts.idleLimit, limits.accounts.staffIdleLimit))
  }

  /// Deletes the challenges that nobody can use again, and failures that no longer count.
  private func sweepProofs(at now: Int64) async throws {
    try await delete(
      """
      DELETE FROM used_challenge
      WHERE hash IN (
        SELECT hash
        FROM used_challenge
        WHERE expires_at <= $1
        ORDER BY expires_at
        LIMIT $2
      )
      """, until: now)
    try await delete(
      """
      DELETE FROM failed_proof
      WHERE account_id IN (
        SELECT account_id
        FROM failed_proof
        WHERE last_at <= $1
        ORDER BY last_at
        LIMIT $2
      )
      """, until: now - limits.accounts.tryDelay.memory)
  }

  /// Deletes rows a few at a time, so that signers never wait for long.
  func delete(_ sql: SQL, until time: Int64) async throws {
    let count = limits.deletionsAtOnce
    while try await database.write({ try $0.execute(sql, time, count) }) == count {}
  }

  /// Gives up what waits, holds an address, and would say something that is true no more.
  private func expireMails(at now: Int64) async throws {
    let lifetimes: [(MailLane, Int64)] = [
      (.prompt, limits.pendingLifetime), (.later, limits.pendingLifetime),
      (.news, limits.newsLifetime),
    ]
    for (lane, lifetime) in lifetimes {
      while try await expireMails(lane, queuedUntil: now - lifetime, at: now)
        == limits.deletionsAtOnce
      {}
    }
  }

  private func expireMails(
    _ lane: MailLane, queuedUntil time: Int64, at now: Int64
  ) async throws -> Int {
    try await database.write { [limits] transaction in
      let mails = try transaction.query(
        Self.findOld(transaction.dialect), lane.rawValue, time, StoreLimits.never,
        limits.deletionsAtOnce)
      var numbers = NewsNumbers()
      var ended: [(id: Int64, kind: WaitingMail.Kind)] = []
      for mail in mails {
        let kind = WaitingMail.Kind(rawValue: try mail.get(1)) ?? .confirm
        ended.append((try mail.get(0), kind))
        guard let news = (try mail.get(2) as Int64?).map(News.ID.init) else { continue }
        let wasBeingSent = try mail.get(3) == MailState.sending.rawValue
        numbers[news].add(wasBeingSent ? .inDoubt : .failed)
      }
      var totals = MailTotals()
      try SettlementBatch.end(ended, as: .expired, at: now, &totals, in: transaction)
      try numbers.write(in: transaction)
      try totals.write(in: transaction)
      return mails.count
    }
  }

  /// News that is held waits for whoever stopped it, and not for a relay.
  private static func findOld(_ dialect: Dialect) -> SQL {
    switch dialect {
    case .sqlite:
      """
      SELECT id, kind, news_id, state
      FROM outbox
      WHERE lane = $1 AND created_at <= $2 AND state IN ('queued', 'sending', 'deferred')
        AND due_at < $3
      ORDER BY created_at
      LIMIT $4
      """
    case .postgresql:
      """
      SELECT id, kind, news_id, state
      FROM outbox
      WHERE lane = $1 AND created_at <= $2 AND state IN ('queued', 'sending', 'deferred')
        AND due_at < $3
      ORDER BY created_at
      LIMIT $4
      FOR UPDATE SKIP LOCKED
      """
    }
  }
}
