import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Mails that come back.
@Suite struct BounceTests {
  private static func bounce(
    _ scene: Scene, _ person: Person, _ kind: BounceKind
  ) async throws -> Int {
    try await scene.store.noteBounce(
      of: EmailAddress(parsing: person.email), kind, at: scene.clock.now)
  }

  @Test(arguments: TestEngine.all)
  func `an address that takes no mail is written to no more, for ninety days`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.sunny.signer(wantsReminder: true))
      try await scene.takeMails()
      try await scene.sign(People.aye.signer())
      // In another spelling.
      let sunny = Person(name: "", email: "Sunny@EXAMPLE.org")
      #expect(try await Self.bounce(scene, sunny, .hard) == 1)
      #expect(try await scene.current().bounced == 1)
      #expect(try await scene.mailCount(.reminder) == 0)

      // The answer to a form is the same, and its mail is given to nobody.
      try await scene.sign(People.sunny.signer(reason: "Again."))
      #expect(try await scene.takeMails().map(\.mail.email) == [People.aye.email])
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM outbox WHERE state = 'failed' AND sealed IS NULL") == 2)

      scene.clock.advance(by: StoreLimits().suppressionLifetime - 1)
      try await scene.store.sweep(at: scene.clock.now)
      try await scene.sign(People.sunny.signer(reason: "Later."))
      #expect(try await scene.takeMails().isEmpty)
      scene.clock.advance(by: 1)
      try await scene.sign(People.sunny.signer(reason: "At last."))
      #expect(try await scene.takeMails().map(\.mail.email) == [People.sunny.email])
      try await scene.store.sweep(at: scene.clock.now)
      #expect(try await scene.number("SELECT COUNT(*) FROM suppressed_address") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a mail that came back counts once for its petition`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let other = try await scene.store.addPetition(
        .sample(title: "Another"), at: scene.clock.now)
      _ = try await scene.confirmed(People.aye.signer())
      try await scene.takeMails()
      try await scene.sign(People.aye.signer(), other)
      try await scene.takeMails()
      try await scene.sign(People.layla.signer())
      try await scene.takeMails()
      let counts = try await concurrently(Array(0..<5)) { _ in
        try await Self.bounce(scene, People.aye, .hard)
      }
      #expect(counts.reduce(0, +) == 2)
      #expect(try await scene.current().bounced == 1)
      #expect(try await scene.store.petition(other.id)?.bounced == 1)
      #expect(try await Self.bounce(scene, People.meiling, .hard) == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a mailbox that is full changes nothing`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.aye.signer())
      #expect(try await Self.bounce(scene, People.aye, .soft) == 0)
      #expect(try await scene.number("SELECT COUNT(*) FROM suppressed_address") == 0)
      #expect(try await scene.takeMails().count == 1)
      #expect(try await scene.current().bounced == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a complaint ends the news of every open petition that has written lately`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let other = try await scene.store.addPetition(
        .sample(title: "Another"), at: scene.clock.now)
      let closed = try await scene.store.addPetition(
        .sample(title: "Closed"), at: scene.clock.now)
      var links: [SignatureSecret] = []
      for petition in [scene.petition, other, closed] {
        links.append(
          try await scene.confirmed(People.aye.signer(wantsUpdates: true), petition).link)
        _ = try await scene.confirmed(People.layla.signer(wantsUpdates: true), petition)
      }
      try await scene.store.close(closed.slug, at: scene.clock.now)
      try await scene.takeMails()
      #expect(try await Self.bounce(scene, People.aye, .complaint) == 0)
      var wanted: [Bool] = []
      for link in links {
        wanted.append(try #require(try await scene.store.signature(link)).wantsUpdates)
      }
      #expect(wanted == [false, false, true])
      #expect(try await scene.number("SELECT SUM(bounced) = 0 FROM petition") == 1)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM signature WHERE wants_updates = 1") == 4)
      // What could not be found stays suppressed.
      _ = try await scene.startedNews(closed)
      #expect(try await NewsTests.sendAll(scene).map(\.mail.email) == [People.layla.email])
    }
  }

  @Test(arguments: TestEngine.all)
  func `news that comes back has failed`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.confirmed(People.aye.signer(wantsUpdates: true))
      try await scene.takeMails()
      scene.clock.advance(by: StoreLimits().mailRecordLifetime)
      try await scene.store.sweep(at: scene.clock.now)
      let news = try await scene.startedNews()
      #expect(try await NewsTests.sendAll(scene).count == 1)
      #expect(try await Self.bounce(scene, People.aye, .hard) == 1)
      let done = try await scene.current(news)
      #expect([done.queued, done.accepted, done.failed] == [1, 0, 1])
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who complained gets news no more, and can sign again after ninety days`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      _ = try await Self.bounce(scene, People.aye, .complaint)
      // A mail that comes back later makes no lesser thing of it.
      _ = try await Self.bounce(scene, People.aye, .hard)
      try await scene.sign(People.aye.signer())
      #expect(try await scene.takeMails().isEmpty)
      scene.clock.advance(by: StoreLimits().suppressionLifetime)
      try await scene.store.sweep(at: scene.clock.now)
      _ = try await scene.confirmed(People.aye.signer(wantsUpdates: true))
      _ = try await scene.confirmed(People.layla.signer(wantsUpdates: true))
      let news = try await scene.startedNews()
      #expect(try await NewsTests.sendAll(scene).map(\.mail.email) == [People.layla.email])
      #expect(try await scene.current(news).failed == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a report that was wrong can be forgotten`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let aye = try EmailAddress(parsing: People.aye.email)
      #expect(try await !scene.store.forgetBounce(of: aye))
      for kind in [BounceKind.hard, .complaint] {
        _ = try await Self.bounce(scene, People.aye, kind)
        _ = try await Self.bounce(scene, People.layla, kind)
        // In another spelling.
        let spelled = try EmailAddress(parsing: "Aye.Aye.Win@EXAMPLE.org")
        #expect(try await scene.store.forgetBounce(of: spelled))
        #expect(try await !scene.store.forgetBounce(of: aye))
      }
      try await scene.sign(People.layla.signer())
      try await scene.sign(People.aye.signer())
      #expect(try await scene.takeMails().map(\.mail.email) == [People.aye.email])
    }
  }
}
