import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct SigningTests {
  @Test(arguments: TestEngine.all)
  func `signing makes one pending signature and one mail, and counts nothing`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let signer = try People.aye.signer(audience: .target, reason: "Peace.", country: "MM")
      try await scene.sign(signer)
      #expect(try await scene.pendingCount() == 1)
      #expect(try await scene.store.hasDueMail([.prompt], at: scene.clock.now))
      let mails = try await scene.takeMails()
      #expect(mails.map(\.kind) == [.confirm])
      #expect(mails.map(\.mail.email) == [People.aye.email])
      #expect(mails.map(\.mail.petition) == [scene.petition.id])
      #expect(mails.map(\.mail.language) == ["en"])
      #expect(try await scene.current().tally == Tally())
      let link = try #require(SignatureSecret(token: mails[0].mail.token))
      let pending = try await scene.store.pendingSignature(link, at: scene.clock.now)
      #expect(
        pending
          == PendingSignature(
            petition: scene.petition.id, name: People.aye.name, audience: .target,
            wordingVersion: 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `the same form sent 50 times at once is one signature and one mail`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let signer = try People.arnaud.signer()
      _ = try await concurrently(Array(0..<50)) { _ in try await scene.sign(signer) }
      #expect(try await scene.pendingCount() == 1)
      #expect(try await scene.mailCount() == 1)
      let link = try #require(SignatureSecret(token: try await scene.takeMails()[0].mail.token))
      #expect(try await scene.confirm(link) == .confirmed(ordinal: 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `the same form is the same posting for ten minutes, whenever they begin`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let window = StoreLimits().repeatWindow
      // The last millisecond of some ten minutes of the clock on the wall.
      scene.clock.now = scene.clock.now / window * window + window - 1
      let signer = try People.arnaud.signer()
      try await scene.sign(signer)
      scene.clock.advance(by: 2)
      try await scene.sign(signer)
      scene.clock.advance(by: window - 3)
      try await scene.sign(signer)
      #expect(try await scene.mailCount() == 1)
      scene.clock.advance(by: window)
      try await scene.sign(signer)
      #expect(try await scene.mailCount() == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func `another spelling of an address is the same person`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let name = People.sunny.name
      for email in ["sunny+fields@example.org", "Sunny@EXAMPLE.org", " sunny+b@example.org "] {
        try await scene.sign(Person(name: name, email: email).signer())
      }
      #expect(try await scene.mailCount() == 1)
      #expect(try await scene.takeMails().map(\.mail.email) == ["sunny+fields@example.org"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `another form of an address gets a mail of its own, and three a day are enough`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let forms = try (0..<6).map { try People.layla.signer(reason: "Reason \($0).") }
      _ = try await concurrently(forms) { try await scene.sign($0) }
      #expect(try await scene.mailCount() == 3)
      #expect(try await scene.pendingCount() == 3)

      // Other addresses and other petitions have limits of their own.
      let other = try await scene.store.addPetition(
        .sample(title: "Another"), at: scene.clock.now)
      try await scene.sign(People.layla.signer(), other)
      try await scene.sign(People.meiling.signer())
      #expect(try await scene.mailCount() == 5)

      scene.clock.advance(by: StoreLimits().mailWindow - 1)
      try await scene.sign(People.layla.signer(reason: "Tomorrow."))
      #expect(try await scene.mailCount() == 5)
      scene.clock.advance(by: 1)
      try await scene.sign(People.layla.signer(reason: "Tomorrow."))
      #expect(try await scene.mailCount() == 6)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who has signed is told so by mail, and nothing is counted`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let signer = try People.meiling.signer()
      _ = try await scene.confirmed(signer)
      // The same form, at once, and another.
      try await scene.sign(signer)
      try await scene.sign(People.meiling.signer(reason: "Again."))
      let mails = try await scene.takeMails()
      // With the mail that asked to confirm, three a day.
      #expect(mails.map(\.kind) == [.thanks, .alreadySigned])
      #expect(try await scene.pendingCount() == 0)
      for mail in mails where mail.kind == .alreadySigned {
        let link = try #require(SignatureSecret(token: mail.mail.token))
        #expect(try await scene.confirm(link) == .unknown)
      }
      #expect(try await scene.current().tally == Tally(confirmed: 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `an address signs two petitions as two people would`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let other = try await scene.store.addPetition(
        .sample(title: "Another"), at: scene.clock.now)
      let first = try await scene.confirmed(People.aye.signer())
      let second = try await scene.confirmed(People.aye.signer(), other)
      #expect(first.ordinal == 1)
      #expect(second.ordinal == 1)
      #expect(
        try await scene.number("SELECT COUNT(DISTINCT duplicate_key) FROM signature") == 2)
    }
  }
}
