import Threads

/// Runs a body that blocks on a thread of its own, so that other tests go on.
func onThread<T: Sendable>(_ body: @escaping @Sendable () -> T) async throws -> T {
  try await withCheckedThrowingContinuation { continuation in
    do {
      try Thread.start { continuation.resume(returning: body()) }
    } catch {
      continuation.resume(throwing: error)
    }
  }
}
