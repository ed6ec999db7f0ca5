/// Runs services that depend on each other, each on those before it.
///
/// They start in order. When the innermost work ends, or any service fails, they stop in reverse
/// order: each is cancelled and waited for only when everything that depends on it has stopped.
func run(
  _ services: ArraySlice<@Sendable () async throws -> Void>,
  until end: @escaping @Sendable () async -> Void
) async throws {
  guard let service = services.first else { return await end() }
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask { try await service() }
    group.addTask { try await run(services.dropFirst(), until: end) }
    try await group.next()
    group.cancelAll()
    try await group.waitForAll()
  }
}
