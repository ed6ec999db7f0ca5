import Foundation
import Synchronization
import TestSupport
import Testing

@testable import SQLDatabase

/// What happens to transactions that are in each other's way, or that the server refuses.
@Suite(.enabled(if: OwnServer.isPossible), .serialized, .timeLimit(.minutes(10)))
struct ConflictTests {
  /// None of these tests is about how long connecting takes on a machine that is busy with others.
  static let unhurried = "?connect_timeout=20"

  /// Lends a server and a database on it with the rows 1 and 2.
  func withRows(
    connections: Int = 3, patience: Duration = .seconds(20), listens: Bool = false,
    _ body: (OwnServer, PostgreSQLDatabase) async throws -> Void
  ) async throws {
    let server = try await OwnServer()
    try await server.run(
      "CREATE TABLE item (id BIGINT PRIMARY KEY, name TEXT NOT NULL)",
      "INSERT INTO item VALUES (1, 'one'), (2, 'two')")
    let database = try PostgreSQLDatabase(
      server.address(Self.unhurried), connections: connections, patience: patience, listens: listens
    )
    do {
      try await body(server, database)
    } catch {
      await database.close()
      throw error
    }
    await database.close()
  }

  @Test func `two transactions that lock two rows in opposite order both succeed`() async throws {
    try await withRows { _, database in
      let runs = Counter()
      // Both hold their first row before either asks for the second.
      let met = Barrier(2)
      // The one that was not undone has both before the other begins again: until its process wakes,
      // the server would let the other one in, and undo one of them once more.
      let succeeded = DispatchSemaphore(value: 0)
      let lock: SQL = "UPDATE item SET name = name || 'x' WHERE id = $1"
      try await withThrowingTaskGroup(of: Void.self) { group in
        for order in [[1, 2], [2, 1]] {
          group.addTask {
            try await database.write { transaction in
              let isFirst = runs.add() <= 2
              if !isFirst { succeeded.wait() }
              try transaction.execute(lock, order[0])
              if isFirst { met.wait() }
              try transaction.execute(lock, order[1])
              succeeded.signal()
            }
          }
        }
        try await group.waitForAll()
      }
      #expect(runs.count == 3)
      let names = try await database.read { transaction in
        try transaction.query("SELECT name FROM item ORDER BY id").map { try $0.get(0) as String }
      }
      #expect(names == ["onexx", "twoxx"])
    }
  }

