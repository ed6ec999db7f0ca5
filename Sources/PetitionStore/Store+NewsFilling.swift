import Cryptography
import Petitions
import SQLDatabase

extension Store {
  /// Queues the next mails of all news that is being sent, and ends news that is through.
  ///
  /// Each call moves on by an interval of the list that does not depend on its length, and the place
  /// is noted in the transaction that queues the mails: a program that ends goes on where it was, and
  /// nobody is written to twice.
  ///
  /// - Returns: how many mails were queued or, where an interval had nobody in it, passed; 0 when
  ///   there is nothing to do before mails were handed over.
  public func fillNews(at now: Int64) async throws -> Int {
    let running = try await database.read { transaction in
      try transaction.query(
        "SELECT id FROM news WHERE state = 'sending' ORDER BY id LIMIT 100"
      ).map { News.ID(rawValue: try $0.get(0)) }
    }
    var count = 0
    var failure: (any Error)?
    for news in running {
      do {
        count += try await fill(news, at: now)
      } catch {
        // What is wrong with one must not keep the others.
        failure = failure ?? error
      }
    }
    if let failure { throw failure }
    return count
  }

  /// How many places of the list are looked at in one transaction.
  private static let ordinalsAtOnce = 1_000

  private func fill(_ id: News.ID, at now: Int64) async throws -> Int {
    let limit = limits.waitingNews
    let (found, waiting) = try await database.read { transaction in
      (try NewsRow.news(id, in: transaction), try Self.waiting(id, limit, in: transaction))
    }
    guard let news = found, news.state == .sending else { return 0 }
    if try await isOutdated(news, at: now) {
      try await cutOff(news.id)
      if waiting == 0 { try await end(id) }
      return 0
    }
    guard news.nextOrdinal <= news.lastOrdinal else {
      if waiting == 0 { try await end(id) }
      return 0
    }
    guard waiting < limit else { return 0 }
    let places =
      news
      .nextOrdinal..<min(
        news.nextOrdinal + min(Self.ordinalsAtOnce, limit), news.lastOrdinal + 1)
    let mails = try await prepareNews(news, places, at: now)
    return try await queue(mails, of: news, upTo: places.upperBound) ? places.count : 0
  }

  /// Whether signers are asked for words that are not the petition's any more, or cannot be signed.
  private func isOutdated(_ news: News, at now: Int64) async throws -> Bool {
    guard let version = news.renewalVersion, news.nextOrdinal <= news.lastOrdinal else {
      return false
    }
    guard let petition = try await petition(news.petition) else { return true }
    return !petition.isOpen(at: now) || petition.isHidden || petition.wordingVersion != version
  }

  /// Lets nobody get news any more for whom no mail was queued yet.
  private func cutOff(_ id: News.ID) async throws {
    try await database.write { transaction in
      try transaction.execute(
        """
        UPDATE news
        SET next_ordinal = last_ordinal + 1, recipients = queued
        WHERE id = $1 AND state = 'sending'
        """, id.rawValue)
    }
  }

  private static func waiting(
    _ news: News.ID, _ limit: Int, in transaction: any Transaction
  ) throws -> Int {
    try transaction.query(
      """
      SELECT COUNT(*)
      FROM (
        SELECT id
        FROM outbox
        WHERE news_id = $1 AND state IN ('queued', 'sending', 'deferred')
        LIMIT $2
      ) AS mail
      """, news.rawValue, limit
    ).first?.get(0) ?? 0
  }

  private func end(_ id: News.ID) async throws {
    try await database.write { transaction in
      try transaction.execute(
        """
        UPDATE news
        SET state = 'done'
        WHERE id = $1 AND state = 'sending' AND next_ordinal > last_ordinal
        """, id.rawValue)
    }
  }

