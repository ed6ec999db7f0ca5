import CSQLite

/// The one place where return codes of the C library become errors.
enum SQLiteResult {
  /// Throws unless a call succeeded.
  static func check(
    _ result: Int32, on connection: borrowing SQLiteHandle, statement: SQL? = nil
  ) throws(DatabaseError) {
    guard result != SQLITE_OK, result != SQLITE_ROW, result != SQLITE_DONE else { return }
    // Only here does the library's message speak of the schema alone; others may quote a value.
    let isConstraint = primary(result) == SQLITE_CONSTRAINT
    let message = isConstraint ? String(cString: sqlite3_errmsg(connection.pointer)) : nil
    throw error(result, statement: statement, detail: message)
  }

  /// The error for a code, with a detail that must not hold values.
  static func error(_ result: Int32, statement: SQL?, detail: String?) -> DatabaseError {
    let text = detail ?? String(cString: sqlite3_errstr(result))
    return DatabaseError(
      code(result), "\(text) (SQLite \(result))",
      constraint: primary(result) == SQLITE_CONSTRAINT ? constraint(result) : nil,
      statement: statement)
  }

  private static func primary(_ result: Int32) -> Int32 { result & 0xff }

  private static func code(_ result: Int32) -> DatabaseError.Code {
    switch primary(result) {
    case SQLITE_BUSY, SQLITE_LOCKED, SQLITE_PROTOCOL: .busy
    case SQLITE_CONSTRAINT: .constraint
    case SQLITE_FULL: .full
    case SQLITE_READONLY: .readOnly
    case SQLITE_CORRUPT, SQLITE_NOTADB: .corrupt
    case SQLITE_IOERR, SQLITE_NOMEM: .inputOutput
    case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_AUTH: .cannotOpen
    case SQLITE_TOOBIG, SQLITE_MISMATCH: .invalidValue
    default: .statement
    }
  }

  private static func constraint(_ result: Int32) -> DatabaseError.Constraint {
    // The header builds these codes with an expression that Swift does not import.
    switch result >> 8 {
    case 6, 8, 10: .unique  // PRIMARYKEY, UNIQUE, ROWID
    case 3: .foreignKey
    case 5: .notNull
    case 1: .check
    default: .other
    }
  }
}
