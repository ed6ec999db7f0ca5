import Foundation
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// A process that removes signatures until it is killed, with the signal that cannot be caught.
@Suite struct RemovalKillTests {
  private static var limits: StoreLimits {
    var limits = StoreLimits()
    limits.removals.placesAtOnce = 5
    limits.removals.rule.alwaysAlone = 10_000
    return limits
  }

  @Test(.timeLimit(.minutes(10)), arguments: TestEngine.all)
  func `a removal goes on where its process was killed, and so does putting back`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    let (id, before) = try await Scene.with(engine, files: files, limits: Self.limits) { scene in
      try await scene.fill(3_000)
      let moderator = try await scene.moderator()
      let before = try await scene.signatureRows()
      let id = try await scene.count(Scene.bots(), by: moderator)
      try await scene.store.requestRemoval(id, reason: .program, by: moderator, at: scene.clock.now)
      return (id, before)
    }
    let removing = try await Self.workUntilDone(id, files, .done)
    try await Scene.with(engine, files: files, limits: Self.limits) { scene in
      #expect(try await scene.current().tally == Tally(confirmed: 3_000, removed: 1_000))
      let told = try await scene.store.publicJournal(of: scene.petition.id)
      #expect(told.map(\.entry.facts["count"]) == ["1000"])
      let moderator = try await scene.moderator()
      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
    }
    let restoring = try await Self.workUntilDone(id, files, .undone)
    try await Scene.with(engine, files: files, limits: Self.limits) { scene in
      let after = try await scene.signatureRows()
      #expect(after == before)
    }
    // Most rounds end in the middle.
    #expect(removing > 1)
    #expect(restoring > 1)
  }

  /// - Returns: how often the process was killed.
  private static func workUntilDone(
    _ id: Removal.ID, _ files: TemporaryDatabase, _ end: RemovalState
  ) async throws -> Int {
    for round in 1...100 {
      let (folder, name) = (files.folder, files.engine.rawValue)
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [folder = folder as String, name = name as String, round = round as Int] in
        try await RemovalKillTests.workUntilKilled(folder: folder, engine: name, round: round)
      }
      let state = try await Scene.with(files.engine, files: files, limits: limits) { scene in
        let removal = try await scene.removal(id)
        #expect(try await scene.current().tally.removed == removal.removed)
        #expect(try await scene.store.recount().isEmpty)
        return removal.state
      }
      if state == end { return round }
    }
    Issue.record("the removal did not end")
    return 0
  }

  private static func workUntilKilled(folder: String, engine: String, round: Int) async throws {
    let engine = try #require(TestEngine(rawValue: engine))
    let files = TemporaryDatabase(engine, sharing: folder)
    try await Scene.with(engine, files: files, seed: UInt64(round), limits: limits) { scene in
      Thread.detachNewThread {
        usleep(.random(in: 0...150_000))
        kill(getpid(), SIGKILL)
      }
      while true { _ = try await scene.store.continueRemovals(at: scene.clock.now) }
    }
  }
}
