import Synchronization

/// A token bucket for each client network.
///
/// Networks are kept only as hashes under a random key that is replaced every 24 hours, when every
/// bucket starts full again. Memory is bounded: when half the capacity is new, the half that was not
/// used since is forgotten.
public final class RateLimiter: Sendable {
  private let burst: Double
  private let tokensPerMillisecond: Double
  private let halfCapacity: Int
  private let state = Mutex(State())

  private struct Bucket {
    var tokens: Double
    var updated: Int64
  }

  private struct State {
    var key = SipHash.Key.random()
    var keyedAt: Int64?
    var recent: [UInt64: Bucket] = [:]
    var older: [UInt64: Bucket] = [:]
  }

  /// Lets `burst` requests pass at once and `perMinute` over time, and remembers at most `capacity`
  /// networks.
  public init(burst: Int, perMinute: Double, capacity: Int = 100_000) {
    self.burst = Double(max(1, burst))
    tokensPerMillisecond = max(0, perMinute) / 60_000
    halfCapacity = max(1, capacity / 2)
  }

  /// Takes a token if there is one; `now` is in milliseconds from any fixed instant.
  public func allow(_ network: ClientNetwork, now: Int64) -> Bool {
    state.withLock { state in
      replaceKey(in: &state, now: now)
      let tag = network.tag(key: state.key)
      var bucket =
        state.recent[tag] ?? state.older.removeValue(forKey: tag)
        ?? Bucket(tokens: burst, updated: now)
      let elapsed = Double(max(0, now - bucket.updated))
      bucket.tokens = min(burst, bucket.tokens + elapsed * tokensPerMillisecond)
      bucket.updated = max(bucket.updated, now)
      let isAllowed = bucket.tokens >= 1
      if isAllowed { bucket.tokens -= 1 }
      if state.recent.count >= halfCapacity, state.recent[tag] == nil {
        state.older = state.recent
        state.recent = [:]
      }
      state.recent[tag] = bucket
      return isAllowed
    }
  }

  /// How many networks are remembered.
  public var count: Int {
    state.withLock { $0.recent.count + $0.older.count }
  }

  private func replaceKey(in state: inout State, now: Int64) {
    let day: Int64 = 24 * 60 * 60 * 1000
    guard let keyedAt = state.keyedAt else {
      state.keyedAt = now
      return
    }
    if now - keyedAt >= day {
      state = State()
      state.keyedAt = now
    }
  }
}
