import SQLDatabase

/// A table as it moves from one database to another: read in the order of its key, in chunks.
struct MovedTable: Sendable {
  /// The name, for messages.
  let name: String
  /// Comes before the key of every row there can be; the key's columns stand first in ``select``.
  private let start: [Value]
  /// How many rows are read and written at once, so that large ones fit into the memory, too.
  private let limit: Int
  /// Reads the rows after a key.
  let select: SQL
  /// Writes rows as they were read.
  let insertion: RowInsertion
  /// Deletes every row.
  let emptying: SQL
  /// On PostgreSQL, lets the numbers of new rows go on after those that were given; nil where rows have
  /// none of their own.
  let numbering: SQL?

  init(
    _ name: String, after start: [Value], limit: Int, select: SQL, insertion: RowInsertion,
    emptying: SQL, numbering: SQL? = nil
  ) {
    self.name = name
    self.start = start
    self.limit = limit
    self.select = select
    self.insertion = insertion
    self.emptying = emptying
    self.numbering = numbering
  }

  /// Writes rows as they were read.
  func write(_ rows: [Row], in transaction: any Transaction) throws {
    try insertion.write(rows.map(\.values), in: transaction)
  }

  /// Reads all rows and gives them to the body, a chunk at a time.
  func read(in transaction: any Transaction, _ body: ([Row]) throws -> Void) throws {
    var key = start
    while true {
      let values: [any ValueConvertible] = key + [.integer(Int64(limit))]
      let rows = try transaction.query(select, each: [values])[0]
      guard let last = rows.last else { return }
      try body(rows)
      guard rows.count == limit else { return }
      key = Array(last.values.prefix(start.count))
    }
  }

  /// How many rows of a large table are read at once; some 30 MB.
  ///
  /// SQLite writes each page of an index in a random order anew for each chunk, so small ones would
  /// make a large move many times as long.
  static let many = 20_000

  /// Before every number that is given to a row.
  static let noNumber = Value.integer(.min)

  /// Before every hash, and every name of a photo, a format or a country: none is empty.
  static let noBytes = Value.blob([])
  static let noText = Value.text("")

  /// The tables that move, none before one that its rows refer to.
  ///
  /// `site` is written apart; links, sessions and what belongs to a moment of signing in stay, since people
  /// sign in anew, and so do networks, which only one process knows.
  static let all =
    photos + people + credentials + petitions + proposals + moderation + organisers + journal
    + removals

