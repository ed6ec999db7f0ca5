import SQLDatabase

/// Writes many rows of a table.
///
/// SQLite runs a statement for each row. PostgreSQL takes all rows with one statement, an array a column,
/// since starting a statement costs it several times as much as what the statement does.
struct RowInsertion: Sendable {
  /// What a column holds.
  enum Column: Sendable {
    /// `BIGINT`.
    case integer
    /// `TEXT`.
    case text
    /// `BYTEA`.
    case blob
  }

  private let columns: [Column]
  let each: SQL
  private let arrays: SQL?

  /// - Parameters:
  ///   - columns: in the order of the values.
  ///   - each: writes one row.
  ///   - arrays: takes the columns of all rows; nil for a table that stays small.
  init(_ columns: [Column] = [], each: SQL, arrays: SQL? = nil) {
    self.columns = columns
    self.each = each
    self.arrays = arrays
  }

  /// Writes rows, each with a value for every column.
  func write(_ rows: [[any ValueConvertible]], in transaction: any Transaction) throws {
    guard transaction.dialect == .postgresql, let arrays else {
      try transaction.execute(each, each: rows)
      return
    }
    try transaction.execute(arrays, each: [try arrayValues(of: rows)])
  }

  private func arrayValues(
    of rows: [[any ValueConvertible]]
  ) throws -> [any ValueConvertible] {
    try columns.enumerated().map { index, column in
      let values = rows.lazy.map { $0[index].databaseValue }
      return switch column {
      case .integer: ArrayValue.integers(try values.map { try Int64?(databaseValue: $0) })
      case .text: ArrayValue.texts(try values.map { try String?(databaseValue: $0) })
      case .blob: ArrayValue.blobs(try values.map { try [UInt8]?(databaseValue: $0) })
      }
    }
  }
}

extension RowInsertion {
  /// Names from other systems.
  static let importedName = RowInsertion(
    [.integer, .integer, .text],
    each: "INSERT INTO imported_name (petition_id, position, name) VALUES ($1, $2, $3)",
    arrays: """
      INSERT INTO imported_name (petition_id, position, name)
      SELECT unnest($1::BIGINT[]), unnest($2::BIGINT[]), unnest($3::TEXT[])
      """)

  /// Signatures that wait for their confirmation.
  static let pendingSignature = RowInsertion(
    [
      .blob, .integer, .integer, .blob, .blob, .blob, .text, .text, .integer, .blob, .integer,
      .text, .blob, .integer, .integer, .text, .integer,
    ],
    each: """
      INSERT INTO pending_signature (
        confirm_hash, petition_id, wording_version, duplicate_key, commitment,
        withdrawal_hash, audience, country, wants_updates, person, expires_at, language, code_hash,
        code_tries, code_expires_at, source, domain_tag
      )
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)
      """,
    arrays: """
      INSERT INTO pending_signature (
        confirm_hash, petition_id, wording_version, duplicate_key, commitment,
        withdrawal_hash, audience, country, wants_updates, person, expires_at, language, code_hash,
        code_tries, code_expires_at, source, domain_tag
      )
      SELECT unnest($1::BYTEA[]), unnest($2::BIGINT[]), unnest($3::BIGINT[]),
        unnest($4::BYTEA[]), unnest($5::BYTEA[]), unnest($6::BYTEA[]), unnest($7::TEXT[]),
        unnest($8::TEXT[]), unnest($9::BIGINT[]), unnest($10::BYTEA[]), unnest($11::BIGINT[]),
        unnest($12::TEXT[]), unnest($13::BYTEA[]), unnest($14::BIGINT[]), unnest($15::BIGINT[]),
        unnest($16::TEXT[]), unnest($17::BIGINT[])
      """)

  /// Confirmed signatures.
  static let signature = RowInsertion(
    [
      .integer, .integer, .text, .integer, .blob, .blob, .blob, .blob, .text, .text, .integer,
      .text, .text, .blob, .integer, .text, .integer, .integer,
    ],
    each: """
      INSERT INTO signature (
        petition_id, ordinal, state, wording_version, confirm_hash, duplicate_key, commitment,
        withdrawal_hash, audience, country, wants_updates, name, reason, person, confirmed_at,
        source, domain_tag, removal_id
      )
      VALUES (
        $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18
      )
      """,
    arrays: """
      INSERT INTO signature (
        petition_id, ordinal, state, wording_version, confirm_hash, duplicate_key, commitment,
        withdrawal_hash, audience, country, wants_updates, name, reason, person, confirmed_at,
        source, domain_tag, removal_id
      )
      SELECT unnest($1::BIGINT[]), unnest($2::BIGINT[]), unnest($3::TEXT[]),
        unnest($4::BIGINT[]), unnest($5::BYTEA[]), unnest($6::BYTEA[]), unnest($7::BYTEA[]),
        unnest($8::BYTEA[]), unnest($9::TEXT[]), unnest($10::TEXT[]), unnest($11::BIGINT[]),
        unnest($12::TEXT[]), unnest($13::TEXT[]), unnest($14::BYTEA[]), unnest($15::BIGINT[]),
        unnest($16::TEXT[]), unnest($17::BIGINT[]), unnest($18::BIGINT[])
      """)

  /// Mails, which get numbers.
  static let newMail = RowInsertion(
    [
      .text, .integer, .text, .integer, .integer, .blob, .blob, .blob, .blob, .integer, .integer,
    ],
    each: """
      INSERT INTO outbox (
        kind, lane, state, petition_id, news_id, submission, address_tag, recipient_tag, sealed,
        due_at, created_at
      )
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
      ON CONFLICT (address_tag, submission, kind) DO NOTHING
      """,
    arrays: """
      INSERT INTO outbox (
        kind, lane, state, petition_id, news_id, submission, address_tag, recipient_tag, sealed,
        due_at, created_at
      )
      SELECT unnest($1::TEXT[]), unnest($2::BIGINT[]), unnest($3::TEXT[]), unnest($4::BIGINT[]),
        unnest($5::BIGINT[]), unnest($6::BYTEA[]), unnest($7::BYTEA[]), unnest($8::BYTEA[]),
        unnest($9::BYTEA[]), unnest($10::BIGINT[]), unnest($11::BIGINT[])
      ON CONFLICT (address_tag, submission, kind) DO NOTHING
      """)

  /// Mails, with the numbers that they have.
  static let mail = RowInsertion(
    [
      .integer, .text, .integer, .text, .integer, .integer, .blob, .blob, .blob, .blob, .integer,
      .integer, .integer, .text,
    ],
    each: """
      INSERT INTO outbox (
        id, kind, lane, state, petition_id, news_id, submission, address_tag, recipient_tag, sealed,
        attempts, due_at, created_at, answer
      )
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)
      """,
    arrays: """
      INSERT INTO outbox (
        id, kind, lane, state, petition_id, news_id, submission, address_tag, recipient_tag, sealed,
        attempts, due_at, created_at, answer
      )
      SELECT unnest($1::BIGINT[]), unnest($2::TEXT[]), unnest($3::BIGINT[]), unnest($4::TEXT[]),
        unnest($5::BIGINT[]), unnest($6::BIGINT[]), unnest($7::BYTEA[]), unnest($8::BYTEA[]),
        unnest($9::BYTEA[]), unnest($10::BYTEA[]), unnest($11::BIGINT[]), unnest($12::BIGINT[]),
        unnest($13::BIGINT[]), unnest($14::TEXT[])
      """)
}
