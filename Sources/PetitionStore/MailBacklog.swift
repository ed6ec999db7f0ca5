import Synchronization

/// Remembers for a second whether too many mails wait.
final class MailBacklog: Sendable {
  private static let lifetime: Int64 = 1_000

  private struct State {
    var isFull = false
    var countedAt: Int64?
  }

  private let state = Mutex(State())

  /// Counts again where the last count is older than a second; others go on with that one meanwhile.
  ///
  /// - Parameter now: UTC milliseconds.
  func isFull(at now: Int64, _ count: @Sendable () async throws -> Bool) async throws -> Bool {
    let known: Bool? = state.withLock { state in
      if let countedAt = state.countedAt, countedAt <= now, now < countedAt + Self.lifetime {
        return state.isFull
      }
      state.countedAt = now
      return nil
    }
    if let known { return known }
    do {
      let isFull = try await count()
      state.withLock { $0.isFull = isFull }
      return isFull
    } catch {
      state.withLock { $0.countedAt = nil }
      throw error
    }
  }
}
