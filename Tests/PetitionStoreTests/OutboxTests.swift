import Cryptography
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct OutboxTests {
  static let lease: Int64 = 60_000

  /// Lends a scene in which all five have signed and three of their mails are taken.
  func withThreeTaken(
    _ engine: TestEngine, _ body: (Scene, [ClaimedMail]) async throws -> Void
  ) async throws {
    try await Scene.with(engine) { scene in
      for person in People.all { try await scene.sign(person.signer()) }
      let taken = try await scene.store.claimMails(
        [.prompt], limit: 3, lease: Self.lease, at: scene.clock.now)
      try #require(taken.count == 3)
      try await body(scene, taken)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a mail that was taken is not taken again before its lease ends`(
    engine: TestEngine
  ) async throws {
    try await withThreeTaken(engine) { scene, first in
      let store = scene.store
      let start = scene.clock.now
      let second = try await store.claimMails([.prompt], limit: 3, lease: Self.lease, at: start)
      #expect(second.count == 2)
      #expect(Set((first + second).map(\.mail.email)) == Set(People.all.map(\.email)))
      #expect((first + second).allSatisfy { $0.attempts == 0 && $0.queuedAt == start })
      #expect(try await !store.hasDueMail([.prompt], at: start + Self.lease - 1))
      #expect(
        try await store.claimMails(
          [.prompt], limit: 9, lease: Self.lease, at: start + Self.lease - 1
        ).isEmpty)

      // One was handed over; the others come again, under the names that they had.
      try await scene.accept([first[0]])
      let again = try await store.claimMails(
        [.prompt], limit: 9, lease: Self.lease, at: start + Self.lease)
      #expect(again.count == 4)
      #expect(again.allSatisfy { $0.attempts == 1 })
      let tokens = Dictionary(
        uniqueKeysWithValues: (first + second).map { ($0.id, $0.messageToken) })
      #expect(again.allSatisfy { tokens[$0.id] == $0.messageToken })
      #expect(Set(tokens.values).count == 5)
    }
  }

  @Test(arguments: TestEngine.all)
  func `where one program sends, what it had taken when it ended is due when it starts again`(
    engine: TestEngine
  ) async throws {
    try await withThreeTaken(engine) { scene, taken in
      try await scene.accept([taken[0]])
      // On PostgreSQL another node may be sending them.
      let expected = engine == .sqlite ? 2 : 0
      let now = scene.clock.now
      #expect(try await scene.store.takeBackMails(lease: Self.lease, at: now) == expected)
      let due = try await scene.store.claimMails([.prompt], limit: 9, lease: Self.lease, at: now)
      #expect(due.count == 2 + expected)
      #expect(!due.contains { $0.id == taken[0].id }, "what was handed over is not sent again")
    }
  }

  @Test(arguments: TestEngine.all)
  func `two who take mails at the same time never take the same`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let crowd = People.crowd(60)
      _ = try await concurrently(crowd) { try await scene.sign($0.signer()) }
      let taken = try await concurrently(Array(0..<12)) { _ in
        try await scene.store.claimMails(
          [.prompt], limit: 7, lease: Self.lease, at: scene.clock.now)
      }.joined()
      #expect(taken.map(\.mail.email).sorted() == crowd.map(\.email).sorted())
    }
  }

  @Test(arguments: TestEngine.all)
  func `the oldest mails are taken first`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      for person in People.all {
        try await scene.sign(person.signer())
        scene.clock.advance(by: 1)
      }
      let mails = try await scene.store.claimMails(
        [.prompt], limit: 4, lease: 1, at: scene.clock.now)
      #expect(mails.map(\.mail.email) == People.all.prefix(4).map(\.email))
    }
  }

  @Test(arguments: TestEngine.all)
  func `a mail that was handed over keeps nothing of what it said`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.aye.signer())
      try await scene.sign(People.layla.signer())
      let mail = try #require(
        try await scene.store.claimMails(
          [.prompt], limit: 1, lease: Self.lease, at: scene.clock.now
        ).first)
      try await scene.accept([mail])
      try await scene.accept([])
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM outbox WHERE state = 'accepted' AND sealed IS NULL") == 1)
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM outbox WHERE state = 'queued' AND sealed IS NOT NULL") == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a mail that cannot be opened does not hold up the others`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      for person in People.all { try await scene.sign(person.signer()) }
      try await scene.database.write { transaction in
        try transaction.execute(
          "UPDATE outbox SET sealed = $1 WHERE id = 2", [UInt8](repeating: 1, count: 168))
      }
      let start = scene.clock.now
      let mails = try await scene.store.claimMails(
        [.prompt], limit: 9, lease: Self.lease, at: start)
      #expect(mails.count == 4)
      try await scene.accept(mails)
      // When nothing else is due, it is an error and not silence.
      await #expect(throws: CryptographyError.self) {
        _ = try await scene.store.claimMails(
          [.prompt], limit: 9, lease: Self.lease, at: start + Self.lease)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `sweeping deletes what expired and what limits nothing any more`(
    engine: TestEngine
  ) async throws {
    var limits = StoreLimits()
    limits.deletionsAtOnce = 1
    try await Scene.with(engine, limits: limits) { scene in
      let start = scene.clock.now
      try await scene.sign(People.aye.signer())
      try await scene.takeMails()
      scene.clock.advance(by: 1)
      try await scene.sign(People.layla.signer())
      try await scene.takeMails()
      try await scene.sign(People.arnaud.signer(wantsReminder: true))

      // The record of a mail is kept for two days, for mails that come back.
      try await scene.store.sweep(at: start + limits.mailRecordLifetime - 1)
      #expect(try await scene.mailCount() == 4)
      try await scene.store.sweep(at: start + limits.mailRecordLifetime)
      #expect(try await scene.mailCount() == 3)
      #expect(try await scene.pendingCount() == 3)
      // A mail that waits is kept, as long as its link leads anywhere.
      try await scene.store.sweep(at: start + limits.pendingLifetime)
      #expect(try await scene.mailCount() == 2)
      #expect(try await scene.pendingCount() == 2)
      let end = start + limits.pendingLifetime + 1
      try await scene.store.sweep(at: end)
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM outbox WHERE state = 'expired' AND sealed IS NULL") == 2)
      #expect(try await scene.pendingCount() == 0)
      try await scene.store.sweep(at: end + limits.mailRecordLifetime)
      #expect(try await scene.mailCount() == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `sweeping closes what has reached its end`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let end = scene.clock.now + 1_000
      try await scene.database.write { try $0.execute("UPDATE petition SET closes_at = $1", end) }
      try await scene.store.sweep(at: end - 1)
      #expect(try await scene.current().state == .open)
      try await scene.store.sweep(at: end)
      #expect(try await scene.current().state == .closed)
      #expect(try await scene.number("SELECT COUNT(*) FROM petition WHERE key_salt IS NULL") == 1)
    }
  }
}
