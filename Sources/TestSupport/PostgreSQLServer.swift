import CPostgreSQL
import Foundation
import SQLDatabase

/// The server that the environment names for tests.
enum PostgreSQLServer {
  /// A connection string that a database's name can be put behind; nil where there is no server.
  static let address = ProcessInfo.processInfo.environment["POSTGRESQL_FOR_TESTS"]

  static func address(of database: String) throws -> PostgreSQLAddress {
    guard let address else { throw NoServer() }
    // Seconds: all tests connect at once, and the machine may stand still.
    return try PostgreSQLAddress(address + database + "?connect_timeout=20")
  }

  /// Runs one statement outside of a transaction and gives the first value of its result.
  ///
  /// Such statements (making a database, a checkpoint) are not the product's to run.
  @discardableResult
  static func run(_ statement: String, in database: String = "postgres") throws -> String {
    guard let address else { throw NoServer() }
    let connection = PQconnectdb(address + database)
    defer { PQfinish(connection) }
    let result = PQexec(connection, statement)
    defer { PQclear(result) }
    let status = PQresultStatus(result)
    guard status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK else {
      throw StatementFailed(message: String(cString: PQerrorMessage(connection)))
    }
    guard PQntuples(result) > 0 else { return "" }
    return String(cString: PQgetvalue(result, 0, 0))
  }

  /// The plan of a statement whose values are not known, as it is made after a few executions.
  static func plan(of statement: String, in database: String) throws -> String {
    guard let address else { throw NoServer() }
    let connection = PQconnectdb(address + database)
    defer { PQfinish(connection) }
    let count = (1...20).last { statement.contains("$\($0)") } ?? 0
    let values = Array(repeating: "NULL", count: count).joined(separator: ", ")
    let execute = count == 0 ? "EXECUTE s" : "EXECUTE s (\(values))"
    for step in [
      "SET enable_seqscan = off", "SET plan_cache_mode = force_generic_plan",
      "PREPARE s AS \(statement)",
    ] {
      PQclear(PQexec(connection, step))
    }
    let result = PQexec(connection, "EXPLAIN (COSTS OFF) \(execute)")
    defer { PQclear(result) }
    guard PQresultStatus(result) == PGRES_TUPLES_OK else {
      throw StatementFailed(message: String(cString: PQerrorMessage(connection)))
    }
    return (0..<PQntuples(result)).map { String(cString: PQgetvalue(result, $0, 0)) }
      .joined(separator: "\n")
  }

  struct NoServer: Error {}

  struct StatementFailed: Error {
    let message: String
  }
}
