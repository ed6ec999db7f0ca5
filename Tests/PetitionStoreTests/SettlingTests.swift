import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// What becomes of a mail after somebody has taken it.
@Suite struct SettlingTests {
  static let minute: Int64 = 60_000

  private static func state(_ scene: Scene) async throws -> (state: String, attempts: Int) {
    try await scene.database.read { transaction in
      let row = try #require(
        try transaction.query("SELECT state, attempts FROM outbox ORDER BY id LIMIT 1").first)
      return (try row.get(0), try row.get(1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `each outcome has its state, and only what waits keeps words and address`(
    engine: TestEngine
  ) async throws {
    let outcomes: [(MailOutcome, String)] = [
      (.accepted(answer: "250 2.0.0 queued as 4bXq"), "accepted"), (.deferred, "deferred"),
      (.failed(.rejected), "failed"), (.failed(.unwritable), "failed"), (.dropped, "expired"),
      (.returned, "queued"),
    ]
    try await Scene.with(engine) { scene in
      for person in People.crowd(outcomes.count) { try await scene.sign(person.signer()) }
      let mails = try await scene.claim()
      #expect(try await Self.state(scene) == ("sending", 1))
      for (mail, outcome) in zip(mails, outcomes) {
        try await scene.store.settle(mail, outcome.0, at: scene.clock.now)
      }
      let rows = try await scene.database.read { transaction in
        try transaction.query("SELECT state, sealed FROM outbox ORDER BY id")
      }
      #expect(try rows.map { try $0.get(0) as String } == outcomes.map(\.1))
      for row in rows {
        let isKept = try row.get(1) as [UInt8]? != nil
        #expect(isKept == ["deferred", "queued"].contains(try row.get(0) as String))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `an answer that may name the recipient is not kept`(engine: TestEngine) async throws {
    let long = String(repeating: "a", count: 300)
    let answers: [(String?, String?)] = [
      ("250 ok 17", "250 ok 17"), (nil, nil), ("", nil), ("250 <aye@example.org> ok", nil),
      ("ок", nil), ("two\nlines", nil), (long, String(long.prefix(200))),
    ]
    try await Scene.with(engine) { scene in
      for person in People.crowd(answers.count) { try await scene.sign(person.signer()) }
      for (mail, answer) in zip(try await scene.claim(), answers) {
        try await scene.store.settle(mail, .accepted(answer: answer.0), at: scene.clock.now)
      }
      let kept: [String?] = try await scene.database.read { transaction in
        try transaction.query("SELECT answer FROM outbox ORDER BY id").map { try $0.get(0) }
      }
      #expect(kept == answers.map(\.1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `a mail that was not taken waits longer each time, from a minute to an hour`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.aye.signer())
      for minutes: Int64 in [1, 2, 4, 8, 16, 32, 60, 60, 60] {
        let mail = try #require(try await scene.claim().first)
        try await scene.store.settle(mail, .deferred, at: scene.clock.now)
        let wait = minutes * Self.minute
        #expect(
          try await !scene.store.hasDueMail(
            [.prompt], at: scene.clock.now + wait * 3 / 4 - 1))
        #expect(
          try await scene.store.hasDueMail([.prompt], at: scene.clock.now + wait * 5 / 4))
        scene.clock.advance(by: wait * 5 / 4)
      }
    }
  }

  @Test func `the wait is spread over a quarter more and a quarter less`() {
    let minute = Self.minute
    #expect(MailBackOff.delay(afterTries: 1) { .init(repeating: 0, count: $0) } == minute * 3 / 4)
    #expect(
      MailBackOff.delay(afterTries: 1) { .init(repeating: 0xff, count: $0) } == minute * 5 / 4)
    let last = MailBackOff.delay(afterTries: 1_000) { .init(repeating: 0xff, count: $0) }
    #expect(last == 75 * minute)
  }

  @Test(arguments: TestEngine.all)
  func `a mail that was never taken expires with its link, and is given to nobody`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let end = scene.clock.now + StoreLimits().pendingLifetime
      try await scene.sign(People.aye.signer())
      try await scene.sign(People.layla.signer())
      scene.clock.now = end - 1
      let mails = try await scene.claim(lease: 1)
      #expect(mails.count == 2)
      // Its next try would come too late.
      try await scene.store.settle(mails[0], .deferred, at: scene.clock.now)
      #expect(try await Self.state(scene).state == "expired")
      // The lease of the other one ends when its link does.
      scene.clock.now = end
      #expect(try await scene.claim().isEmpty)
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM outbox WHERE state = 'expired' AND sealed IS NULL") == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a mail that was not tried keeps its place and its tries`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.aye.signer())
      scene.clock.advance(by: 1)
      try await scene.sign(People.layla.signer())
      for _ in 0..<3 {
        scene.clock.advance(by: 1_000)
        let mail = try #require(try await scene.claim(limit: 1).first)
        #expect(mail.mail.email == People.aye.email)
        #expect(mail.attempts == 0)
        try await scene.store.settle(mail, .returned, at: scene.clock.now)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `who has lost the lease changes nothing, unless the mail was handed over`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.aye.signer())
      let first = try #require(try await scene.claim(lease: 1_000).first)
      scene.clock.advance(by: 1_000)
      let second = try #require(try await scene.claim().first)
      #expect(second.messageToken == first.messageToken)
      for outcome in [MailOutcome.deferred, .failed(.rejected), .dropped, .returned] {
        try await scene.store.settle(first, outcome, at: scene.clock.now)
        #expect(try await Self.state(scene) == ("sending", 2))
      }
      try await scene.store.settle(first, .accepted(answer: nil), at: scene.clock.now)
      #expect(try await Self.state(scene).state == "accepted")
      // The other one, later, does not bring it back.
      try await scene.store.settle(second, .deferred, at: scene.clock.now)
      #expect(try await Self.state(scene).state == "accepted")
    }
  }

  @Test(arguments: TestEngine.all)
  func `many settle at the same time, each its own mail`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let crowd = People.crowd(60)
      _ = try await concurrently(crowd) { try await scene.sign($0.signer()) }
      let mails = try await scene.claim()
      _ = try await concurrently(Array(mails.enumerated())) { index, mail in
        try await scene.store.settle(
          mail, index.isMultiple(of: 2) ? .accepted(answer: nil) : .deferred, at: scene.clock.now)
      }
      #expect(
        try await scene.number("SELECT COUNT(*) FROM outbox WHERE state = 'accepted'") == 30)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM outbox WHERE state = 'deferred'") == 30)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what must not be sent hides nothing behind it`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let crowd = People.crowd(40)
      for person in crowd { try await scene.sign(person.signer()) }
      scene.clock.advance(by: StoreLimits().pendingLifetime)
      try await scene.sign(People.aye.signer())
      #expect(try await scene.claim(limit: 3).map(\.mail.email) == [People.aye.email])
      #expect(try await scene.claim(limit: 3).isEmpty)
      // One claim ends, however much there is.
      for person in crowd { try await scene.sign(person.signer()) }
      scene.clock.advance(by: StoreLimits().pendingLifetime)
      #expect(try await scene.claim(limit: 1).isEmpty)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM outbox WHERE sealed IS NOT NULL") == 21)
    }
  }
}
