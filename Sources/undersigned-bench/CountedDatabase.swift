import SQLDatabase
import Synchronization

/// A database that counts its transactions, so that the mean size of a batch can be told.
final class CountedDatabase: Database {
  private let database: any Database
  private let writes = Atomic(0)

  init(_ database: any Database) {
    self.database = database
  }

  var writeCount: Int { writes.load(ordering: .relaxed) }

  var dialect: Dialect { database.dialect }

  func read<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    try await database.read(body)
  }

  @discardableResult
  func write<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    let result = try await database.write(body)
    writes.add(1, ordering: .relaxed)
    return result
  }

  func observe(_ observer: @escaping @Sendable (DatabaseNotice) -> Void) {
    database.observe(observer)
  }

  func run() async throws { try await database.run() }

  func migrate(_ migrations: [Migration]) async throws { try await database.migrate(migrations) }

  func close() async { await database.close() }
}
