import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct OwnSignatureTests {
  @Test(arguments: TestEngine.all, Audience.allCases)
  func `a signer sees what the signature says, and the list only what is public`(
    engine: TestEngine, audience: Audience
  ) async throws {
    try await Scene.with(engine) { scene in
      for (index, wantsUpdates) in [false, true].enumerated() {
        let person = People.all[index]
        let own = try await scene.confirmed(
          person.signer(
            audience: audience, reason: "For peace.", country: "MM", wantsUpdates: wantsUpdates))
        let hour = PetitionCount.hour
        #expect(
          try await scene.store.signature(own.link)
            == OwnSignature(
              petition: scene.petition.id, ordinal: index + 1, state: .standing,
              audience: audience, name: person.name, reason: "For peace.",
              wantsUpdates: wantsUpdates, country: "MM",
              confirmedAt: scene.clock.now / hour * hour, email: wantsUpdates ? person.email : ""))
        let listed = try #require(try await scene.list().first)
        #expect(
          listed.entry
            == (audience == .public ? .named(person.name, reason: "For peace.") : .unnamed))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a signature that was taken back leaves a place and nothing else`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.confirmed(People.arnaud.signer())
      let own = try await scene.confirmed(
        People.aye.signer(reason: "For peace.", country: "MM", wantsUpdates: true))
      _ = try await scene.confirmed(People.layla.signer())
      try await scene.withdraw(own.link)
      try await scene.withdraw(own.link)

      let tally = try await scene.current().tally
      #expect(tally == Tally(confirmed: 3, withdrawn: 1))
      #expect(tally.count == 2)
      #expect(try await scene.list().map(\.ordinal) == [3, 2, 1])
      #expect(try await scene.list().map(\.entry)[1] == .withdrawn)
      #expect(
        try await scene.number(
          """
          SELECT COUNT(*)
          FROM signature
          WHERE ordinal = 2 AND duplicate_key IS NULL AND name IS NULL AND reason IS NULL
            AND person IS NULL AND country IS NULL AND wants_updates = 0
          """) == 1)
      let left = try #require(try await scene.store.signature(own.link))
      #expect(left.state == .withdrawn)
      #expect([left.name, left.reason, left.email] == ["", "", ""])
      // The mails to the two others, and the one that says what was done.
      #expect(try await scene.mailCount(.confirm) == 2)
      #expect(try await scene.mailCount(.thanks) == 2)
      #expect(try await scene.mailCount() == 5)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who took a signature back can sign again at once and gets a new ordinal`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let signer = try People.aye.signer()
      let first = try await scene.confirmed(signer)
      try await scene.withdraw(first.link)
      // The very same form, within the minutes in which it was the same posting.
      let second = try await scene.confirmed(signer)
      #expect(first.ordinal == 1)
      #expect(second.ordinal == 2)
      #expect(try await scene.current().tally == Tally(confirmed: 2, withdrawn: 1))
      #expect(try await scene.store.signature(first.link)?.state == .withdrawn)
      #expect(try await scene.store.signature(second.link)?.state == .standing)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a mail that is being sent while its signer goes does not stand for another`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.aye.signer())
      let sending = try await scene.store.claimMails(
        [.prompt], limit: 10, lease: 1_000, at: scene.clock.now)
      let own = try #require(SignatureSecret(token: sending[0].mail.token))
      #expect(try await scene.confirm(own) == .confirmed(ordinal: 1))
      try await scene.withdraw(own)
      try await scene.sign(People.layla.signer())
      try await scene.accept(sending)
      #expect(try await scene.takeMails().map(\.mail.email) == [People.layla.email])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a signature can be taken back after the petition was closed`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(People.aye.signer())
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      try await scene.withdraw(own.link)
      #expect(try await scene.current().tally == Tally(confirmed: 1, withdrawn: 1))
    }
  }

  @Test(arguments: TestEngine.all, [false, true])
  func `a name can be corrected, hidden and shown again`(
    engine: TestEngine, wantsUpdates: Bool
  ) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(
        People.arnaud.signer(reason: "For peace.", wantsUpdates: wantsUpdates)
      ).link
      let email = wantsUpdates ? People.arnaud.email : ""

      try await scene.store.change(
        own, name: PersonName(typed: "Arnaud P."), audience: .nobody)
      #expect(try await scene.list().map(\.entry) == [.unnamed])
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM signature WHERE name IS NULL AND reason IS NULL") == 1)
      var seen = try #require(try await scene.store.signature(own))
      #expect([seen.name, seen.reason, seen.email] == ["Arnaud P.", "For peace.", email])
      #expect(seen.audience == .nobody)

      try await scene.store.change(
        own, name: PersonName(typed: "Arnaud Pénisson"), audience: .public)
      #expect(
        try await scene.list().map(\.entry) == [.named("Arnaud Pénisson", reason: "For peace.")])
      seen = try #require(try await scene.store.signature(own))
      #expect([seen.name, seen.reason, seen.email] == ["Arnaud Pénisson", "For peace.", email])
      #expect(seen.audience == .public)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM signature WHERE person IS NOT NULL")
          == (wantsUpdates ? 1 : 0))
      #expect(try await scene.current().tally == Tally(confirmed: 1))
    }
  }

  @Test(arguments: TestEngine.all, [Audience.public, .nobody])
  func `whoever wants no updates any more has the address deleted`(
    engine: TestEngine, audience: Audience
  ) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(
        People.arnaud.signer(reason: "For peace.", wantsUpdates: true)
      ).link
      try await scene.store.change(
        own, name: PersonName(typed: "Arnaud"), audience: audience, endingUpdates: true)
      let seen = try #require(try await scene.store.signature(own))
      #expect([seen.name, seen.reason, seen.email] == ["Arnaud", "For peace.", ""])
      #expect(!seen.wantsUpdates)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM signature WHERE person IS NOT NULL")
          == (audience == .public ? 0 : 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `what was taken back cannot be changed`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let own = try await scene.confirmed(People.aye.signer()).link
      try await scene.withdraw(own)
      try await scene.store.change(own, name: PersonName(typed: "Somebody"), audience: .public)
      #expect(try await scene.list().map(\.entry) == [.withdrawn])
      #expect(try await scene.store.signature(own)?.name == "")
    }
  }
}
