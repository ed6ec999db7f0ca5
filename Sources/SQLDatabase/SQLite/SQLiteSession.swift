/// One connection on a thread of its own.
actor SQLiteSession {
  private let thread: ThreadExecutor
  private var connection: SQLiteConnection?

  nonisolated var unownedExecutor: UnownedSerialExecutor { thread.asUnownedSerialExecutor() }

  private init() throws {
    thread = try ThreadExecutor()
  }

  /// Starts the thread and opens the connection on it.
  static func open(path: String, role: SQLiteConnection.Role) async throws -> SQLiteSession {
    let session = try SQLiteSession()
    try await session.connect(path: path, role: role)
    return session
  }

  /// Runs a body on the thread, after those that came before.
  func perform<T: Sendable>(_ body: @Sendable (SQLiteConnection) throws -> T) throws -> T {
    guard let connection else { throw DatabaseError.closed }
    return try body(connection)
  }

  /// Closes the connection after what came before.
  func close() {
    connection = nil
  }

  private func connect(path: String, role: SQLiteConnection.Role) throws {
    connection = try SQLiteConnection(path: path, role: role)
  }

  deinit {
    // Every job holds this actor, so no job can come after the last reference is gone.
    thread.stop()
  }
}
