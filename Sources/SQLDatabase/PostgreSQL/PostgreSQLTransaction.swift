/// The statements of one transaction on one connection; it begins with the first of them.
final class PostgreSQLTransaction: Transaction {
  let dialect = Dialect.postgresql
  private(set) var hasBegun = false
  private let connection: PostgreSQLConnection
  private let begin: SQL
  private let deadline: PostgreSQLConnection.Instant?
  private var failure: (any Error)?

  /// So many executions are sent before their results are read.
  private static let chunk = 1_000

  init(on connection: PostgreSQLConnection, begin: SQL, deadline: PostgreSQLConnection.Instant?) {
    self.connection = connection
    self.begin = begin
    self.deadline = deadline
  }

  func query(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [[Row]] {
    try run(sql, each: rows).map(\.rows)
  }

  func execute(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [Int] {
    try run(sql, each: rows).map(\.changes)
  }

  func notify(_ message: String) throws {
    _ = try run("SELECT pg_notify('database_changes', $1)", each: [[message]])
  }

  /// Throws the first failure, so that nobody commits what came before and after it.
  func finish() throws {
    if let failure { throw failure }
    guard !hasBegun || connection.isInTransaction else { throw ended }
  }

  private func run(
    _ sql: SQL, each rows: [[any ValueConvertible]]
  ) throws -> [PostgreSQLOutcome] {
    if let failure { throw failure }
    do {
      var outcomes: [PostgreSQLOutcome] = []
      outcomes.reserveCapacity(rows.count)
      var rest = rows[...]
      while !rest.isEmpty {
        outcomes += try send(rest.prefix(Self.chunk).map { (sql, $0) })
        rest = rest.dropFirst(Self.chunk)
      }
      return outcomes
    } catch {
      failure = error
      throw error
    }
  }

  private func send(
    _ executions: [(sql: SQL, values: [any ValueConvertible])]
  ) throws -> ArraySlice<PostgreSQLOutcome> {
    guard hasBegun else {
      // Together with the first statement, which saves a round trip.
      let outcomes = try connection.execute([(begin, [])] + executions, by: deadline)
      hasBegun = true
      return outcomes.dropFirst()
    }
    // Outside of a transaction, each statement would commit by itself.
    guard connection.isInTransaction else { throw ended }
    return try connection.execute(executions, by: deadline)[...]
  }

  private var ended: DatabaseError {
    DatabaseError(.statement, "a statement of the body has ended the transaction")
  }
}
