import Synchronization

/// What was read of the store within the last second, for work that asks for the same again and again.
final class JustRead<ID: Hashable & Sendable, Value: Sendable>: Sendable {
  /// In milliseconds.
  private static var lifetime: Int64 { 1_000 }
  /// So many are kept at most; then all are read anew.
  private static var limit: Int { 1_000 }

  private let values = Mutex<[ID: (value: Value, readAt: Int64)]>([:])

  /// - Parameters:
  ///   - now: UTC milliseconds; a clock that was set back makes everything old.
  ///   - read: gives nil for what does not exist, which is not kept.
  func value(
    _ id: ID, at now: Int64, _ read: (ID) async throws -> Value?
  ) async throws -> Value? {
    let known = values.withLock { $0[id] }
    if let known, (0..<Self.lifetime).contains(now - known.readAt) { return known.value }
    guard let value = try await read(id) else { return nil }
    values.withLock { values in
      if values.count >= Self.limit { values = [:] }
      values[id] = (value, now)
    }
    return value
  }
}
