import Synchronization

/// Remembers for some seconds whether too many mails wait.
///
/// Counting takes as long as there are mails: it is done often only where the limit is near.
final class MailBacklog: Sendable {
  /// How long a count holds while many more mails may wait, in milliseconds.
  static let lifetime: Int64 = 10_000
  /// How long one holds that is over ``nearShare`` of the limit, in milliseconds.
  static let lifetimeNearLimit: Int64 = 1_000
  private static let nearShare = 0.9

  private struct State {
    var isFull = false
    var countedAt: Int64?
    var lifetime = MailBacklog.lifetimeNearLimit
  }

  private let state = Mutex(State())

  /// Counts again where the last count is too old; others go on with that one meanwhile.
  ///
  /// - Parameters:
  ///   - limit: so many mails are too many.
  ///   - now: UTC milliseconds.
  ///   - count: counts the mails up to the limit.
  func isFull(
    _ limit: Int, at now: Int64, _ count: @Sendable () async throws -> Int
  ) async throws -> Bool {
    let known: Bool? = state.withLock { state in
      if let countedAt = state.countedAt, countedAt <= now, now < countedAt + state.lifetime {
        return state.isFull
      }
      state.countedAt = now
      return nil
    }
    if let known { return known }
    do {
      let waiting = try await count()
      let isNear = Double(waiting) > Double(limit) * Self.nearShare
      return state.withLock { state in
        state.isFull = waiting >= limit
        state.lifetime = isNear ? Self.lifetimeNearLimit : Self.lifetime
        return state.isFull
      }
    } catch {
      state.withLock { $0.countedAt = nil }
      throw error
    }
  }
}
