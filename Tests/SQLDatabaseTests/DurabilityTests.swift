import Foundation
import SQLDatabase
import Testing

@Suite struct DurabilityTests {
  static let openAcknowledgements = O_WRONLY | O_CREAT | O_APPEND

  /// Kills this process with the signal that cannot be caught, at random within a time.
  static func killThisProcess(within microseconds: useconds_t) {
    Thread.detachNewThread {
      usleep(.random(in: 0...microseconds))
      kill(getpid(), SIGKILL)
    }
  }

  /// Commits from many tasks until the process is killed, and writes down each acknowledged id.
  static func commitUntilKilled(folder: String, round: Int) async throws {
    // Every other time anywhere, so also while the file is opened and recovered.
    let killsAnywhere = round.isMultiple(of: 2)
    if killsAnywhere {
      killThisProcess(within: 200_000)
    }
    let database = try await SQLiteDatabase(path: "\(folder)/data")
    try await database.write { transaction in
      try transaction.execute(
        """
        CREATE TABLE IF NOT EXISTS entry (
          id INTEGER NOT NULL PRIMARY KEY,
          text TEXT NOT NULL
        ) STRICT
        """
      )
    }
    let group = GroupCommit<Int, Void>(database) { transaction, ids in
      try transaction.execute(
        "INSERT INTO entry (id, text) VALUES ($1, $2)", each: ids.map { [$0, "text of \($0)"] }
      ).map { _ in }
    }
    let acknowledgements = open("\(folder)/acknowledged", openAcknowledgements, 0o600)
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask { try await database.run() }
      for worker in 0..<16 {
        tasks.addTask {
          for number in 0... {
            var id = round * 1_000_000 + number * 16 + worker
            try await group.submit(id)
            // One write of the system, complete when it returns, whatever happens to the process.
            guard write(acknowledgements, &id, 8) == 8 else { throw Refused() }
            if !killsAnywhere, worker == 0, number == 0 {
              killThisProcess(within: 200_000)
            }
          }
        }
      }
      // The first that fails ends all: waiting for each would wait for the endless ones.
      for try await _ in tasks {}
    }
  }

  @Test(.timeLimit(.minutes(10)))
  func `nothing acknowledged is lost when the process is killed at any moment`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    for round in 1...6 {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, round = round as Int] in
        try await DurabilityTests.commitUntilKilled(folder: path, round: round)
      }
      let data = try Data(contentsOf: URL(fileURLWithPath: folder.path(of: "acknowledged")))
      let acknowledged = Set(data.withUnsafeBytes { Array($0.bindMemory(to: Int.self)) })
      // The first round and every other one live at least until their first acknowledgement.
      #expect(acknowledged.count > round / 2)

      let database = try await SQLiteDatabase(path: folder.path(of: "data"), readers: 1)
      let found = try await database.read { transaction in
        Set(try transaction.query("SELECT id FROM entry").map { try $0.get(0, as: Int.self) })
      }
      #expect(acknowledged.subtracting(found).isEmpty)
      #expect(try await database.integrity() == "ok")
      await database.close()
    }
  }

  @Test func `an I/O error at the commit is told as unknown and stops all writing`() async throws {
    let folder = try TemporaryFolder()
    let path = folder.path
    await #expect(processExitsWith: .success) { [path = path as String] in
      let database = try await SQLiteDatabase(path: "\(path)/data", readers: 1)
      try await database.write { transaction in
        try transaction.execute(
          "CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
        try transaction.execute("INSERT INTO item (name) VALUES ('acknowledged')")
      }
      let group = GroupCommit<String, Int>(database) { transaction, names in
        try transaction.execute("INSERT INTO item (name) VALUES ($1)", each: names.map { [$0] })
      }
      // From here on the log cannot grow: the system refuses the write, which is an I/O error.
      signal(SIGXFSZ, SIG_IGN)
      let size = try #require(
        try FileManager.default.attributesOfItem(atPath: "\(path)/data-wal")[.size] as? Int)
      var limit = rlimit(rlim_cur: rlim_t(size), rlim_max: rlim_t(size))
      try #require(setrlimit(__rlimit_resource_t(RLIMIT_FSIZE.rawValue), &limit) == 0)
      let codes = try await withThrowingTaskGroup(of: DatabaseError.Code?.self) { tasks in
        for number in 0..<50 {
          tasks.addTask {
            try await code { _ = try await group.submit("unknown \(number)") }
          }
        }
        return try await tasks.reduce(into: []) { $0.append($1) }
      }
      #expect(codes.count == 50)
      #expect(codes.contains(.outcomeUnknown))
      // Nothing was tried for those who waited behind the one whose outcome is unknown.
      let told: Set<DatabaseError.Code?> = [.outcomeUnknown, .failed, .unreachable]
      #expect(told.isSuperset(of: codes))
      #expect(try await code { try await database.write { _ in } } == .failed)
      #expect(try await code { try await database.run() } == .failed)
      #expect(try await database.itemNames() == ["acknowledged"])
      await database.close()
    }
    let database = try await SQLiteDatabase(path: folder.path(of: "data"), readers: 1)
    #expect(try await database.integrity() == "ok")
    let count: Int = try await database.read {
      try $0.query("SELECT COUNT(*) FROM item WHERE name = 'acknowledged'")[0].get(0)
    }
    #expect(count == 1)
    await database.close()
  }
}
