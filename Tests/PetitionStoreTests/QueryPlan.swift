import CSQLite
import Foundation
import TestSupport
import Testing

/// How an engine would run a statement.
struct QueryPlan {
  /// One line a step, in the words of the engine.
  let steps: [String]

  /// Asks the engine; nothing is run.
  init(_ statement: String, in files: TemporaryDatabase) throws {
    switch files.engine {
    case .sqlite: steps = try Self.sqliteSteps(statement, path: files.databasePath)
    case .postgresql:
      steps = try files.plan(of: statement).split(separator: "\n").map {
        $0.trimmingCharacters(in: CharacterSet(charactersIn: " ->"))
      }
    }
  }

  /// Whether every row of a table is visited.
  func scans(_ table: String) -> Bool {
    steps.indices.contains { index in
      let words = steps[index].split(separator: " ")
      if words.starts(with: ["SCAN", Substring(table)]) { return true }
      guard let on = words.firstIndex(of: "on"), words.dropFirst(on + 1).first == Substring(table)
      else { return false }
      // From one end of an index to the other is as far.
      let isSearch = steps.dropFirst(index + 1).first?.contains("Cond:") ?? false
      return words.contains("Scan") && !isSearch
    }
  }

  /// Whether rows are sorted that no index brings in their order.
  var sorts: Bool {
    steps.contains { $0.hasPrefix("USE TEMP B-TREE") || $0.hasPrefix("Sort") }
  }

  /// Through the library itself, since what the store takes for SQL are literals only.
  private static func sqliteSteps(_ statement: String, path: String) throws -> [String] {
    var handle: OpaquePointer?
    try #require(sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, nil) == SQLITE_OK)
    defer { sqlite3_close(handle) }
    var prepared: OpaquePointer?
    let sql = "EXPLAIN QUERY PLAN " + statement
    try #require(sqlite3_prepare_v2(handle, sql, -1, &prepared, nil) == SQLITE_OK, "\(statement)")
    defer { sqlite3_finalize(prepared) }
    var steps: [String] = []
    while sqlite3_step(prepared) == SQLITE_ROW {
      steps.append(sqlite3_column_text(prepared, 3).map { String(cString: $0) } ?? "")
    }
    return steps
  }
}
