import Dispatch
import Synchronization
import TestSupport
import Testing

@testable import SQLDatabase

@Suite(.timeLimit(.minutes(10))) struct GroupCommitTests {
  /// Inserts names and gives their ids; counts how often it ran.
  final class Inserter: Sendable {
    let runs = Atomic(0)

    func apply(_ transaction: any Transaction, _ names: [String]) throws -> [Int] {
      runs.add(1, ordering: .relaxed)
      let rows = try transaction.query(
        "INSERT INTO item (name) VALUES ($1) RETURNING id", each: names.map { [$0] })
      return try rows.map { try $0[0].get(0) }
    }
  }

  /// Submits every name at once and gives each one's result.
  func results(
    of names: [String], in group: GroupCommit<String, Int>
  ) async -> [String: Result<Int, any Error>] {
    await withTaskGroup(of: (String, Result<Int, any Error>).self) { tasks in
      for name in names {
        tasks.addTask {
          do {
            return (name, .success(try await group.submit(name)))
          } catch {
            return (name, .failure(error))
          }
        }
      }
      return await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
    }
  }

  @Test(arguments: TestEngine.all)
  func `many requests share few transactions, and each gets its own outcome`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let inserter = Inserter()
      let group = GroupCommit(database, apply: inserter.apply)
      let names = (0..<500).map { "name \($0)" }
      let results = await results(of: names, in: group)
      let stored = try await database.itemNames()
      #expect(stored.count == 500)
      for name in names {
        let id = try #require(try results[name]?.get())
        #expect(stored[id - 1] == name)
      }
      let runs = inserter.runs.load(ordering: .relaxed)
      #expect(runs < 250, "500 requests took \(runs) transactions")
    }
  }

  @Test(arguments: TestEngine.all)
  func `no batch is larger than was asked for, and none is lost at the border`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database async throws in
      let largest = Atomic(0)
      let inserter = Inserter()
      let group = GroupCommit<String, Int>(database, batch: 7) { transaction, names in
        largest.max(names.count, ordering: .relaxed)
        return try inserter.apply(transaction, names)
      }
      let results = await results(of: (0..<100).map { "name \($0)" }, in: group)
      #expect(try Set(results.values.map { try $0.get() }) == Set(1...100))
      #expect(largest.load(ordering: .relaxed) <= 7)
    }
  }

  @Test(arguments: TestEngine.all) func `requests one after another work as well`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database async throws in
      let group = GroupCommit(database, apply: Inserter().apply)
      for number in 1...20 {
        #expect(try await group.submit("name \(number)") == number)
      }
    }
  }

  @Test(arguments: TestEngine.all) func `bad rows fail only their own callers`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database async throws in
      let group = GroupCommit(database, apply: Inserter().apply)
      let good = (0..<100).map { "name \($0)" }
      let results = await results(of: good + ["forbidden", "with \u{0}"], in: group)
      #expect(throws: DatabaseError.self) { try results["forbidden"]?.get() }
      #expect(throws: DatabaseError.self) { try results["with \u{0}"]?.get() }
      for name in good {
        #expect(try results[name]?.get() != nil)
      }
      #expect(try await database.itemNames().sorted() == good.sorted())
    }
  }

  @Test(arguments: TestEngine.all)
  func `a rule that is checked at the commit fails only its own caller`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      try await database.write { transaction in
        try transaction.execute("INSERT INTO item (id, name) VALUES (1, 'one')")
        try transaction.execute(
          """
          CREATE TABLE part (
            item INTEGER NOT NULL REFERENCES item (id) DEFERRABLE INITIALLY DEFERRED
          )
          """)
      }
      let group = GroupCommit<Int, Int>(database) { transaction, items in
        try transaction.execute("INSERT INTO part (item) VALUES ($1)", each: items.map { [$0] })
      }
      let codes = try await withThrowingTaskGroup(of: (Int, DatabaseError.Code?).self) { tasks in
        for item in 0..<20 {
          // Only item 1 is there.
          tasks.addTask {
            (item, try await code { _ = try await group.submit(item == 13 ? 99 : 1) })
          }
        }
        return try await tasks.reduce(into: [:]) { $0[$1.0] = $1.1 }
      }
      #expect(codes == [13: .constraint])
      let count: Int = try await database.read {
        try $0.query("SELECT COUNT(*) FROM part WHERE item = 1")[0].get(0)
      }
      #expect(count == 19)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a wrong number of outcomes is an error and commits nothing`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database async throws in
      let group = GroupCommit<String, Int>(database) { transaction, names in
        try transaction.execute("INSERT INTO item (name) VALUES ($1)", each: names.map { [$0] })
        return []
      }
      #expect(try await code { _ = try await group.submit("a") } == .statement)
      #expect(try await database.itemNames().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what does not fit in the queue is refused at once, and the rest is served`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let group = GroupCommit(database, limit: 3, apply: Inserter().apply)
      let release = DispatchSemaphore(value: 0)
      // Every connection that a transaction could begin on.
      let writers = engine == .sqlite ? 1 : 2
      let held = Counter()
      let blocked = (0..<writers).map { _ in
        Task {
          try await database.write { _ in
            held.add()
            release.wait()
          }
        }
      }
      while held.count < writers { try await Task.sleep(for: .milliseconds(5)) }
      // Nobody can be served before the seven refusals are in.
      let served = try await withThrowingTaskGroup(of: DatabaseError.Code?.self) { tasks in
        for number in 0..<10 {
          tasks.addTask { try await code { _ = try await group.submit("name \(number)") } }
        }
        var refused = 0
        var served = 0
        for try await code in tasks {
          if code == .overloaded {
            refused += 1
            if refused == 7 { for _ in 0..<writers { release.signal() } }
          } else {
            #expect(code == nil)
            served += 1
          }
        }
        return served
      }
      for task in blocked { try await task.value }
      // One leaves the queue when the writer turns to it only after the refusals.
      #expect(served == 3)
      #expect(try await database.itemNames().count == 3)
    }
  }

  @Test(arguments: [DatabaseError.Code.unreachable, .busy])
  func `who waits behind a batch that was not answered is turned down with it`(
    _ answer: DatabaseError.Code
  ) async throws {
    try await withDatabase { database, _ async throws in
      let release = DispatchSemaphore(value: 0)
      let runs = Atomic(0)
      let group = GroupCommit<Int, Int>(database, limit: 20, batch: 1) { _, _ in
        runs.add(1, ordering: .relaxed)
        release.wait()
        throw DatabaseError(answer, "nobody answered in time")
      }
      let codes = try await withThrowingTaskGroup(of: DatabaseError.Code?.self) { tasks in
        for number in 0..<30 {
          tasks.addTask { try await code { _ = try await group.submit(number) } }
        }
        var codes: [DatabaseError.Code?] = []
        for try await code in tasks {
          // From now on the queue is full, and those in it wait behind the first.
          if code == .overloaded, !codes.contains(.overloaded) {
            for _ in 0..<30 { release.signal() }
          }
          codes.append(code)
        }
        return codes
      }
      #expect(codes.allSatisfy { $0 == answer || $0 == .overloaded })
      // The next leader may have been appointed already, and up to eight come later.
      #expect(runs.load(ordering: .relaxed) <= 10)
    }
  }

  @Test(arguments: TestEngine.all)
  func `callers that are cancelled do not break the batch of the others`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let group = GroupCommit(database, apply: Inserter().apply)
      let release = DispatchSemaphore(value: 0)
      async let blocked: Void = database.write { _ in release.wait() }
      let tasks = (0..<40).map { number in Task { try await group.submit("name \(number)") } }
      for task in tasks.enumerated() where task.offset.isMultiple(of: 2) {
        task.element.cancel()
      }
      release.signal()
      try await blocked
      var names: Set<String> = []
      for (number, task) in tasks.enumerated() {
        do {
          _ = try await task.value
          names.insert("name \(number)")
        } catch is CancellationError {
          #expect(number.isMultiple(of: 2))
        }
      }
      #expect(try await Set(database.itemNames()) == names)
    }
  }

  @Test(arguments: TestEngine.all) func `every caller is told when the database is closed`(
    on engine: TestEngine
  ) async throws {
    try await withDatabase(engine) { database in
      let group = GroupCommit(database, apply: Inserter().apply)
      await database.close()
      let results = await results(of: (0..<50).map { "name \($0)" }, in: group)
      for result in results.values {
        let error = #expect(throws: DatabaseError.self) { try result.get() }
        #expect(error?.code == .closed)
      }
    }
  }
}
