import SQLDatabase
import TestSupport
import Testing

@Suite struct StatementTests {
  @Test(
    arguments: [
      Value.null, .integer(0), .integer(.max), .integer(.min), .real(1.5), .real(-.infinity),
      .text(""), .text("a"), .text("é 中文 မြန်မာ 🙂"), .text("'; DROP TABLE item; --"), .blob([]),
      .blob([0, 255, 0]), .blob([UInt8](repeating: 7, count: 100_000)),
      .text(String(repeating: "x", count: 100_000)), .real(.infinity), .real(0.1),
      .real(.leastNonzeroMagnitude),
      .real(.greatestFiniteMagnitude),
    ], TestEngine.all)
  func `a value comes back as it was bound`(value: Value, on engine: TestEngine) async throws {
    try await withDatabase(engine) { database in
      try await database.write { transaction in
        let table: SQL =
          switch value {
          case .integer: "CREATE TABLE any_value (value BIGINT)"
          case .real: "CREATE TABLE any_value (value FLOAT8)"
          case .blob: "CREATE TABLE any_value (value BYTEA)"
          default: "CREATE TABLE any_value (value TEXT)"
          }
        try transaction.execute(
          sqlite: "CREATE TABLE any_value (value ANY) STRICT", postgresql: table)
        try transaction.execute("INSERT INTO any_value (value) VALUES ($1)", value)
      }
      let found = try await database.read { try $0.query("SELECT value FROM any_value")[0] }
      #expect(found.values == [value])
    }
  }

