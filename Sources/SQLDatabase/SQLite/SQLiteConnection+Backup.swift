import CSQLite

extension SQLiteConnection {
  /// Copies one snapshot to a new file, page by page, and syncs it.
  ///
  /// The copy has the name with `.partial` until it is complete. It stops when the task is cancelled.
  func backUp(to path: String) throws {
    let file = try NewFile(path)
    do {
      try copySnapshot(to: file.partial)
      try file.complete()
    } catch {
      file.discard()
      throw error
    }
  }

  private func copySnapshot(to path: String) throws {
    // Held to the end, so that commits in the meantime do not start the copy again.
    try execute("BEGIN")
    defer { _ = try? execute("ROLLBACK") }
    _ = try query("SELECT COUNT(*) FROM sqlite_schema")
    let copy = try SQLiteHandle(path: path, flags: SQLITE_OPEN_READWRITE)
    try withPointer { source in
      guard let backup = sqlite3_backup_init(copy.pointer, "main", source, "main") else {
        try SQLiteResult.check(sqlite3_errcode(copy.pointer), on: copy)
        return SQLITE_ERROR
      }
      var result = SQLITE_OK
      // 4 MiB at a time.
      while result == SQLITE_OK, !Task.isCancelled {
        result = sqlite3_backup_step(backup, 1024)
      }
      sqlite3_backup_finish(backup)
      try Task.checkCancellation()
      return result
    }
  }
}
