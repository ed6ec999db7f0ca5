import SQLDatabase
import TestSupport
import Testing

@Suite struct MigrationTests {
  let first = Migration(
    "001 items", sqlite: ["CREATE TABLE thing (id INTEGER) STRICT"],
    postgresql: ["CREATE TABLE thing (id INTEGER)"])
  let second = Migration(
    "002 first item", sqlite: ["INSERT INTO thing (id) VALUES (1)"],
    postgresql: ["INSERT INTO thing (id) VALUES (1)"])

  func things(_ database: any Database) async throws -> Int {
    try await database.read { try $0.query("SELECT COUNT(*) FROM thing")[0].get(0) }
  }

  @Test(arguments: TestEngine.all) func `applying the same migrations again does nothing`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      for _ in 0..<3 {
        try await database.migrate([first, second])
      }
      #expect(try await things(database) == 1)
    }
  }

  @Test(arguments: TestEngine.all) func `several that start at once apply each migration once`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let migrations = [first, second]
      try await withThrowingTaskGroup(of: Void.self) { group in
        for _ in 0..<8 { group.addTask { try await database.migrate(migrations) } }
        try await group.waitForAll()
      }
      #expect(try await things(database) == 1)
    }
  }

  @Test(arguments: TestEngine.all) func `a later program adds only what is new`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      try await database.migrate([first])
      #expect(try await things(database) == 0)
      try await database.migrate([first, second])
      #expect(try await things(database) == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a migration that was edited is refused by name, and nothing is applied`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      try await database.migrate([first])
      let edited = Migration(
        "001 items", sqlite: ["CREATE TABLE thing (id INTEGER, more TEXT) STRICT"],
        postgresql: ["CREATE TABLE thing (id INTEGER, more TEXT)"])
      let result = try await code { try await database.migrate([edited, second]) }
      #expect(result == .migration("001 items"))
      #expect(try await things(database) == 0)
    }
  }

  @Test(arguments: TestEngine.all) func `an edit of the other engine's text changes nothing here`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      try await database.migrate([first])
      let sqlite: [SQL] = ["CREATE TABLE thing (id INTEGER) STRICT"]
      let postgresql: [SQL] = ["CREATE TABLE thing (id INTEGER)"]
      let edited = Migration(
        "001 items", sqlite: engine == .sqlite ? sqlite : ["SELECT 1"],
        postgresql: engine == .postgresql ? postgresql : ["SELECT 1"])
      try await database.migrate([edited])
    }
  }

  @Test(arguments: TestEngine.all)
  func `statements that were moved between two elements count as an edit`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let whole = Migration(
        "001", sqlite: ["SELECT 1", "SELECT 2"], postgresql: ["SELECT 1", "SELECT 2"])
      let moved = Migration(
        "001", sqlite: ["SELECT 2", "SELECT 1"], postgresql: ["SELECT 2", "SELECT 1"])
      try await database.migrate([whole])
      #expect(try await code { try await database.migrate([moved]) } == .migration("001"))
    }
  }

  @Test(arguments: TestEngine.all)
  func `an older program, another order and a renamed one are refused`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      try await database.migrate([first, second])
      let cases: [([Migration], String)] = [
        ([first], "002 first item"), ([], "001 items"), ([second, first], "001 items"),
      ]
      for (migrations, name) in cases {
        #expect(try await code { try await database.migrate(migrations) } == .migration(name))
      }
    }
  }

  @Test(arguments: TestEngine.all) func `a migration that fails half-way leaves nothing of itself`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let broken = Migration(
        "002 broken",
        sqlite: ["INSERT INTO thing (id) VALUES (1)", "INSERT INTO nowhere VALUES (1)"],
        postgresql: ["INSERT INTO thing (id) VALUES (1)", "INSERT INTO nowhere VALUES (1)"])
      #expect(try await code { try await database.migrate([first, broken]) } == .statement)
      #expect(try await things(database) == 0)
      try await database.migrate([first, second])
      #expect(try await things(database) == 1)
    }
  }
}