  /// Opens the addresses of some places and seals their mails, outside of the transaction that
  /// queues them.
  private func prepareNews(
    _ news: News, _ places: Range<Int>, at now: Int64
  ) async throws -> [(ordinal: Int, mail: PreparedMail)] {
    let (rows, language) = try await database.read { transaction in
      (
        try transaction.query(
          """
          SELECT ordinal, confirm_hash, duplicate_key, person
          FROM signature
          WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND state = 'standing'
            AND wants_updates = 1 AND wording_version < $4
          ORDER BY ordinal
          """, news.petition.rawValue, places.lowerBound, places.upperBound,
          Self.versionLimit(news)),
        try transaction.query(
          "SELECT language FROM petition WHERE id = $1", news.petition.rawValue
        ).first?.get(0) ?? ""
      )
    }
    return try rows.compactMap { row in
      // A record that cannot be opened has nobody to write to, and must not hold up all after it.
      guard let sealed: [UInt8] = try row.get(3),
        let person = try? PersonRecord(sealed: sealed, key: secret.personKey, row: row.get(1)),
        !person.email.isEmpty
      else { return nil }
      let ordinal: Int = try row.get(0)
      return (
        ordinal,
        prepareNews(
          news, to: person.email, ordinal: ordinal, duplicateKey: try row.get(2),
          language: language, at: now)
      )
    }
  }

  private func prepareNews(
    _ news: News, to email: String, ordinal: Int, duplicateKey: [UInt8], language: String,
    at now: Int64
  ) -> PreparedMail {
    let addressTag = secret.addressTag(duplicateKey: duplicateKey)
    // Follows from what the mail is: it has one name, whoever queues it.
    let submission = KeyedHash.hash(
      addressTag + Array("news \(news.id.rawValue)".utf8), key: secret.outboxKey, count: 16)
    let mail = WaitingMail(
      petition: news.petition, email: email,
      token: unsubscribeToken(of: news.petition, ordinal: ordinal), language: language)
    return PreparedMail(
      kind: .news, petition: news.petition, news: news.id, submission: submission,
      earlierSubmission: submission, addressTag: addressTag,
      recipientTag: secret.recipientTag(sealedEmail: email),
      sealed: mail.sealed(
        key: secret.outboxKey, submission: submission, nonce: random(AEAD.nonceCount)),
      dueAt: now, createdAt: now)
  }

  /// - Returns: whether this was the one who moved the news on.
  private func queue(
    _ mails: [(ordinal: Int, mail: PreparedMail)], of news: News, upTo next: Int
  ) async throws -> Bool {
    try await database.write { [limits] transaction in
      // Before the news, as everywhere; who withdraws now waits, and then deletes the mail.
      let standing = Set(
        try transaction.query(
          Self.findStanding(transaction.dialect), news.petition.rawValue, news.nextOrdinal, next,
          Self.versionLimit(news)
        ).map { try $0.get(0) as Int })
      let wanted = mails.filter { standing.contains($0.ordinal) }.map(\.mail)
      let moves = try transaction.execute(
        """
        UPDATE news
        SET next_ordinal = $1, queued = queued + $2
        WHERE id = $3 AND next_ordinal = $4 AND state = 'sending'
        """, next, wanted.count, news.id.rawValue, news.nextOrdinal)
      guard moves == 1 else { return false }
      try MailBatch(limits: limits).add(wanted, in: transaction)
      return true
    }
  }

  /// Only signatures to words before this version get it: nobody is asked for what was given.
  private static func versionLimit(_ news: News) -> Int { news.renewalVersion ?? Int.max }

  private static func findStanding(_ dialect: Dialect) -> SQL {
    switch dialect {
    case .sqlite:
      """
      SELECT ordinal
      FROM signature
      WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND state = 'standing'
        AND wants_updates = 1 AND wording_version < $4
      ORDER BY ordinal
      """
    case .postgresql:
      """
      SELECT ordinal
      FROM signature
      WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND state = 'standing'
        AND wants_updates = 1 AND wording_version < $4
      ORDER BY ordinal
      FOR SHARE
      """
    }
  }
}
