import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Removing signatures, and putting them back.
@Suite struct RemovalTests {
  static var small: StoreLimits {
    var limits = StoreLimits()
    limits.removals.placesAtOnce = 7
    limits.removals.readAtOnce = 11
    limits.removals.rule.alwaysAlone = 1_000
    return limits
  }

  @Test(arguments: TestEngine.all)
  func `one signature is removed with a reason, keeps its number, and stands again`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      for person in People.all.prefix(3) {
        _ = try await scene.confirmed(person.signer(country: "MM"))
      }
      let before = try await scene.signatureRows()
      let moderator = try await scene.moderator()
      let id = try await scene.remove(Scene.one(2), by: moderator, reason: .court)
      #expect(try await scene.list().map(\.ordinal) == [3, 2, 1])
      #expect(try await scene.list()[1].entry == .removed(.court))
      #expect(try await scene.current().tally == Tally(confirmed: 3, removed: 1))
      #expect(try await scene.store.recount().isEmpty)
      #expect(try await scene.removal(id).state == .done)
      try await scene.database.write { try $0.execute("UPDATE removal SET removed = 0") }
      #expect(try await scene.store.recount().map(\.number) == ["removed by removal 1"])
      try await scene.database.write { try $0.execute("UPDATE removal SET removed = 1") }

      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.removal(id).state == .undone)
      #expect(try await scene.signatureRows() == before)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the counts are right after every batch, and undoing gives back row by row`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine, limits: Self.small) { scene in
      try await scene.fill(50)
      let before = try await scene.signatureRows()
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      #expect(try await scene.removal(id).counted == 16)
      try await scene.store.requestRemoval(id, reason: .program, by: moderator, at: scene.clock.now)
      var batches = 0
      while try await scene.store.continueRemovals(at: scene.clock.now) > 0 {
        batches += 1
        let removal = try await scene.removal(id)
        #expect(try await scene.current().tally.removed == removal.removed)
        #expect(try await scene.store.recount().isEmpty)
      }
      #expect(batches == 7)
      #expect(try await scene.current().tally == Tally(confirmed: 50, removed: 16))
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM signature WHERE name LIKE 'Bot%' AND state = 'standing'")
          == 0)

      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
      while try await scene.store.continueRemovals(at: scene.clock.now) > 0 {
        #expect(try await scene.store.recount().isEmpty)
      }
      #expect(try await scene.signatureRows() == before)
      let undone = try await scene.removal(id)
      #expect(undone.removed == 0)
      #expect(undone.restored == 16)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a removal that fails keeps no other one waiting, and goes on when it can`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(9)
      let (moderator, now) = (try await scene.moderator(), scene.clock.now)
      var ids: [Removal.ID] = []
      for ordinal in [1, 2] {
        let id = try await scene.count(Scene.one(ordinal), by: moderator)
        try await scene.store.requestRemoval(id, reason: .court, by: moderator, at: now)
        ids.append(id)
      }
      let broken = ids[0].rawValue
      let kept: [UInt8] = try await scene.database.write { transaction in
        let rows = try transaction.query("SELECT filter FROM removal WHERE id = $1", broken)
        try transaction.execute(
          "UPDATE removal SET filter = $1 WHERE id = $2", [9, 9] as [UInt8], broken)
        return try #require(rows.first).get(0)
      }
      var failed: [Removal.ID] = []
      let batches = try await scene.store.continueRemovals(at: now) { id, _ in failed.append(id) }
      #expect(batches == 1 && failed == [ids[0]])
      #expect(try await scene.removal(ids[1]).state == .done)
      // Left alone, it is no failure again.
      let resting = try await scene.store.continueRemovals(at: now, except: [ids[0]]) { id, _ in
        failed.append(id)
      }
      #expect(resting == 0 && failed.count == 1)
      try await scene.database.write {
        try $0.execute("UPDATE removal SET filter = $1 WHERE id = $2", kept, broken)
      }
      try await scene.work()
      #expect(try await scene.removal(ids[0]).state == .done)
      #expect(try await scene.current().tally.removed == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what was cancelled half way stays removed until it is put back`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine, limits: Self.small) { scene in
      try await scene.fill(50)
      let before = try await scene.signatureRows()
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      try await scene.store.requestRemoval(id, reason: .program, by: moderator, at: scene.clock.now)
      _ = try await scene.store.continueRemovals(at: scene.clock.now)
      _ = try await scene.store.continueRemovals(at: scene.clock.now)
      try await scene.store.cancelRemoval(id, by: moderator, at: scene.clock.now)
      #expect(try await scene.store.continueRemovals(at: scene.clock.now) == 0)
      let cancelled = try await scene.removal(id)
      #expect(cancelled.state == .cancelled)
      #expect(cancelled.removed == 4)
      #expect(try await scene.current().tally.count == 46)
      #expect(try await scene.store.recount().isEmpty)
      let told = try await scene.store.publicJournal(of: scene.petition.id)
      #expect(told.map(\.entry.facts["count"]) == ["4"])

      try await scene.store.undoRemoval(id, by: moderator, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.signatureRows() == before)
      let restored = try await scene.store.publicJournal(of: scene.petition.id)
      #expect(restored.map(\.entry.event) == [.signaturesRestored, .signaturesRemoved])
      #expect(restored.first?.entry.facts["count"] == "4")
    }
  }

  @Test(arguments: TestEngine.all)
  func `many signatures need a second person, who is another one and may remove`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(50)
      let (one, two) = (try await scene.moderator(), try await scene.moderator("two"))
      let (store, now) = (scene.store, scene.clock.now)
      let id = try await scene.count(Scene.bots(), by: one)
      #expect(try await store.needsSecond(scene.removal(id), by: one, at: now))
      let asked = try await store.requestRemoval(id, reason: .program, by: one, at: now)
      #expect(asked.state == .awaiting)
      try await scene.work()
      #expect(try await scene.current().tally.removed == 0)
      await #expect(throws: RemovalError.cannotAgree(.askedForIt)) {
        try await store.agreeToRemoval(id, by: one, mayRemove: true, at: now)
      }
      await #expect(throws: RemovalError.cannotAgree(.mayNotRemove)) {
        try await store.agreeToRemoval(id, by: two, mayRemove: false, at: now)
      }
      try await store.agreeToRemoval(id, by: two, mayRemove: true, at: now)
      try await scene.work()
      #expect(try await scene.current().tally.removed == 16)
      let done = try await scene.removal(id)
      #expect(done.requester == one)
      #expect(done.agreer == two)
      await #expect(throws: RemovalError.notPossible(.done)) {
        try await store.agreeToRemoval(id, by: two, mayRemove: true, at: now)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `one person does not remove many by removing few again and again`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(60)
      let moderator = try await scene.moderator()
      for ordinal in 1...10 { try await scene.remove(Scene.one(ordinal), by: moderator) }
      let id = try await scene.count(Scene.one(11), by: moderator)
      let now = scene.clock.now
      #expect(
        try await scene.store.requestRemoval(id, reason: .other, by: moderator, at: now).state
          == .awaiting)
      // Somebody else has a limit of their own, and the next day is another one.
      let other = try await scene.moderator("two")
      let removal = try await scene.removal(scene.count(Scene.one(12), by: other))
      #expect(!(try await scene.store.needsSecond(removal, by: other, at: now)))
      let later = now + RemovalRule().window
      #expect(!(try await scene.store.needsSecond(removal, by: moderator, at: later)))
    }
  }

  @Test(arguments: TestEngine.all)
  func `a filter without parts removes nobody`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(3)
      let moderator = try await scene.moderator()
      let id = try await scene.count(SignatureFilter(), by: moderator)
      #expect(try await scene.removal(id).counted == 3)
      await #expect(throws: RemovalError.everything) {
        try await scene.store.requestRemoval(
          id, reason: .other, by: moderator, at: scene.clock.now)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `no more are removed than were counted, and nobody who signed since`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.fill(6)
      let moderator = try await scene.moderator()
      let id = try await scene.count(Scene.bots(), by: moderator)
      _ = try await scene.confirmed(Person(name: "Bot X", email: "x@example.org").signer())
      let renamed = try await scene.number("SELECT COUNT(*) FROM signature WHERE name = 'Person 1'")
      #expect(renamed == 1)
      try await scene.database.write {
        try $0.execute("UPDATE signature SET name = 'Bot late' WHERE ordinal IN (1, 7)")
      }
      try await scene.store.requestRemoval(id, reason: .name, by: moderator, at: scene.clock.now)
      try await scene.work()
      #expect(try await scene.current().tally == Tally(confirmed: 7, removed: 2))
      #expect(try await scene.list().first?.entry == .named("Bot late", reason: ""))
    }
  }
}
