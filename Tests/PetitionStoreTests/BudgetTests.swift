import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// How much mail anybody can cause to anybody.
@Suite struct BudgetTests {
  private static func petitions(_ scene: Scene, _ count: Int) async throws -> [Petition] {
    var petitions: [Petition] = []
    for number in 0..<count {
      petitions.append(
        try await scene.store.addPetition(
          .sample(title: "Petition \(number)"), at: scene.clock.now))
    }
    return petitions
  }

  @Test(arguments: TestEngine.all)
  func `ten mails a day are enough for an address, whatever is signed with it`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let limits = StoreLimits()
      let petitions = try await Self.petitions(scene, 14)
      // At the same time, in other spellings.
      _ = try await concurrently(Array(petitions.enumerated())) { index, petition in
        let person = Person(name: "Sunny", email: "Sunny+\(index)@Example.org")
        try await scene.sign(person.signer(), petition)
      }
      #expect(try await scene.mailCount() == 10)
      #expect(try await scene.pendingCount() == 10)
      // Another address has a budget of its own.
      try await scene.sign(People.aye.signer(), petitions[0])
      #expect(try await scene.mailCount() == 11)

      scene.clock.advance(by: limits.mailWindow - 1)
      try await scene.sign(People.sunny.signer())
      #expect(try await scene.mailCount() == 11)
      scene.clock.advance(by: 1)
      try await scene.sign(People.sunny.signer())
      #expect(try await scene.mailCount() == 12)
    }
  }

  @Test(arguments: TestEngine.all)
  func `thanks and repetitions are in the budget, reminders and news are not`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let signer = try People.aye.signer(wantsUpdates: true, wantsReminder: true)
      _ = try await scene.confirmed(signer)
      _ = try await scene.startedNews()
      _ = try await scene.store.fillNews(at: scene.clock.now)
      #expect(try await scene.mailCount(.news) == 1)
      // Asked to confirm, and thanked: one is left.
      try await scene.sign(People.aye.signer(reason: "1"))
      try await scene.sign(People.aye.signer(reason: "2"))
      #expect(try await scene.mailCount(.alreadySigned) == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a budget that is used up keeps nobody from confirming`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      for number in 0..<5 { try await scene.sign(People.aye.signer(reason: "\(number)")) }
      let mails = try await scene.takeMails()
      #expect(mails.count == 3)
      let link = try #require(SignatureSecret(token: mails[2].mail.token))
      #expect(try await scene.confirm(link) == .confirmed(ordinal: 1))
      #expect(try await scene.mailCount(.thanks) == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `while too many mails wait, nobody can sign, and afterwards everybody can`(
    engine: TestEngine
  ) async throws {
    var limits = StoreLimits()
    limits.waitingMails = 5
    try await Scene.with(engine, limits: limits) { scene in
      for person in People.all { try await scene.sign(person.signer()) }
      let next = try People.crowd(1)[0].signer()
      // The number of the last count holds for a while: longer where it was far from the limit.
      scene.clock.advance(by: MailBacklog.lifetime - 1)
      try await scene.sign(next)
      scene.clock.advance(by: 1)
      for _ in 0..<3 {
        await #expect(throws: StoreError.tooManyMailsWait) { try await scene.sign(next) }
      }
      await #expect(throws: StoreError.tooManyMailsWait) {
        try await scene.resend(People.aye)
      }
      #expect(try await scene.mailCount() == 6)
      try await scene.takeMails()
      let last = try People.crowd(2)[1].signer()
      scene.clock.advance(by: MailBacklog.lifetimeNearLimit - 1)
      await #expect(throws: StoreError.tooManyMailsWait) { try await scene.sign(last) }
      scene.clock.advance(by: 1)
      try await scene.sign(last)
      #expect(try await scene.mailCount() == 7)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the figures of the queue are those of its rows`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let store = scene.store
      let start = scene.clock.now
      #expect(
        try await store.mailQueue(at: start)
          == MailQueue(waiting: 0, deferred: 0, news: 0, oldestQueuedAt: nil))
      #expect(try await store.oldestWaitingMail(at: start) == nil)
      _ = try await scene.confirmed(People.sunny.signer(wantsUpdates: true))
      try await scene.takeMails()
      for person in People.all.prefix(3) {
        scene.clock.advance(by: 10)
        try await scene.sign(person.signer(wantsReminder: true))
      }
      _ = try await scene.startedNews()
      _ = try await store.fillNews(at: scene.clock.now)
      #expect(
        try await store.mailQueue(at: scene.clock.now)
          == MailQueue(waiting: 3, deferred: 0, news: 1, oldestQueuedAt: start + 10))
      #expect(try await store.oldestWaitingMail(at: scene.clock.now) == start + 10)

      let first = try #require(try await scene.claim(limit: 1).first)
      #expect(try await store.oldestWaitingMail(at: scene.clock.now) == start + 10)
      try await store.settle(first, .deferred, at: scene.clock.now)
      #expect(
        try await store.mailQueue(at: scene.clock.now)
          == MailQueue(waiting: 3, deferred: 1, news: 1, oldestQueuedAt: start + 10))
      // Nothing was accepted since, so it may be the relay's fault.
      #expect(try await store.oldestWaitingMail(at: scene.clock.now) == start + 10)
      // It was not: the others arrive.
      try await scene.takeMails()
      #expect(try await store.oldestWaitingMail(at: scene.clock.now) == nil)
    }
  }
}

extension Scene {
  func resend(_ person: Person, _ petition: Petition? = nil) async throws {
    try await store.resend(
      to: EmailAddress(parsing: person.email), petition ?? self.petition, language: "en",
      at: clock.now)
  }
}
