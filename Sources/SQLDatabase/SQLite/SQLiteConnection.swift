import CSQLite

/// One connection with its prepared statements, used by one thread at a time.
final class SQLiteConnection {
  /// What a connection is for.
  enum Role {
    /// The only one that writes.
    case writer
    /// Reads snapshots and cannot write.
    case reader
    /// Moves what was committed from the log into the database file.
    case checkpointer
  }

  private let handle: SQLiteHandle
  private var statements: [SQL.Key: SQLiteStatement] = [:]
  /// What the library counted when it was last asked for the commits of others.
  private var dataVersion: Int64?

  /// Opens a file and puts the settings of the role in force.
  init(path: String, role: Role) throws {
    let flags =
      switch role {
      case .writer: SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE
      case .reader: SQLITE_OPEN_READONLY
      case .checkpointer: SQLITE_OPEN_READWRITE
      }
    handle = try SQLiteHandle(path: path, flags: flags)
    try check(csqlite_refuse_double_quoted_strings(handle.pointer))
    // Short for checkpoints: while one waits for readers, it may hold up the writer.
    try check(sqlite3_busy_timeout(handle.pointer, role == .checkpointer ? 100 : 5000))
    if role == .writer {
      let mode: String? = try query("PRAGMA journal_mode = WAL").first?.get(0)
      guard mode == "wal" else {
        throw DatabaseError(.cannotOpen, "the file cannot have a write-ahead log")
      }
      // A batch of a thousand rows in random places stays in memory until it commits.
      try execute("PRAGMA cache_size = -16000")
    } else {
      try disableCheckpointOnClose()
    }
    for setting in Self.settings {
      try execute(setting)
    }
    if role == .reader {
      try execute("PRAGMA query_only = ON")
    }
    if role == .writer { _ = try hasOthersCommitted() }
  }

  private static let settings: [SQL] = [
    // The log is synced on every commit; less would lose acknowledged commits in a power cut.
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    // Deleted content is overwritten with zeros.
    "PRAGMA secure_delete = ON",
    "PRAGMA trusted_schema = OFF",
    "PRAGMA cell_size_check = ON",
    // Temporary files would lie outside of the data folder.
    "PRAGMA temp_store = MEMORY",
    // Checkpoints have a connection of their own, so that no commit waits for one.
    "PRAGMA wal_autocheckpoint = 0",
    "PRAGMA journal_size_limit = 67108864",
  ]

  /// Runs a statement and gives the rows of its result.
  func query(_ sql: SQL, _ values: [any ValueConvertible] = []) throws -> [Row] {
    var rows: [Row] = []
    try statement(for: sql).run(values, on: handle) { rows.append($0) }
    return rows
  }

  /// Runs a statement and counts the rows it has changed, without those of triggers.
  @discardableResult
  func execute(_ sql: SQL, _ values: [any ValueConvertible] = []) throws -> Int {
    let before = sqlite3_total_changes64(handle.pointer)
    try statement(for: sql).run(values, on: handle)
    // The library's own count is that of an earlier statement when this one changes no rows.
    guard sqlite3_total_changes64(handle.pointer) != before else { return 0 }
    return Int(sqlite3_changes64(handle.pointer))
  }

  /// Whether a transaction is open; some errors end it without being asked.
  var isInTransaction: Bool { sqlite3_get_autocommit(handle.pointer) == 0 }

  /// Whether another connection, perhaps of another process, has committed since the last call.
  ///
  /// The first call says no. A log that another connection has emptied counts as a commit.
  func hasOthersCommitted() throws -> Bool {
    let version: Int64? = try query("PRAGMA data_version").first?.get(0)
    defer { dataVersion = version }
    return dataVersion != nil && dataVersion != version
  }

  /// Leaves the log as it is when this connection closes, although it may be the last.
  func disableCheckpointOnClose() throws {
    try check(csqlite_disable_checkpoint_on_close(handle.pointer))
  }

  /// Lends the C connection and checks the code that comes back.
  func withPointer(_ body: (OpaquePointer) throws -> Int32) throws {
    try check(body(handle.pointer))
  }

  private func statement(for sql: SQL) throws -> SQLiteStatement {
    if let statement = statements[sql.key] { return statement }
    let statement = try SQLiteStatement(sql, on: handle)
    statements[sql.key] = statement
    return statement
  }

  private func check(_ result: Int32) throws {
    try SQLiteResult.check(result, on: handle)
  }
}