  @Test func `a conflict that never ends is tried a few times and told as busy`() async throws {
    try await withRows { _, database in
      let runs = Counter()
      let result = try await code {
        try await database.write { transaction in
          runs.add()
          try transaction.execute("UPDATE item SET name = 'not kept'")
          try transaction.execute("DO $$ BEGIN RAISE EXCEPTION SQLSTATE '40001'; END $$")
        }
      }
      #expect(result == .busy)
      #expect(runs.count == 5)
      #expect(
        try await database.read { try $0.query("SELECT 1 FROM item WHERE name = 'not kept'") }
          .isEmpty)
    }
  }

  @Test func `a row that somebody else keeps locked is told as busy in time`() async throws {
    try await withRows(patience: .seconds(8)) { server, database in
      let other = try PostgreSQLDatabase(
        server.address(Self.unhurried), connections: 1, patience: .seconds(60), listens: false)
      let done = Counter()
      async let holding: Void = other.write { transaction in
        try transaction.execute("UPDATE item SET name = 'locked' WHERE id = 1")
        while done.count == 0 { usleep(10_000) }
      }
      while try await server.run(
        "SELECT count(*) FROM pg_stat_activity WHERE state = 'idle in transaction'") != "1"
      {}
      for _ in 0..<2 {
        let result = try await code {
          _ = try await database.write { try $0.execute("UPDATE item SET name = 'b' WHERE id = 1") }
        }
        #expect(result == .busy)
      }
      // The others go on meanwhile.
      try await database.write { try $0.execute("UPDATE item SET name = 'b' WHERE id = 2") }
      done.add()
      try await holding
      await other.close()
    }
  }

  @Test func `a statement that takes too long is told as busy and its connection kept`()
    async throws
  {
    try await withRows(connections: 1, patience: .seconds(8)) { _, database in
      let backend: @Sendable (any Transaction) throws -> Int = {
        try $0.query("SELECT pg_backend_pid()")[0].get(0)
      }
      let before = try await database.read(backend)
      let result = try await code {
        _ = try await database.read { try $0.query("SELECT pg_sleep(20)") }
      }
      #expect(result == .busy)
      #expect(try await database.read(backend) == before)
    }
  }

  @Test func `a body that thinks for too long commits nothing and harms no connection`()
    async throws
  {
    try await withRows(connections: 1, patience: .seconds(4)) { _, database in
      let result = try await code {
        try await database.write { transaction in
          try transaction.execute("UPDATE item SET name = 'late'")
          usleep(4_100_000)
        }
      }
      #expect(result == .busy)
      #expect(
        try await database.read { try $0.query("SELECT 1 FROM item WHERE name = 'late'") }.isEmpty)
    }
  }

  @Test func `a statement that fails among many leaves the connection as good as before`()
    async throws
  {
    try await withRows(connections: 1) { _, database in
      let insert: SQL = "INSERT INTO item (id, name) VALUES ($1, $2)"
      for _ in 0..<3 {
        let result = try await code {
          _ = try await database.write { transaction in
            try transaction.execute(insert, each: (0..<2_500).map { [10 + $0 % 2_000, "twice"] })
          }
        }
        #expect(result == .constraint)
        // A value that is refused here, after others were sent.
        let refused = try await code {
          _ = try await database.write { transaction in
            try transaction.execute(insert, each: [[10, "a"], [11, "b"], [12, "with \u{0}"]])
          }
        }
        #expect(refused == .invalidValue)
        // Never prepared, since it is wrong; the name that it was to have is another one's later.
        #expect(
          try await code { _ = try await database.read { try $0.query("SELECT nothing") } }
            == .statement)
        #expect(try await database.count() == 2)
      }
      let counts = try await database.write { transaction in
        try transaction.execute(insert, each: (0..<2_500).map { [10 + $0, "once"] })
      }
      #expect(counts == Array(repeating: 1, count: 2_500))
    }
  }

  @Test func `a statement is prepared again when the schema has changed under it`() async throws {
    try await withRows(connections: 1) { server, database in
      let name: @Sendable (any Transaction) throws -> String = {
        try $0.query("SELECT name FROM item WHERE id = $1", 1)[0].get(0)
      }
      #expect(try await database.read(name) == "one")
      try await server.run("ALTER TABLE item ALTER COLUMN name TYPE VARCHAR(9)")
      #expect(try await database.read(name) == "one")
    }
  }

  @Test func `close ends every thread and connection, and answers those that wait`() async throws {
    try await withRows { server, _ in
      let database = try PostgreSQLDatabase(server.address(Self.unhurried), connections: 2)
      let connections =
        "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'undersigned'"
      while try await Int(server.run(connections)) ?? 0 < 3 + 2 {}
      let release = DispatchSemaphore(value: 0)
      let held = Counter()
      let running = (0..<2).map { _ in
        Task {
          try await database.read { _ in
            held.add()
            release.wait()
          }
        }
      }
      while held.count < 2 { try await Task.sleep(for: .milliseconds(5)) }
      let waiting = (0..<5).map { _ in Task { try await code { _ = try await database.count() } } }
      try await Task.sleep(for: .milliseconds(100))
      async let closing: Void = database.close()
      for task in waiting { #expect(try await task.value == .closed) }
      for _ in running { release.signal() }
      await closing
      // What had begun was not interrupted.
      for task in running { try await task.value }
      #expect(try await code { _ = try await database.count() } == .closed)
      #expect(try await code { try await database.insert("late") } == .closed)
      // Those of the database that the test was lent are left.
      while try await server.run(connections) != "3" {}
    }
  }

  @Test func `a queue that is full turns down the next caller at once`() async throws {
    let server = try await OwnServer()
    let pool = try PostgreSQLPool(
      server.address(Self.unhurried), connections: 1, limit: 3, patience: .seconds(20))
    let release = DispatchSemaphore(value: 0)
    let held = Counter()
    let running = Task {
      try await pool.perform(isWrite: false) { _, _ in
        held.add()
        release.wait()
      }
    }
    while held.count < 1 { try await Task.sleep(for: .milliseconds(5)) }
    let codes = try await withThrowingTaskGroup(of: DatabaseError.Code?.self) { group in
      for _ in 0..<10 {
        group.addTask { try await code { try await pool.perform(isWrite: false) { _, _ in } } }
      }
      var codes: [DatabaseError.Code?] = []
      for try await code in group {
        codes.append(code)
        if codes.count == 7 { release.signal() }
      }
      return codes
    }
    #expect(codes == Array(repeating: .overloaded, count: 7) + [nil, nil, nil])
    try await running.value
    await pool.close()
  }

  @Test func `a server with another certificate than the one that is asked for is refused`()
    async throws
  {
    let server = try await OwnServer()
    try await server.stop(SIGINT)
    for name in ["server", "other"] {
      try await OwnServer.run([
        "openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
        "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1",
        "-keyout", "\(server.path)/\(name).key", "-out", "\(server.path)/\(name).crt",
      ])
    }
    if getuid() == 0 {
      try await OwnServer.run(["chown", "postgres:", "\(server.path)/server.key"])
    }
    try await server.start([
      "ssl=on", "ssl_cert_file=\(server.path)/server.crt", "ssl_key_file=\(server.path)/server.key",
    ])
    for (name, expected) in [("server", nil), ("other", DatabaseError.Code.unreachable)] {
      let database = try PostgreSQLDatabase(
        server.address(
          Self.unhurried + "&sslmode=verify-full&sslrootcert=\(server.path)/\(name).crt"),
        connections: 1, patience: .seconds(20), listens: false)
      let result = try await code {
        let isEncrypted: Bool = try await database.read {
          try $0.query("SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()")[0].get(0)
        }
        #expect(isEncrypted)
      }
      #expect(result == expected)
      await database.close()
    }
  }

  @Test func `callers are told why no connection can be made`() async throws {
    let server = try await OwnServer()
    let database = try PostgreSQLDatabase(
      PostgreSQLAddress("postgres://undersigned@127.0.0.1:\(server.port)/nowhere\(Self.unhurried)"),
      connections: 1, patience: .seconds(20), listens: false)
    let error = await #expect(throws: DatabaseError.self) { try await database.read { _ in } }
    #expect(error?.description.contains("\"nowhere\" does not exist") == true)
    await database.close()
  }
}
