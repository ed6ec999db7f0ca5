/// A transaction that waits for a connection, and somebody who waits for the transaction.
struct PostgreSQLJob: Sendable {
  typealias Instant = ContinuousClock.Instant

  /// When the caller has waited long enough; nil for never.
  let deadline: Instant?
  /// How often it was begun and undone through no fault of its own.
  var attempts = 0
  private let perform: @Sendable (PostgreSQLConnection) throws -> Void
  /// Ends the wait with an error; to be called once, and not after ``run(on:)`` has returned.
  let fail: @Sendable (any Error) -> Void

  init<T: Sendable>(
    by deadline: Instant?, for continuation: CheckedContinuation<T, any Error>,
    _ body: @Sendable @escaping (PostgreSQLConnection) throws -> T
  ) {
    self.deadline = deadline
    perform = { continuation.resume(returning: try body($0)) }
    fail = { continuation.resume(throwing: $0) }
  }

  /// Ends the wait with the result, or throws and leaves it going on.
  func run(on connection: PostgreSQLConnection) throws { try perform(connection) }

  func isOver(at now: Instant) -> Bool { deadline.map { $0 <= now } ?? false }
}