  @Test(arguments: TestEngine.all) func `Swift's types are bound and read as themselves`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let row = try await database.read { transaction in
        let sql: SQL =
          switch transaction.dialect {
          case .sqlite: "SELECT $1, $2, $3, $4, $5, $6, $7, $8"
          case .postgresql:
            """
            SELECT $1::BIGINT, $2::BIGINT, $3::SMALLINT, $4::TEXT, $5::BYTEA, $6::TEXT, $7::TEXT,
              $8::FLOAT8
            """
          }
        return try transaction.query(
          sql, 1, Int64(2), true, "four", [5] as [UInt8], nil as String?, "seven" as String?, 8.5)[
            0]
      }
      #expect(try row.get(0) == 1)
      #expect(try row.get(1) == Int64(2))
      #expect(try row.get(2) == true)
      #expect(try row.get(3) == "four")
      #expect(try row.get(4) == [5] as [UInt8])
      #expect(try row.get(5) == nil as String?)
      #expect(try row.get(6) == "seven" as String?)
      #expect(try row.get(7, as: Double.self) == 8.5)
    }
  }

  @Test(arguments: TestEngine.all) func `a column is never read as another type`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let sql: SQL =
        switch engine {
        case .sqlite: "SELECT 2, 'two', NULL, x'02', 2.0"
        case .postgresql: "SELECT 2, 'two', NULL, BYTEA '\\x02', FLOAT8 '2.0'"
        }
      let row = try await database.read { try $0.query(sql)[0] }
      for index in 0..<5 where index != 0 {
        #expect(throws: DatabaseError.self) { try row.get(index, as: Int.self) }
      }
      for index in 0..<5 where index != 1 {
        #expect(throws: DatabaseError.self) { try row.get(index, as: String.self) }
      }
      for index in 0..<5 where index != 3 {
        #expect(throws: DatabaseError.self) { try row.get(index, as: [UInt8].self) }
      }
      for index in 0..<5 where index != 4 {
        #expect(throws: DatabaseError.self) { try row.get(index, as: Double.self) }
      }
      #expect(throws: DatabaseError.self) { try row.get(0, as: Bool.self) }
      #expect(throws: DatabaseError.self) { try row.get(5, as: Value.self) }
      #expect(throws: DatabaseError.self) { try row.get(-1, as: Value.self) }
    }
  }

  @Test(arguments: TestEngine.all)
  func `placeholders take values by number, in any order and more than once`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let row = try await database.read { transaction in
        try transaction.query("SELECT $2, $1, $2, $3", "one", "two", "three")[0]
      }
      #expect(
        try (0..<4).map { try row.get($0, as: String.self) } == ["two", "one", "two", "three"])
    }
  }

  static let wrong: [SQL] = [
    "SELECT $1, $2", "SELECT 1", "SELECT ?", "SELECT :name", "SELECT $name", "SELECT $0", "",
    "SELECT $1; SELECT 2", "SELEC $1", "SELECT \"no such name\", $1",
  ]

  @Test(arguments: wrong, TestEngine.all) func `a wrong statement or number of values is refused`(
    sql: SQL, on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let result = try await code { _ = try await database.read { try $0.query(sql, 1) } }
      #expect(result == .statement)
    }
  }

  @Test(arguments: TestEngine.all) func `values that not every engine keeps are refused`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      for value in [Value.text("a\u{0}b"), .real(.nan)] {
        let result = try await code {
          _ = try await database.read { try $0.query("SELECT $1", value) }
        }
        #expect(result == .invalidValue)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `one statement runs for many rows and counts the changes of each`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let (inserted, doubled, found) = try await database.write { transaction in
        let sql: SQL = "INSERT INTO item (id, name) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING"
        let inserted = try transaction.execute(
          sql, each: [[1, "a"], [2, "b"], [3, "a"], [3, "c"]])
        let doubled = try transaction.execute(
          "UPDATE item SET name = name || name WHERE id > $1", 1)
        let found = try transaction.query(
          "SELECT name FROM item WHERE id = $1", each: [[3], [9], [1]])
        return (inserted, doubled, found)
      }
      #expect(inserted == [1, 1, 0, 1])
      #expect(doubled == 2)
      #expect(
        try found.map { try $0.map { try $0.get(0, as: String.self) } } == [["cc"], [], ["a"]])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a statement that changes no rows counts none, whatever came before`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let counts = try await database.write { transaction in
        [
          try transaction.execute("INSERT INTO item (name) VALUES ($1)", "a"),
          try transaction.execute("CREATE TABLE other (id INTEGER)"),
          try transaction.execute("DELETE FROM item WHERE id = $1", 77),
          try transaction.execute("INSERT INTO item (name) VALUES ('b'), ('c') RETURNING id"),
        ]
      }
      #expect(counts == [1, 0, 0, 2])
    }
  }

  @Test(arguments: TestEngine.all)
  func `each broken rule is named, and no value appears in the error`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      try await database.write { transaction in
        try transaction.execute("INSERT INTO item (id, name) VALUES (1, 'secret')")
        try transaction.execute("CREATE TABLE part (item INTEGER REFERENCES item (id))")
      }
      var cases: [(SQL, Value, DatabaseError.Constraint)] = [
        ("INSERT INTO item (name) VALUES ($1)", .text("secret"), .unique),
        ("INSERT INTO item (id, name) VALUES (1, $1)", .text("secret two"), .unique),
        ("INSERT INTO item (name) VALUES ($1)", .null, .notNull),
        ("INSERT INTO item (name) VALUES ($1)", .text("forbidden"), .check),
        ("INSERT INTO part (item) VALUES ($1)", .integer(77), .foreignKey),
      ]
      if engine == .sqlite {
        // The other engine takes bytes for text.
        cases.append(
          ("INSERT INTO item (name) VALUES ($1)", .blob(Array("secret".utf8)), .other))
      }
      for (sql, value, constraint) in cases {
        let error = await #expect(throws: DatabaseError.self) {
          try await database.write { try $0.execute(sql, value) }
        }
        #expect(error?.code == .constraint)
        #expect(error?.constraint == constraint)
        for text in [error.map { "\($0)" }, error.map { String(reflecting: $0) }] {
          #expect(text?.contains("secret") == false && text?.contains("77") == false)
        }
      }
    }
  }

  static let failing: [(TestEngine, SQL)] = [
    (.sqlite, "SELECT json_extract('{}', $1)"),
    // Data, functions, names and texts for search: each message of the engine quotes the value.
    (.postgresql, "SELECT CAST($1 AS BIGINT)"),
    (.postgresql, "SELECT CAST($1 AS REGCLASS)"),
    (.postgresql, "SELECT to_tsquery($1 || ' ( & ')"),
    (.postgresql, "SELECT set_config($1, 'x', true)"),
    (.postgresql, "SELECT CAST('{}' AS JSONB) #> CAST($1 AS TEXT[])"),
    (.postgresql, "SELECT nextval($1)"),
  ]

  @Test(arguments: failing.filter { TestEngine.all.contains($0.0) })
  func `an error quotes no value, even where the engine's own message would`(
    on engine: TestEngine, sql: SQL
  ) async throws {
    try await withDatabase(engine) { database in
      let error = await #expect(throws: DatabaseError.self) {
        try await database.read { try $0.query(sql, "telltale") }
      }
      #expect(error.map { String(reflecting: $0).contains("SELECT") } == true)
      #expect(error.map { String(reflecting: $0).contains("telltale") } == false)
    }
  }
}
