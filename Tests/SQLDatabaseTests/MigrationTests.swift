import SQLDatabase
import Testing

@Suite struct MigrationTests {
  let first = Migration(
    "001 items", sqlite: ["CREATE TABLE thing (id INTEGER) STRICT"], postgresql: [])
  let second = Migration(
    "002 first item", sqlite: ["INSERT INTO thing (id) VALUES (1)"], postgresql: [])

  func things(_ database: SQLiteDatabase) async throws -> Int {
    try await database.read { try $0.query("SELECT COUNT(*) FROM thing")[0].get(0) }
  }

  @Test func `applying the same migrations again does nothing`() async throws {
    try await withDatabase { database, _ in
      for _ in 0..<3 {
        try await database.migrate([first, second])
      }
      #expect(try await things(database) == 1)
    }
  }

  @Test func `a later program adds only what is new`() async throws {
    try await withDatabase { database, _ in
      try await database.migrate([first])
      #expect(try await things(database) == 0)
      try await database.migrate([first, second])
      #expect(try await things(database) == 1)
    }
  }

  @Test func `a migration that was edited is refused by name, and nothing is applied`() async throws
  {
    try await withDatabase { database, _ in
      try await database.migrate([first])
      let edited = Migration(
        "001 items", sqlite: ["CREATE TABLE thing (id INTEGER, more TEXT) STRICT"], postgresql: [])
      let result = try await code { try await database.migrate([edited, second]) }
      #expect(result == .migration("001 items"))
      #expect(try await things(database) == 0)
    }
  }

  @Test func `an edit of the other engine's text changes nothing here`() async throws {
    try await withDatabase { database, _ in
      try await database.migrate([first])
      let edited = Migration(
        "001 items", sqlite: ["CREATE TABLE thing (id INTEGER) STRICT"], postgresql: ["SELECT 1"])
      try await database.migrate([edited])
    }
  }

  @Test func `statements that were moved between two elements count as an edit`() async throws {
    try await withDatabase { database, _ in
      let whole = Migration("001", sqlite: ["SELECT 1", "SELECT 2"], postgresql: [])
      let moved = Migration("001", sqlite: ["SELECT 2", "SELECT 1"], postgresql: [])
      try await database.migrate([whole])
      #expect(try await code { try await database.migrate([moved]) } == .migration("001"))
    }
  }

  @Test func `an older program, another order and a renamed one are refused`() async throws {
    try await withDatabase { database, _ in
      try await database.migrate([first, second])
      let cases: [([Migration], String)] = [
        ([first], "002 first item"), ([], "001 items"), ([second, first], "001 items"),
      ]
      for (migrations, name) in cases {
        #expect(try await code { try await database.migrate(migrations) } == .migration(name))
      }
    }
  }

  @Test func `a migration that fails half-way leaves nothing of itself`() async throws {
    try await withDatabase { database, _ in
      let broken = Migration(
        "002 broken",
        sqlite: ["INSERT INTO thing (id) VALUES (1)", "INSERT INTO nowhere VALUES (1)"],
        postgresql: [])
      #expect(try await code { try await database.migrate([first, broken]) } == .statement)
      #expect(try await things(database) == 0)
      try await database.migrate([first, second])
      #expect(try await things(database) == 1)
    }
  }
}
