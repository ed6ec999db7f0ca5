import Testing

@testable import SQLDatabase

@Suite struct CheckpointTests {
  @Test(.timeLimit(.minutes(10)))
  func `the log moves into the file and is emptied once nobody writes`() async throws {
    try await withDatabase { database, folder in
      let before = try #require(try folder.size(of: "data"))
      try await database.write { transaction in
        try transaction.execute(
          "INSERT INTO item (name) VALUES ($1)", each: (0..<5000).map { ["name \($0)"] })
      }
      #expect(try #require(try folder.size(of: "data-wal")) > 100_000)
      try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask { try await database.run() }
        while try folder.size(of: "data-wal") != 0 {
          try await Task.sleep(for: .milliseconds(20))
        }
        group.cancelAll()
        // Cancelled, it ends without an error.
        try await group.waitForAll()
      }
      #expect(try #require(try folder.size(of: "data")) > before + 100_000)
      #expect(try await database.itemNames().count == 5000)
    }
  }

  @Test func `nothing is done while nothing was committed since the log was emptied`() {
    var schedule = CheckpointSchedule()
    #expect(schedule.step(commits: 5) == .passive)
    schedule.finished(.passive, pages: 10, pagesLeft: 0)
    var steps: [CheckpointSchedule.Step?] = []
    for _ in 0..<CheckpointSchedule.patience {
      steps.append(schedule.step(commits: 5))
    }
    #expect(steps.dropLast().allSatisfy { $0 == nil })
    #expect(steps.last == .truncate)
    schedule.finished(.truncate, pages: 0, pagesLeft: 0)
    for _ in 0..<100 {
      #expect(schedule.step(commits: 5) == nil)
    }
    #expect(schedule.step(commits: 6) == .passive)
  }

  @Test func `a log that grows large under load begins anew, but not more than once a second`() {
    var schedule = CheckpointSchedule()
    var restarts = 0
    for commits in 1...100 {
      guard let step = schedule.step(commits: commits) else { continue }
      #expect(step != .truncate)
      restarts += step == .restart ? 1 : 0
      schedule.finished(step, pages: CheckpointSchedule.largeLog, pagesLeft: 10)
    }
    #expect((9...10).contains(restarts))
  }

  @Test func `a long read does not lead to attempts that would hold up the writer`() {
    var schedule = CheckpointSchedule()
    for commits in 1...100 {
      let step = schedule.step(commits: commits)
      #expect(step == .passive)
      schedule.finished(
        .passive, pages: CheckpointSchedule.largeLog, pagesLeft: CheckpointSchedule.largeLog / 2)
    }
  }
}
