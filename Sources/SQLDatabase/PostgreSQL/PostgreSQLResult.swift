import CPostgreSQL

/// The one owner of a result of the C library.
struct PostgreSQLResult: ~Copyable {
  private let pointer: OpaquePointer

  init(_ pointer: OpaquePointer) {
    self.pointer = pointer
  }

  deinit {
    PQclear(pointer)
  }

  /// What the library says it is.
  var status: ExecStatusType { PQresultStatus(pointer) }

  /// How many rows the statement has changed.
  var changes: Int { Int(String(cString: PQcmdTuples(pointer))) ?? 0 }

  /// The name of the command that ended, such as `COMMIT`.
  var command: String { String(cString: PQcmdStatus(pointer)) }

  /// The rows, for a statement that gives any.
  func rows(of sql: SQL) throws(DatabaseError) -> [Row] {
    let columns = PQnfields(pointer)
    var rows: [Row] = []
    let count = PQntuples(pointer)
    rows.reserveCapacity(Int(count))
    for row in 0..<count {
      var values: [Value] = []
      values.reserveCapacity(Int(columns))
      for column in 0..<columns { values.append(try value(row, column, of: sql)) }
      rows.append(Row(values: values))
    }
    return rows
  }

  /// The error that a failed statement stands for.
  func error(of sql: SQL?) -> DatabaseError {
    let state = field(UInt8(ascii: "C")) ?? ""
    return PostgreSQLState(state).error(message: field(UInt8(ascii: "M")) ?? "", statement: sql)
  }

  private func field(_ code: UInt8) -> String? {
    PQresultErrorField(pointer, Int32(code)).map { String(cString: $0) }
  }

  /// Types by their numbers, which are the same in every installation (`pg_type.dat`).
  private func value(_ row: Int32, _ column: Int32, of sql: SQL) throws(DatabaseError) -> Value {
    guard PQgetisnull(pointer, row, column) == 0 else { return .null }
    let bytes = UnsafeRawBufferPointer(
      start: PQgetvalue(pointer, row, column), count: Int(PQgetlength(pointer, row, column)))
    switch PQftype(pointer, column) {
    case 20: return .integer(Int64(bigEndian: bytes.loadUnaligned(as: Int64.self)))
    case 23: return .integer(Int64(Int32(bigEndian: bytes.loadUnaligned(as: Int32.self))))
    case 21: return .integer(Int64(Int16(bigEndian: bytes.loadUnaligned(as: Int16.self))))
    case 16: return .integer(bytes[0] == 0 ? 0 : 1)
    case 701:
      return .real(
        Double(bitPattern: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self))))
    case 17: return .blob(Array(bytes))
    case 18, 19, 25, 1042, 1043: return .text(String(decoding: bytes, as: UTF8.self))
    case 2278: return .null
    case let type:
      throw DatabaseError(
        .decoding, "column \(column) has the type number \(type), which is not read",
        statement: sql)
    }
  }
}
