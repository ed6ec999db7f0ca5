import CSQLite

/// The owner of one connection of the C library, used by one thread at a time.
struct SQLiteHandle: ~Copyable {
  let pointer: OpaquePointer

  /// Opens a file with the flags of `sqlite3_open_v2`; the library adds no locks of its own.
  init(path: String, flags: Int32) throws(DatabaseError) {
    var pointer: OpaquePointer?
    let result = sqlite3_open_v2(
      path, &pointer, flags | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE, nil)
    guard result == SQLITE_OK, let pointer else {
      // Even a failed call may have made a connection to be closed.
      sqlite3_close_v2(pointer)
      throw SQLiteResult.error(result, statement: nil, detail: nil)
    }
    self.pointer = pointer
  }

  deinit {
    sqlite3_close_v2(pointer)
  }
}

/// The owner of one prepared statement of the C library.
struct SQLiteStatementHandle: ~Copyable {
  let pointer: OpaquePointer

  /// Compiles a text that holds exactly one statement.
  init(_ sql: SQL, on connection: borrowing SQLiteHandle) throws(DatabaseError) {
    var pointer: OpaquePointer?
    var hasMore = false
    let database = connection.pointer
    let result = sql.text.withUTF8Buffer { utf8 in
      utf8.withMemoryRebound(to: CChar.self) { text in
        var rest: UnsafePointer<CChar>?
        let result = sqlite3_prepare_v3(
          database, text.baseAddress, Int32(text.count), UInt32(SQLITE_PREPARE_PERSISTENT),
          &pointer, &rest)
        if let rest, let start = text.baseAddress {
          hasMore = !text[(rest - start)...].allSatisfy(isBlank)
        }
        return result
      }
    }
    guard result == SQLITE_OK else {
      // The message of the compiler speaks of the text only, as nothing is bound yet.
      throw SQLiteResult.error(
        result, statement: sql, detail: String(cString: sqlite3_errmsg(database)))
    }
    guard let pointer else {
      throw DatabaseError(.statement, "the text holds no statement", statement: sql)
    }
    guard !hasMore else {
      sqlite3_finalize(pointer)
      throw DatabaseError(.statement, "the text holds more than one statement", statement: sql)
    }
    self.pointer = pointer
  }

  deinit {
    sqlite3_finalize(pointer)
  }
}

/// Whether a byte after a statement adds nothing to it.
private func isBlank(_ byte: CChar) -> Bool {
  switch UInt8(bitPattern: byte) {
  case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"), UInt8(ascii: "\n"),
    UInt8(ascii: ";"):
    true
  default: false
  }
}
