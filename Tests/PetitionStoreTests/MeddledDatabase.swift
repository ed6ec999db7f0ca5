import SQLDatabase
import Synchronization

/// A database in which something else happens before some of the writes.
final class MeddledDatabase: Database {
  private let database: any Database
  private let meddle: @Sendable (Int) async throws -> Void
  private let writes = Atomic(0)

  /// The closure is told how many writes came before.
  init(_ database: any Database, before meddle: @escaping @Sendable (Int) async throws -> Void) {
    self.database = database
    self.meddle = meddle
  }

  var dialect: Dialect { database.dialect }

  func read<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    try await database.read(body)
  }

  func write<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    try await meddle(writes.add(1, ordering: .relaxed).oldValue)
    return try await database.write(body)
  }

  func observe(_ observer: @escaping @Sendable (DatabaseNotice) -> Void) {
    database.observe(observer)
  }

  func run() async throws { try await database.run() }

  func migrate(_ migrations: [Migration]) async throws { try await database.migrate(migrations) }

  func close() async { await database.close() }
}
