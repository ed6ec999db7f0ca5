public import Petitions
import SQLDatabase

extension Store {
  /// Saves news that is sent to nobody yet, and counts who would get it.
  ///
  /// Counting reads the petition's signatures; the time grows with them.
  ///
  /// - Parameters:
  ///   - body: the words, as Markdown.
  ///   - bodyHTML: the same, rendered in safe mode.
  ///   - now: UTC milliseconds.
  /// - Throws: ``StoreError/noSuchPetition``, `DatabaseError`.
  public func draftNews(
    _ kind: News.Kind, of petition: Petition.ID, subject: String, body: String, bodyHTML: String,
    at now: Int64
  ) async throws -> News {
    let audience = try await newsAudience(of: petition)
    return try await database.write { transaction in
      let rows = try transaction.query(
        """
        INSERT INTO news (
          petition_id, kind, subject, body, body_html, state, created_at, recipients
        )
        VALUES ($1, $2, $3, $4, $5, 'draft', $6, $7)
        RETURNING id
        """, petition.rawValue, kind.rawValue, subject, body, bodyHTML, now, audience.count)
      guard let id: Int64 = try rows.first?.get(0),
        let news = try NewsRow.news(News.ID(rawValue: id), in: transaction)
      else { throw StoreError.noSuchNews }
      return news
    }
  }

  /// News as it is now, with how far the sending is.
  public func news(_ id: News.ID) async throws -> News? {
    try await database.read { try NewsRow.news(id, in: $0) }
  }

  /// All news, the newest first.
  public func allNews() async throws -> [News] {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT id, petition_id, kind, subject, body, body_html, state, tested_at, created_at,
          started_at, recipients, queued, accepted, failed, in_doubt, next_ordinal, last_ordinal,
          renewal_version
        FROM news
        ORDER BY id DESC
        """
      ).map(NewsRow.news)
    }
  }

  /// Notes that the author has got the news as a mail.
  ///
  /// - Throws: ``StoreError/noSuchNews``, `DatabaseError`.
  public func noteNewsTested(_ id: News.ID, at now: Int64) async throws {
    let isThere = try await database.write { transaction in
      try transaction.execute(
        "UPDATE news SET tested_at = $1 WHERE id = $2", now, id.rawValue) == 1
    }
    guard isThere else { throw StoreError.noSuchNews }
  }

  /// Begins to send news to everybody on the list who asked for it, or goes on after it was stopped.
  ///
  /// Who signs later does not get it.
  ///
  /// - Throws: ``StoreError/newsNotTested``; ``StoreError/newsUnderWay`` when it is neither a draft nor
  ///   stopped; ``StoreError/noSuchNews``, `DatabaseError`.
  public func startNews(_ id: News.ID, at now: Int64) async throws {
    guard let news = try await news(id) else { throw StoreError.noSuchNews }
    guard news.testedAt != nil else { throw StoreError.newsNotTested }
    switch news.state {
    case .draft: try await begin(news, at: now)
    case .stopped: try await resume(news, at: now)
    case .sending, .done: throw StoreError.newsUnderWay
    }
  }

  private func begin(_ news: News, at now: Int64) async throws {
    let audience = try await newsAudience(of: news.petition)
    let isBegun = try await database.write { transaction in
      try transaction.execute(
        """
        UPDATE news
        SET state = 'sending', started_at = $1, recipients = $2, last_ordinal = $3
        WHERE id = $4 AND state = 'draft'
        """, now, audience.count, audience.lastOrdinal, news.id.rawValue) == 1
    }
    guard isBegun else { throw StoreError.newsUnderWay }
  }

  private func resume(_ news: News, at now: Int64) async throws {
    let isResumed = try await database.write { transaction in
      // What was held is as good as new. Before the news itself is locked, as everywhere.
      try transaction.execute(
        """
        UPDATE outbox
        SET due_at = $1, created_at = $1
        WHERE news_id = $2 AND state IN ('queued', 'sending', 'deferred') AND state <> 'sending'
        """, now, news.id.rawValue)
      return try transaction.execute(
        "UPDATE news SET state = 'sending' WHERE id = $1 AND state = 'stopped'",
        news.id.rawValue) == 1
    }
    guard isResumed else { throw StoreError.newsUnderWay }
  }

  /// Holds the mails of news that are not with a worker yet, until it is started again.
  ///
  /// Stopping what is not being sent changes nothing.
  ///
  /// - Throws: ``StoreError/noSuchNews``, `DatabaseError`.
  public func stopNews(_ id: News.ID) async throws {
    let isThere = try await database.write { transaction in
      // The mails themselves are held when they are due: nothing else may be forgotten on the way.
      try transaction.execute(
        "UPDATE news SET state = 'stopped' WHERE id = $1 AND state = 'sending'", id.rawValue)
      return try NewsRow.news(id, in: transaction) != nil
    }
    guard isThere else { throw StoreError.noSuchNews }
  }

  /// Who gets news of a petition: how many there are, and up to which place of the list.
  func newsAudience(
    of petition: Petition.ID
  ) async throws -> (count: Int, lastOrdinal: Int) {
    try await database.read { transaction in
      let last: Int? = try transaction.query(
        "SELECT confirmed FROM petition WHERE id = $1", petition.rawValue
      ).first?.get(0)
      guard let last else { throw StoreError.noSuchPetition }
      let count: Int? = try transaction.query(
        """
        SELECT COUNT(*)
        FROM signature
        WHERE petition_id = $1 AND ordinal > 0 AND ordinal <= $2 AND state = 'standing'
          AND wants_updates = 1
        """, petition.rawValue, last
      ).first?.get(0)
      return (count ?? 0, last)
    }
  }
}
