import CSQLite
import Glibc

/// A prepared statement that binds values, steps, and is ready again.
final class SQLiteStatement {
  private let sql: SQL
  private let handle: SQLiteStatementHandle
  /// For each parameter of the library, the position of its value: `$1` is 0.
  private let positions: [Int]
  private let valueCount: Int

  init(_ sql: SQL, on connection: borrowing SQLiteHandle) throws(DatabaseError) {
    self.sql = sql
    let handle = try SQLiteStatementHandle(sql, on: connection)
    var positions: [Int] = []
    for index in 0..<sqlite3_bind_parameter_count(handle.pointer) {
      // The library numbers parameters as they appear; the name says which value is meant.
      guard
        let name = sqlite3_bind_parameter_name(handle.pointer, index + 1).map({
          String(cString: $0)
        }),
        name.first == "$", let number = Int(name.dropFirst()), number > 0
      else {
        throw DatabaseError(.statement, "placeholders are $1, $2, …", statement: sql)
      }
      positions.append(number - 1)
    }
    self.handle = handle
    self.positions = positions
    valueCount = (positions.max() ?? -1) + 1
  }

  /// Runs with values and hands each row of the result to a closure.
  func run(
    _ values: [any ValueConvertible], on connection: borrowing SQLiteHandle,
    row: (Row) -> Void = { _ in }
  ) throws {
    guard values.count == valueCount else {
      throw DatabaseError(
        .statement, "\(values.count) values were given for \(valueCount) placeholders",
        statement: sql)
    }
    defer {
      // The code of a reset repeats the one of the last step, which was looked at there.
      sqlite3_reset(handle.pointer)
      sqlite3_clear_bindings(handle.pointer)
    }
    try bind(values, from: 0, on: connection) {
      while true {
        let result = sqlite3_step(handle.pointer)
        guard result == SQLITE_ROW else {
          return try SQLiteResult.check(result, on: connection, statement: sql)
        }
        row(currentRow())
      }
    }
  }

  /// Binds the remaining values, then calls the body while their bytes are certain to stay.
  ///
  /// One level of recursion for each value lends text and bytes without a copy.
  private func bind(
    _ values: [any ValueConvertible], from position: Int,
    on connection: borrowing SQLiteHandle, then body: () throws -> Void
  ) throws {
    guard position < positions.count else { return try body() }
    let index = Int32(position + 1)
    let result: Int32
    switch values[positions[position]].databaseValue {
    case .null:
      result = sqlite3_bind_null(handle.pointer, index)
    case .integer(let integer):
      result = sqlite3_bind_int64(handle.pointer, index, integer)
    case .real(let real):
      guard !real.isNaN else { throw refusal("not a number") }
      result = sqlite3_bind_double(handle.pointer, index, real)
    case .array:
      throw refusal("an array")
    case .text(var text):
      return try text.withUTF8 { utf8 in
        try check(bind(utf8, asTextAt: index), on: connection)
        try bind(values, from: position + 1, on: connection, then: body)
      }
    case .blob(let bytes):
      return try bytes.withUnsafeBytes { bytes in
        // A null pointer would bind null, which is not the same as no bytes.
        let result =
          bytes.isEmpty
          ? sqlite3_bind_zeroblob(handle.pointer, index, 0)
          : sqlite3_bind_blob64(
            handle.pointer, index, bytes.baseAddress, UInt64(bytes.count), nil)
        try check(result, on: connection)
        try bind(values, from: position + 1, on: connection, then: body)
      }
    }
    try check(result, on: connection)
    try bind(values, from: position + 1, on: connection, then: body)
  }

  private func bind(_ utf8: UnsafeBufferPointer<UInt8>, asTextAt index: Int32) throws -> Int32 {
    guard let start = utf8.baseAddress, !utf8.isEmpty else {
      // A null pointer would bind null, which is not the same as no text.
      let empty: StaticString = ""
      return sqlite3_bind_text(
        handle.pointer, index, UnsafePointer<CChar>(OpaquePointer(empty.utf8Start)), 0, nil)
    }
    guard memchr(start, 0, utf8.count) == nil else { throw refusal("text with U+0000") }
    return utf8.withMemoryRebound(to: CChar.self) {
      sqlite3_bind_text64(
        handle.pointer, index, $0.baseAddress, UInt64($0.count), nil, UInt8(SQLITE_UTF8))
    }
  }

  private func currentRow() -> Row {
    // Counted for each row: the library compiles a statement anew when the schema has changed.
    Row(values: (0..<sqlite3_data_count(handle.pointer)).map(value(ofColumn:)))
  }

  private func value(ofColumn column: Int32) -> Value {
    switch sqlite3_column_type(handle.pointer, column) {
    case SQLITE_INTEGER:
      return .integer(sqlite3_column_int64(handle.pointer, column))
    case SQLITE_FLOAT:
      return .real(sqlite3_column_double(handle.pointer, column))
    case SQLITE_TEXT:
      let start = sqlite3_column_text(handle.pointer, column)
      let count = Int(sqlite3_column_bytes(handle.pointer, column))
      return .text(String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
    case SQLITE_BLOB:
      let start = sqlite3_column_blob(handle.pointer, column)
      let count = Int(sqlite3_column_bytes(handle.pointer, column))
      return .blob(Array(UnsafeRawBufferPointer(start: start, count: count)))
    default:
      return .null
    }
  }

  private func check(_ result: Int32, on connection: borrowing SQLiteHandle) throws {
    try SQLiteResult.check(result, on: connection, statement: sql)
  }

  private func refusal(_ what: String) -> DatabaseError {
    DatabaseError(.invalidValue, "\(what) cannot be kept", statement: sql)
  }
}
