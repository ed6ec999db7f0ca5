import Cryptography
public import EmailAddresses
public import Petitions
import SQLDatabase

/// What a mail server says of an address afterwards.
public enum BounceKind: String, Sendable, Hashable {
  /// The address takes no mail and never will.
  case hard
  /// The mail could not be kept this time.
  case soft
  /// The recipient called the mail unwanted.
  case complaint
}

extension Store {
  /// Notes that a mail came back, or was called unwanted.
  ///
  /// After a hard bounce or a complaint nothing is sent to the address for
  /// ``StoreLimits/suppressionLifetime``, and what waits for it is deleted. Each petition whose mails
  /// came back has one more ``Petition/bounced``. A complaint ends news to the address for good;
  /// in those open petitions that have lately written to it, it does not count as a reader any more.
  /// A soft bounce changes nothing.
  ///
  /// - Parameters:
  ///   - refused: the petition whose mail the relay refused at once, and so never accepted.
  ///   - now: UTC milliseconds.
  /// - Returns: how many petitions it was counted for.
  @discardableResult
  public func noteBounce(
    of email: EmailAddress, _ kind: BounceKind, refused: Petition.ID? = nil, at now: Int64
  ) async throws -> Int {
    guard kind != .soft else { return 0 }
    let tag = secret.recipientTag(email: email.normalised)
    let petitions = try await database.write { transaction in
      try Self.suppress(tag, kind == .complaint ? "complaint" : "bounce", at: now, in: transaction)
      let petitions = try Self.petitions(tag, in: transaction)
      try PetitionLock.toConfirm.take(
        petitions.union(refused.map { [$0.rawValue] } ?? []), in: transaction)
      var returned = try Self.endMails(tag, in: transaction)
      if let refused { returned.insert(refused.rawValue) }
      if kind == .hard {
        try transaction.execute(
          "UPDATE petition SET bounced = bounced + 1 WHERE id = $1",
          each: returned.sorted().map { [$0] })
      }
      return (all: petitions, returned: returned)
    }
    guard kind == .complaint else { return petitions.returned.count }
    for id in petitions.all.sorted() {
      try await endUpdates(of: email, Petition.ID(rawValue: id))
    }
    return 0
  }

  /// Lets mails go to an address again, where a report was wrong.
  ///
  /// What was deleted or ended because of it does not come back, and the numbers stay.
  ///
  /// - Returns: whether there was anything to forget.
  public func forgetBounce(of email: EmailAddress) async throws -> Bool {
    let tag = secret.recipientTag(email: email.normalised)
    return try await database.write { transaction in
      try transaction.execute("DELETE FROM suppressed_address WHERE recipient_tag = $1", tag) == 1
    }
  }

  /// The petitions to whose signers mails came back, with how many of them do not exist.
  public func bounces() async throws -> [(petition: Slug, addresses: Int)] {
    try await database.read { transaction in
      try transaction.query(
        "SELECT slug, bounced FROM petition WHERE bounced > 0 ORDER BY bounced DESC, id"
      ).compactMap { row in
        guard let slug = Slug(try row.get(0) as String) else { return nil }
        return (slug, try row.get(1))
      }
    }
  }

  /// Whether a mail of this name was lately sent to an address.
  ///
  /// Only its recipient's servers know the name: a report without it may come from anybody.
  ///
  /// - Parameter messageID: without angle brackets; ``ClaimedMail/messageToken`` stands before the `@`,
  ///   behind a time.
  public func hasSent(messageID: String, to email: EmailAddress) async throws -> Bool {
    let parts = messageID.prefix { $0 != "@" }.split(separator: ".")
    guard parts.count >= 3, let submission = Hex.decode(String(parts[1])) else { return false }
    let tag = secret.recipientTag(email: email.normalised)
    return try await database.read { transaction in
      try !transaction.query(
        "SELECT id FROM outbox WHERE recipient_tag = $1 AND submission = $2", tag, submission
      ).isEmpty
    }
  }

  private static func suppress(
    _ recipientTag: [UInt8], _ reason: String, at now: Int64, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      """
      INSERT INTO suppressed_address (recipient_tag, reason, since)
      VALUES ($1, $2, $3)
      ON CONFLICT (recipient_tag) DO UPDATE
      SET since = excluded.since,
        reason = CASE
          WHEN suppressed_address.reason = 'complaint' THEN 'complaint'
          ELSE excluded.reason
        END
      """, recipientTag, reason, now)
  }

  /// The petitions that have lately written to an address.
  private static func petitions(
    _ recipientTag: [UInt8], in transaction: any Transaction
  ) throws -> Set<Int64> {
    Set(
      try transaction.query(
        """
        SELECT petition_id
        FROM outbox
        WHERE recipient_tag = $1 AND petition_id IS NOT NULL
        """, recipientTag
      ).map { try $0.get(0) as Int64 })
  }

  /// Deletes what waits for an address, and takes back that the rest was accepted.
  ///
  /// - Returns: the petitions of mails that count as returned from now on.
  private static func endMails(
    _ recipientTag: [UInt8], in transaction: any Transaction
  ) throws -> Set<Int64> {
    let returned = try transaction.query(
      """
      UPDATE outbox
      SET state = 'failed', answer = NULL
      WHERE recipient_tag = $1 AND state = 'accepted'
      RETURNING petition_id, news_id
      """, recipientTag)
    let waiting = try transaction.query(
      "DELETE FROM outbox WHERE recipient_tag = $1 AND sealed IS NOT NULL RETURNING news_id",
      recipientTag)
    var numbers = NewsNumbers()
    try numbers.forget(waiting)
    for row in returned {
      if let news: Int64 = try row.get(1) { numbers[News.ID(rawValue: news)].add(.returned) }
    }
    try numbers.write(in: transaction)
    return Set(try returned.compactMap { try $0.get(0) as Int64? })
  }

  private func endUpdates(of email: EmailAddress, _ id: Petition.ID) async throws {
    guard let petition = try await petition(id) else { return }
    let key: SecretKey
    do {
      key = try await petitionKey(of: petition)
    } catch StoreError.petitionClosed {
      // Nobody can tell any more which signature the address belongs to.
      return
    }
    let duplicateKey = KeyedHash.hash(Array(email.normalised.utf8), key: key, count: 32)
    let hash: [UInt8]? = try await database.read { transaction in
      try transaction.query(
        "SELECT confirm_hash FROM signature WHERE petition_id = $1 AND duplicate_key = $2",
        id.rawValue, duplicateKey
      ).first?.get(0)
    }
    if let hash { try await endUpdates(hash) }
  }
}
