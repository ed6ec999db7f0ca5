import SQLDatabase
import Synchronization

/// A database that notes the text of every statement which runs on it.
final class WatchedDatabase: Database {
  private let database: any Database
  private let noted = Mutex<Set<String>>([])

  init(_ database: any Database) {
    self.database = database
  }

  var statements: Set<String> { noted.withLock { $0 } }

  var dialect: Dialect { database.dialect }

  func read<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    try await database.read { try body(WatchedTransaction(transaction: $0, database: self)) }
  }

  func write<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    try await database.write { try body(WatchedTransaction(transaction: $0, database: self)) }
  }

  func observe(_ observer: @escaping @Sendable (DatabaseNotice) -> Void) {
    database.observe(observer)
  }

  func run() async throws { try await database.run() }

  func migrate(_ migrations: [Migration]) async throws { try await database.migrate(migrations) }

  func close() async { await database.close() }

  fileprivate func note(_ sql: SQL) {
    noted.withLock { _ = $0.insert(sql.description) }
  }
}

private struct WatchedTransaction: Transaction {
  let transaction: any Transaction
  let database: WatchedDatabase

  var dialect: Dialect { transaction.dialect }

  func query(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [[Row]] {
    database.note(sql)
    return try transaction.query(sql, each: rows)
  }

  func execute(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [Int] {
    database.note(sql)
    return try transaction.execute(sql, each: rows)
  }

  func notify(_ message: String) throws { try transaction.notify(message) }
}
