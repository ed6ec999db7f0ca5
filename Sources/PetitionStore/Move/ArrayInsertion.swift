import SQLDatabase

/// Writes many rows with one statement of PostgreSQL, one array a column.
///
/// A statement for each row costs the server several times as much.
struct ArrayInsertion: Sendable {
  /// What a column holds.
  enum Column: Sendable {
    /// `BIGINT`, never null.
    case integer
    /// `TEXT`.
    case text
    /// `BYTEA`.
    case blob
  }

  private let columns: [Column]
  /// The statement, which takes the columns in their order.
  let insert: SQL

  init(_ columns: [Column], _ insert: SQL) {
    self.columns = columns
    self.insert = insert
  }

  /// The columns of rows.
  func values(of rows: [Row]) throws -> [any ValueConvertible] {
    try columns.enumerated().map { index, column in
      switch column {
      case .integer: ArrayValue.integers(try rows.map { try $0.get(index) })
      case .text: ArrayValue.texts(try rows.map { try $0.get(index) })
      case .blob: ArrayValue.blobs(try rows.map { try $0.get(index) })
      }
    }
  }
}