  private static let photos = [
    MovedTable(
      "photo", after: [noText], limit: 1_000,
      select: """
        SELECT id, sizes, created_at
        FROM photo
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: "INSERT INTO photo (id, sizes, created_at) VALUES ($1, $2, $3)"),
      emptying: "DELETE FROM photo"),
    MovedTable(
      "photo_file", after: [noText, noText, noNumber], limit: 8,
      select: """
        SELECT photo_id, format, width, height, bytes
        FROM photo_file
        WHERE (photo_id, format, width) > ($1, $2, $3)
        ORDER BY photo_id, format, width
        LIMIT $4
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO photo_file (photo_id, format, width, height, bytes)
          VALUES ($1, $2, $3, $4, $5)
          """),
      emptying: "DELETE FROM photo_file"),
  ]

  private static let petitions = [
    MovedTable(
      "petition", after: [noNumber], limit: 1_000,
      select: """
        SELECT id, unique_id, slug, key_salt, state, language, first_audience, wording_version,
          opened_at, closes_at, photo_id, photo_credit, photo_alternative, imported_count, confirmed,
          withdrawn, removed, is_discreet, bounced, owner_id,
          answered_at, taken_down_at, merged_into, is_forgetting
        FROM petition
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO petition (
            id, unique_id, slug, key_salt, state, language, first_audience, wording_version,
            opened_at, closes_at, photo_id, photo_credit, photo_alternative, imported_count, confirmed,
            withdrawn, removed, is_discreet, bounced, owner_id,
            answered_at, taken_down_at, merged_into, is_forgetting
          )
          VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20, $21, $22, $23, $24
          )
          """),
      emptying: "DELETE FROM petition",
      numbering: "SELECT setval(pg_get_serial_sequence('petition', 'id'), MAX(id)) FROM petition"),
    MovedTable(
      "wording", after: [noNumber, noNumber], limit: 100,
      select: """
        SELECT petition_id, version, content, story_html, created_at, renewed
        FROM wording
        WHERE (petition_id, version) > ($1, $2)
        ORDER BY petition_id, version
        LIMIT $3
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO wording (petition_id, version, content, story_html, created_at, renewed)
          VALUES ($1, $2, $3, $4, $5, $6)
          """),
      emptying: "DELETE FROM wording"),
    MovedTable(
      "imported_name", after: [noNumber, noNumber], limit: many,
      select: """
        SELECT petition_id, position, name
        FROM imported_name
        WHERE (petition_id, position) > ($1, $2)
        ORDER BY petition_id, position
        LIMIT $3
        """,
      insertion: .importedName,
      emptying: "DELETE FROM imported_name"),
    MovedTable(
      "pending_signature", after: [noBytes], limit: many,
      select: """
        SELECT confirm_hash, petition_id, wording_version, duplicate_key, commitment,
          withdrawal_hash, audience, country, wants_updates, person, expires_at, language,
          code_hash, code_tries, code_expires_at, source, domain_tag
        FROM pending_signature
        WHERE confirm_hash > $1
        ORDER BY confirm_hash
        LIMIT $2
        """,
      insertion: .pendingSignature,
      emptying: "DELETE FROM pending_signature"),
    MovedTable(
      "signature", after: [noNumber, noNumber], limit: many,
      select: """
        SELECT petition_id, ordinal, state, wording_version, confirm_hash, duplicate_key, commitment,
          withdrawal_hash, audience, country, wants_updates, name, reason, person, confirmed_at,
          source, domain_tag, removal_id
        FROM signature
        WHERE (petition_id, ordinal) > ($1, $2)
        ORDER BY petition_id, ordinal
        LIMIT $3
        """,
      insertion: .signature,
      emptying: "DELETE FROM signature"),
    MovedTable(
      "confirmed_by_hour", after: [noNumber, noNumber], limit: 5_000,
      select: """
        SELECT petition_id, hour, confirmed
        FROM confirmed_by_hour
        WHERE (petition_id, hour) > ($1, $2)
        ORDER BY petition_id, hour
        LIMIT $3
        """,
      insertion: RowInsertion(
        each: "INSERT INTO confirmed_by_hour (petition_id, hour, confirmed) VALUES ($1, $2, $3)"),
      emptying: "DELETE FROM confirmed_by_hour"),
    MovedTable(
      "standing_by_country", after: [noNumber, noText], limit: 5_000,
      select: """
        SELECT petition_id, country, standing
        FROM standing_by_country
        WHERE (petition_id, country) > ($1, $2)
        ORDER BY petition_id, country
        LIMIT $3
        """,
      insertion: RowInsertion(
        each: "INSERT INTO standing_by_country (petition_id, country, standing) VALUES ($1, $2, $3)"
      ),
      emptying: "DELETE FROM standing_by_country"),
    MovedTable(
      "news", after: [noNumber], limit: 100,
      select: """
        SELECT id, petition_id, kind, subject, body, body_html, state, tested_at, created_at,
          started_at, last_ordinal, next_ordinal, recipients, queued, accepted, failed, in_doubt,
          renewal_version
        FROM news
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: """
          INSERT INTO news (
            id, petition_id, kind, subject, body, body_html, state, tested_at, created_at,
            started_at, last_ordinal, next_ordinal, recipients, queued, accepted, failed, in_doubt,
            renewal_version
          )
          VALUES (
            $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
          )
          """),
      emptying: "DELETE FROM news",
      numbering: "SELECT setval(pg_get_serial_sequence('news', 'id'), MAX(id)) FROM news"),
    MovedTable(
      "mail_total", after: [noText], limit: 100,
      select: """
        SELECT outcome, mails
        FROM mail_total
        WHERE outcome > $1
        ORDER BY outcome
        LIMIT $2
        """,
      insertion: RowInsertion(each: "INSERT INTO mail_total (outcome, mails) VALUES ($1, $2)"),
      emptying: "DELETE FROM mail_total"),
    MovedTable(
      "suppressed_address", after: [noBytes], limit: 5_000,
      select: """
        SELECT recipient_tag, reason, since
        FROM suppressed_address
        WHERE recipient_tag > $1
        ORDER BY recipient_tag
        LIMIT $2
        """,
      insertion: RowInsertion(
        each: "INSERT INTO suppressed_address (recipient_tag, reason, since) VALUES ($1, $2, $3)"),
      emptying: "DELETE FROM suppressed_address"),
    MovedTable(
      "outbox", after: [noNumber], limit: many,
      select: """
        SELECT id, kind, lane, state, petition_id, news_id, submission, address_tag, recipient_tag,
          sealed, attempts, due_at, created_at, answer
        FROM outbox
        WHERE id > $1
        ORDER BY id
        LIMIT $2
        """,
      insertion: .mail,
      emptying: "DELETE FROM outbox"),
  ]
}
