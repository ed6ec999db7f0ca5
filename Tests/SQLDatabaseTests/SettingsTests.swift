import Foundation
import SQLDatabase
import Testing

@Suite struct SettingsTests {
  static let settings: [(SQL, Value)] = [
    ("PRAGMA journal_mode", .text("wal")),
    ("PRAGMA synchronous", .integer(2)),
    ("PRAGMA foreign_keys", .integer(1)),
    ("PRAGMA busy_timeout", .integer(5000)),
    ("PRAGMA secure_delete", .integer(1)),
    ("PRAGMA trusted_schema", .integer(0)),
    ("PRAGMA cell_size_check", .integer(1)),
    ("PRAGMA temp_store", .integer(2)),
    ("PRAGMA wal_autocheckpoint", .integer(0)),
    ("PRAGMA journal_size_limit", .integer(67_108_864)),
  ]

  @Test(arguments: settings) func `a setting is in force for writing and reading`(
    sql: SQL, value: Value
  ) async throws {
    try await withDatabase { database, _ async throws in
      #expect(try await database.write { try $0.query(sql)[0].get(0) as Value } == value)
      #expect(try await database.read { try $0.query(sql)[0].get(0) as Value } == value)
    }
  }

  @Test func `only readers are kept from writing by their connection`() async throws {
    try await withDatabase { database, _ async throws in
      let sql: SQL = "PRAGMA query_only"
      #expect(try await database.write { try $0.query(sql)[0].get(0) as Bool } == false)
      #expect(try await database.read { try $0.query(sql)[0].get(0) as Bool })
    }
  }

  @Test func `a new file can be read by its owner only, as can its log`() async throws {
    try await withDatabase { _, folder in
      for name in ["data", "data-wal"] {
        let attributes = try FileManager.default.attributesOfItem(atPath: folder.path(of: name))
        #expect(attributes[.posixPermissions] as? Int == 0o600)
      }
    }
  }

  @Test func `deleted text is not left in the file`() async throws {
    let folder = try TemporaryFolder()
    let marker = "a text that nobody else writes"
    for step in ["write", "delete"] {
      let database = try await SQLiteDatabase(path: folder.path(of: "data"), readers: 1)
      try await database.write { transaction in
        try transaction.execute("CREATE TABLE IF NOT EXISTS note (text TEXT NOT NULL) STRICT")
        if step == "write" {
          try transaction.execute("INSERT INTO note (text) VALUES ($1)", marker)
        } else {
          try transaction.execute("DELETE FROM note")
        }
      }
      await database.close()
      #expect(try folder.names == ["data"])
      let bytes = try Data(contentsOf: URL(fileURLWithPath: folder.path(of: "data")))
      #expect((bytes.range(of: Data(marker.utf8)) != nil) == (step == "write"))
    }
  }

  @Test func `a place where no log can be is refused`() async throws {
    let folder = try TemporaryFolder()
    let missing = folder.path(of: "missing/data")
    #expect(try await code { _ = try await SQLiteDatabase(path: missing) } == .inputOutput)
    try Data("this is not a database, but a text of some length".utf8)
      .write(to: URL(fileURLWithPath: folder.path(of: "text")))
    #expect(
      try await code { _ = try await SQLiteDatabase(path: folder.path(of: "text")) } == .corrupt)
  }
}
