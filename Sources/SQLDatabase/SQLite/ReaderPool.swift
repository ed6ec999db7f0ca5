import Synchronization

/// Connections that read, lent to one caller at a time, first come first served.
final class ReaderPool: Sendable {
  private struct State {
    var idle: [SQLiteSession]
    var waiting: [CheckedContinuation<SQLiteSession, Never>] = []
  }

  private let sessions: [SQLiteSession]
  private let limit: Int
  private let state: Mutex<State>

  /// Lends these connections and lets up to `limit` callers wait for one.
  init(_ sessions: [SQLiteSession], limit: Int) {
    self.sessions = sessions
    self.limit = limit
    state = Mutex(State(idle: sessions))
  }

  /// Runs a body on the next connection that is free.
  func perform<T: Sendable>(
    _ body: @Sendable (SQLiteConnection) throws -> T
  ) async throws -> T {
    let session = try await acquire()
    defer { release(session) }
    return try await session.perform(body)
  }

  /// Closes every connection after what it has begun.
  func close() async {
    for session in sessions {
      await session.close()
    }
  }

  private func acquire() async throws -> SQLiteSession {
    let isFull = state.withLock { $0.idle.isEmpty && $0.waiting.count >= limit }
    guard !isFull else {
      throw DatabaseError(.overloaded, "\(limit) readers are waiting already")
    }
    return await withCheckedContinuation { continuation in
      let session = state.withLock { state in
        let session = state.idle.popLast()
        if session == nil {
          state.waiting.append(continuation)
        }
        return session
      }
      if let session {
        continuation.resume(returning: session)
      }
    }
  }

  private func release(_ session: SQLiteSession) {
    let next = state.withLock { state in
      guard !state.waiting.isEmpty else {
        state.idle.append(session)
        return CheckedContinuation<SQLiteSession, Never>?.none
      }
      return state.waiting.removeFirst()
    }
    next?.resume(returning: session)
  }
}
