/// The statements of one transaction on one connection.
final class SQLiteTransaction: Transaction {
  let dialect = Dialect.sqlite
  private let connection: SQLiteConnection
  private var failure: (any Error)?
  /// What observers are told once the transaction is committed.
  private(set) var messages: [String] = []

  init(on connection: SQLiteConnection) {
    self.connection = connection
  }

  func query(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [[Row]] {
    try run { try rows.map { try connection.query(sql, $0) } }
  }

  func execute(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [Int] {
    try run { try rows.map { try connection.execute(sql, $0) } }
  }

  func notify(_ message: String) throws {
    try run {
      if !messages.contains(message) { messages.append(message) }
    }
  }

  /// Throws the first failure, so that nobody commits what came before and after it.
  func finish() throws {
    try run {}
  }

  private func run<T>(_ body: () throws -> T) throws -> T {
    if let failure { throw failure }
    do {
      // Outside of a transaction, each statement would commit by itself.
      guard connection.isInTransaction else {
        throw DatabaseError(.statement, "a statement of the body has ended the transaction")
      }
      return try body()
    } catch {
      failure = error
      throw error
    }
  }
}
