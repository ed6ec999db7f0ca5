import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Mails that follow a signature later: one reminder, thanks, and the last one.
@Suite struct ReminderTests {
  static let delay = StoreLimits().reminderDelay

  @Test(arguments: TestEngine.all)
  func `who asked for it is reminded once after three days, with the same link`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.sign(People.aye.signer(wantsReminder: true))
      try await scene.sign(People.layla.signer())
      let first = try await scene.takeMails(Set(MailLane.allCases))
      #expect(first.map(\.kind) == [.confirm, .confirm])
      scene.clock.advance(by: Self.delay - 1)
      #expect(try await scene.takeMails([.later]).isEmpty)
      scene.clock.advance(by: 1)
      #expect(try await scene.store.hasDueMail([.later], at: scene.clock.now))
      let reminders = try await scene.takeMails([.later])
      #expect(reminders.map(\.kind) == [.reminder])
      #expect(reminders[0].mail == first[0].mail)
      #expect(reminders[0].messageToken != first[0].messageToken)
      scene.clock.advance(by: Self.delay)
      #expect(try await scene.takeMails([.later]).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `three forms of one address are one reminder`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let forms = try (0..<6).map {
        try People.aye.signer(reason: "\($0)", wantsReminder: true)
      }
      _ = try await concurrently(forms) { try await scene.sign($0) }
      #expect(try await scene.mailCount(.confirm) == 3)
      #expect(try await scene.mailCount(.reminder) == 1)
      let other = try await scene.store.addPetition(
        .sample(title: "Another"), at: scene.clock.now)
      try await scene.sign(People.aye.signer(wantsReminder: true), other)
      #expect(try await scene.mailCount(.reminder) == 2)
    }
  }

  @Test(arguments: TestEngine.all)
  func `nobody is reminded of what was confirmed, by whichever link`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let crowd = People.crowd(5)
      for person in crowd { try await scene.sign(person.signer(wantsReminder: true)) }
      let own = try await scene.link(of: crowd[0].signer(reason: "Again."))
      #expect(try await scene.mailCount(.reminder) == 5)
      #expect(try await scene.confirm(own) == .confirmed(ordinal: 1))
      #expect(try await scene.mailCount(.reminder) == 4)
      scene.clock.advance(by: Self.delay)
      let reminded = try await scene.takeMails([.later]).map(\.mail.email)
      #expect(reminded == crowd.dropFirst().map(\.email))
    }
  }

  @Test(arguments: TestEngine.all)
  func `closing forgets the reminders and the links that wait`(
    engine: TestEngine
  ) async throws {
    var limits = StoreLimits()
    limits.deletionsAtOnce = 2
    try await Scene.with(engine, limits: limits) { scene in
      for person in People.all { try await scene.sign(person.signer(wantsReminder: true)) }
      let other = try await scene.store.addPetition(
        .sample(title: "Another"), at: scene.clock.now)
      try await scene.sign(People.aye.signer(wantsReminder: true), other)
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      #expect(try await scene.mailCount() == 2)
      #expect(try await scene.takeMails().map(\.mail.petition) == [other.id])
    }
  }

  @Test(arguments: TestEngine.all)
  func `who confirmed is thanked with the own link, in the language of the page`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.store.sign(
        People.aye.signer(audience: .nobody), scene.petition, language: "my",
        at: scene.clock.now)
      let link = try #require(SignatureSecret(token: try await scene.takeMails()[0].mail.token))
      for _ in 0..<3 { #expect(try await scene.confirm(link) == .confirmed(ordinal: 1)) }
      let thanks = try await scene.takeMails()
      #expect(thanks.map(\.kind) == [.thanks])
      #expect(thanks[0].mail.email == People.aye.email)
      #expect(thanks[0].mail.token == link.token)
      #expect(thanks[0].mail.language == "my")
    }
  }

  @Test(arguments: TestEngine.all)
  func `nobody is thanked for what a mailbox should not tell`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      var page = PetitionImport(.sample(title: "Discreet"))
      page.isDiscreet = true
      let outcome = try await scene.store.bring(page, at: scene.clock.now)
      let petition = try #require(try await scene.store.petition(outcome.slug))
      #expect(petition.isDiscreet)
      #expect(!scene.petition.isDiscreet)
      _ = try await scene.confirmed(People.aye.signer(), petition)
      #expect(try await scene.mailCount(.thanks) == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who leaves an address gets one last mail, of which nothing stays`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let known = try await scene.confirmed(People.aye.signer(wantsUpdates: true)).link
      let unknown = try await scene.confirmed(People.layla.signer()).link
      for _ in 0..<2 {
        try await scene.withdraw(known)
        try await scene.withdraw(unknown)
      }
      // Neither tag of the row is one that another row has.
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM outbox WHERE kind = 'withdrawn' AND address_tag = $1",
          Self.addressTag(People.aye, scene)) == 0)
      let mails = try await scene.takeMails()
      #expect(mails.map(\.kind) == [.withdrawn])
      #expect(mails[0].mail.email == People.aye.email)
      #expect(mails[0].mail.token == "")
      #expect(try await scene.mailCount() == 0)
    }
  }

  private static func addressTag(_ person: Person, _ scene: Scene) async throws -> [UInt8] {
    let key = try await scene.store.petitionKey(of: scene.petition)
    let prepared = try scene.store.prepare(
      person.signer(), scene.petition, key: key, language: "en", at: scene.clock.now)
    return prepared.addressTag
  }

  @Test(arguments: TestEngine.all)
  func `only a link that would count is worth a reminder`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let first = try await scene.link(of: People.aye.signer())
      let second = try await scene.link(of: People.aye.signer(reason: "Again."))
      let other = try await scene.link(of: People.layla.signer())
      func awaitsConfirmation() async throws -> [Bool] {
        var answers: [Bool] = []
        for link in [first, second, other] {
          answers.append(try await scene.store.awaitsConfirmation(link, at: scene.clock.now))
        }
        return answers
      }
      #expect(try await awaitsConfirmation() == [true, true, true])
      // What a confirmation on another node does not see yet, and so does not delete.
      try await scene.database.write { transaction in
        _ = try transaction.execute(
          "CREATE TABLE unseen AS SELECT * FROM pending_signature WHERE confirm_hash = $1",
          second.confirmHash)
      }
      #expect(try await scene.confirm(first) == .confirmed(ordinal: 1))
      try await scene.database.write { transaction in
        _ = try transaction.execute("INSERT INTO pending_signature SELECT * FROM unseen")
      }
      #expect(try await awaitsConfirmation() == [false, false, true])
      scene.clock.advance(by: StoreLimits().pendingLifetime)
      #expect(try await awaitsConfirmation() == [false, false, false])
    }
  }
}
