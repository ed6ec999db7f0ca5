import Foundation
import SQLDatabase
import Synchronization
import TestSupport
import Testing

@Suite(.timeLimit(.minutes(10))) struct TransactionTests {
  @Test func `what was written is there after the file is opened again`() async throws {
    let folder = try TemporaryFolder()
    for count in 1...3 {
      let database = try await SQLiteDatabase(path: folder.path(of: "data"))
      let found: Int = try await database.write { transaction in
        try transaction.execute("CREATE TABLE IF NOT EXISTS visit (id INTEGER) STRICT")
        try transaction.execute("INSERT INTO visit (id) VALUES ($1)", count)
        return try transaction.query("SELECT COUNT(*) FROM visit")[0].get(0)
      }
      #expect(found == count)
      await database.close()
    }
  }

  @Test(arguments: TestEngine.all)
  func `a body that throws leaves nothing, and its own error arrives`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database async throws in
      await #expect(throws: Refused.self) {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO item (name) VALUES ('a')")
          throw Refused()
        }
      }
      #expect(try await database.itemNames().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all) func `a failure that the body swallows is not committed around`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let result = try await code {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO item (name) VALUES ('a')")
          _ = try? transaction.execute("INSERT INTO item (name) VALUES ('forbidden')")
          _ = try? transaction.execute("INSERT INTO item (name) VALUES ('b')")
        }
      }
      #expect(result == .constraint)
      #expect(try await database.itemNames().isEmpty)
    }
  }

  static let endings: [SQL] = ["COMMIT", "ROLLBACK"]

  @Test(arguments: endings, TestEngine.all)
  func `a body that ends the transaction itself is stopped`(
    sql: SQL, on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let result = try await code {
        try await database.write { transaction in
          try transaction.execute(sql)
          try transaction.execute("INSERT INTO item (name) VALUES ('outside')")
        }
      }
      #expect(result == .statement)
      #expect(try await database.itemNames().isEmpty)
      try await database.write { try $0.execute("INSERT INTO item (name) VALUES ('after')") }
      #expect(try await database.itemNames() == ["after"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `observers hear of what was committed, in order, and of nothing else`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let heard = Mutex<[DatabaseNotice]>([])
      database.observe { notice in heard.withLock { $0.append(notice) } }
      // A server is listened to from some moment on.
      repeat {
        try await database.write { try $0.notify("begun") }
        try await Task.sleep(for: .milliseconds(20))
      } while !heard.withLock({ $0.contains(.message("begun")) })
      try await database.write { transaction in
        try transaction.notify("a")
        try transaction.notify("b")
        try transaction.notify("a")
      }
      await #expect(throws: Refused.self) {
        try await database.write { transaction in
          try transaction.notify("rolled back")
          throw Refused()
        }
      }
      try await database.write { try $0.notify("c") }
      while heard.withLock({ $0.last }) != .message("c") {
        try await Task.sleep(for: .milliseconds(5))
      }
      let messages = heard.withLock { $0 }.filter { $0 != .missed && $0 != .message("begun") }
      #expect(messages == [.message("a"), .message("b"), .message("c")])
    }
  }

  @Test
  func `observers learn that another process has committed, and nothing of their own commits`()
    async throws
  {
    try await withDatabase { database, folder in
      let heard = Mutex<[DatabaseNotice]>([])
      database.observe { notice in heard.withLock { $0.append(notice) } }
      try await database.write { try $0.execute("INSERT INTO item (name) VALUES ('own')") }
      try await database.write { try $0.execute("INSERT INTO item (name) VALUES ('second')") }
      #expect(heard.withLock { $0 }.isEmpty)
      let other = try await SQLiteDatabase(path: folder.path(of: "data"))
      try await other.write { try $0.execute("INSERT INTO item (name) VALUES ('other')") }
      #expect(heard.withLock { $0 }.isEmpty)
      // A writer that is busy looks by itself.
      try await database.write { try $0.notify("after") }
      #expect(heard.withLock { $0 } == [.message("after"), .missed])
      // One that is idle is made to look.
      try await other.write { try $0.execute("INSERT INTO item (name) VALUES ('another')") }
      let work = Task { try await database.run() }
      while heard.withLock({ $0.count }) < 3 { try await Task.sleep(for: .milliseconds(20)) }
      work.cancel()
      _ = await work.result
      #expect(heard.withLock { $0[2] } == .missed)
      await other.close()
    }
  }

  @Test(arguments: TestEngine.all) func `readers cannot write`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let result = try await code {
        _ = try await database.read { try $0.execute("INSERT INTO item (name) VALUES ('a')") }
      }
      #expect(result == .readOnly)
      #expect(try await database.itemNames().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all) func `a reader sees one snapshot while others write and read`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let count: SQL = "SELECT COUNT(*) FROM item"
      let began = DispatchSemaphore(value: 0)
      let written = DispatchSemaphore(value: 0)
      async let counts = database.read { transaction in
        let before: Int = try transaction.query(count)[0].get(0)
        began.signal()
        written.wait()
        return [before, try transaction.query(count)[0].get(0)]
      }
      await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          began.wait()
          continuation.resume()
        }
      }
      try await database.write { try $0.execute("INSERT INTO item (name) VALUES ('new')") }
      #expect(try await database.itemNames() == ["new"])
      written.signal()
      #expect(try await counts == [0, 0])
      #expect(try await database.read { try $0.query(count)[0].get(0) } == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `many readers share few connections, and each gets its own answer`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      try await withThrowingTaskGroup(of: Bool.self) { group in
        for number in 0..<200 {
          group.addTask {
            try await database.read { try $0.query("SELECT CAST($1 AS BIGINT)", number)[0].get(0) }
              == number
          }
        }
        for try await isOwn in group {
          #expect(isOwn)
        }
      }
    }
  }

  @Test(arguments: TestEngine.all) func `a reader whose body throws is free for the next`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database async throws in
      for _ in 0..<3 {
        await #expect(throws: Refused.self) { try await database.read { _ in throw Refused() } }
      }
      #expect(try await database.itemNames().isEmpty)
    }
  }

  @Test func `bodies run on threads that are not those of Swift's tasks`() async throws {
    try await withDatabase(readers: 1) { database, _ in
      let thread: @Sendable (any Transaction) -> UInt = { _ in UInt(pthread_self()) }
      let writer = try await database.write(thread)
      let reader = try await database.read(thread)
      #expect(writer != reader)
      // The same thread each time, wherever the caller runs.
      for _ in 0..<20 {
        await Task.yield()
        #expect(try await database.write(thread) == writer)
        #expect(try await database.read(thread) == reader)
      }
    }
  }

  @Test func `a full disk fails one write and not the next that fits`() async throws {
    try await withDatabase { database, _ in
      try await database.write { _ = try $0.query("PRAGMA max_page_count = 20") }
      let large = String(repeating: "x", count: 200_000)
      let result = try await code {
        try await database.write { transaction in
          try transaction.execute("INSERT INTO item (name) VALUES ('with it')")
          try transaction.execute("INSERT INTO item (name) VALUES ($1)", large)
        }
      }
      #expect(result == .full)
      try await database.write { try $0.execute("INSERT INTO item (name) VALUES ('small')") }
      #expect(try await database.itemNames() == ["small"])
    }
  }

  @Test func `a closed database says so`() async throws {
    try await withDatabase { database, folder async throws in
      await database.close()
      #expect(try await code { try await database.write { _ in } } == .closed)
      #expect(try await code { try await database.read { _ in } } == .closed)
      #expect(try folder.names == ["data"])
    }
  }
}
