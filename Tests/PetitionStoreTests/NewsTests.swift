import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// News to those who asked for it: to each of them once, and to nobody else.
@Suite struct NewsTests {
  /// A list of so many people, of whom every third asked for news.
  @discardableResult
  static func crowd(_ scene: Scene, _ count: Int) async throws -> [Person] {
    let people = People.crowd(count)
    try await scene.store.addConfirmed(
      people.enumerated().map { index, person in
        ConfirmedSigner(
          try person.signer(
            audience: index.isMultiple(of: 2) ? .public : .nobody,
            wantsUpdates: index.isMultiple(of: 3)),
          confirmedAt: scene.clock.now)
      }, to: scene.petition)
    return people.enumerated().filter { $0.offset.isMultiple(of: 3) }.map(\.element)
  }

  /// Sends everything that is to be sent, as a worker would.
  static func sendAll(_ scene: Scene) async throws -> [ClaimedMail] {
    var sent: [ClaimedMail] = []
    while true {
      let filled = try await scene.store.fillNews(at: scene.clock.now)
      let mails = try await scene.takeMails([.news])
      sent += mails
      if filled == 0, mails.isEmpty { return sent }
    }
  }

  @Test(arguments: TestEngine.all)
  func `everybody who asked for news gets it once, and nobody else`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let readers = try await Self.crowd(scene, 31)
      let news = try await scene.startedNews()
      #expect(news.recipients == 11)
      #expect(news.lastOrdinal == 31)
      // Who signs later is not on the list that was counted.
      _ = try await scene.confirmed(
        Person(name: "Late", email: "late@example.org").signer(wantsUpdates: true))
      try await scene.takeMails()
      let sent = try await Self.sendAll(scene)
      #expect(sent.map(\.mail.email).sorted() == readers.map(\.email).sorted())
      #expect(sent.allSatisfy { $0.kind == .news && $0.mail.news == news.id })
      #expect(sent.allSatisfy { $0.mail.petition == scene.petition.id })
      #expect(Set(sent.map(\.messageToken)).count == 11)
      let done = try await scene.current(news)
      #expect(done.state == .done)
      #expect([done.queued, done.accepted, done.failed, done.inDoubt] == [11, 11, 0, 0])
      #expect(try await Self.sendAll(scene).isEmpty)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `news is sent only after it was tested, and begun once`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await Self.crowd(scene, 4)
      let store = scene.store
      let draft = try await scene.news()
      #expect(draft.state == .draft)
      #expect(draft.recipients == 2)
      #expect(draft.body == "It runs **all night**.")
      #expect(try await store.news(draft.id) == draft)
      #expect(try await Self.sendAll(scene).isEmpty)
      await #expect(throws: StoreError.newsNotTested) {
        try await store.startNews(draft.id, at: scene.clock.now)
      }
      // Nothing to stop.
      try await store.stopNews(draft.id)
      try await store.noteNewsTested(draft.id, at: scene.clock.now)
      #expect(try await scene.current(draft).testedAt == scene.clock.now)
      let starts = try await concurrently(Array(0..<6)) { _ in
        do {
          try await store.startNews(draft.id, at: scene.clock.now)
          return true
        } catch StoreError.newsUnderWay {
          return false
        }
      }
      #expect(starts.count { $0 } == 1)
      #expect(try await Self.sendAll(scene).count == 2)
      await #expect(throws: StoreError.newsUnderWay) {
        try await store.startNews(draft.id, at: scene.clock.now)
      }
      let second = try await scene.news()
      #expect(try await store.allNews().map(\.id) == [second.id, draft.id])
      let unknown = News.ID(rawValue: 99)
      #expect(try await store.news(unknown) == nil)
      await #expect(throws: StoreError.noSuchNews) {
        try await store.noteNewsTested(unknown, at: scene.clock.now)
      }
      await #expect(throws: StoreError.noSuchNews) { try await store.stopNews(unknown) }
    }
  }

  @Test(arguments: TestEngine.all)
  func `news whose lease ended is in doubt, and is never sent again`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await Self.crowd(scene, 9)
      let news = try await scene.startedNews()
      _ = try await scene.store.fillNews(at: scene.clock.now)
      let lost = try await scene.claim([.news], limit: 2, lease: 1_000)
      #expect(lost.count == 2)
      scene.clock.advance(by: 1_000)
      // One more is there; what was lost is not.
      let rest = try await scene.claim([.news])
      #expect(rest.count == 1)
      #expect(Set(rest.map(\.id)).isDisjoint(with: lost.map(\.id)))
      try await scene.accept(rest)
      // The lost worker comes back, too late.
      try await scene.accept(lost)
      #expect(try await Self.sendAll(scene).isEmpty)
      let done = try await scene.current(news)
      #expect(done.state == .done)
      #expect([done.queued, done.accepted, done.failed, done.inDoubt] == [3, 1, 0, 2])
      #expect(try await scene.number("SELECT COUNT(*) FROM outbox WHERE sealed IS NOT NULL") == 0)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `news that was not taken is tried again, and given up after three days`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await Self.crowd(scene, 9)
      let news = try await scene.startedNews()
      _ = try await scene.store.fillNews(at: scene.clock.now)
      let mails = try await scene.claim([.news])
      try await scene.store.settleMails(
        [(mails[0], .deferred), (mails[1], .failed(.rejected)), (mails[2], .deferred)],
        at: scene.clock.now)
      scene.clock.advance(by: 75_000)
      let again = try await scene.claim([.news])
      #expect(Set(again.map(\.id)) == [mails[0].id, mails[2].id])
      try await scene.store.settleMails(
        [(again[0], .returned), (again[1], .deferred)], at: scene.clock.now)
      scene.clock.advance(by: StoreLimits().newsLifetime)
      #expect(try await scene.claim([.news], limit: 1).isEmpty)
      try await scene.store.sweep(at: scene.clock.now)
      let given = try await scene.current(news)
      #expect([given.queued, given.accepted, given.failed, given.inDoubt] == [3, 0, 3, 0])
      _ = try await scene.store.fillNews(at: scene.clock.now)
      #expect(try await scene.current(news).state == .done)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `news that is stopped waits until it is started again, and reaches everybody once`(
    engine: TestEngine
  ) async throws {
    var limits = StoreLimits()
    limits.waitingNews = 4
    try await Scene.with(engine, limits: limits) { scene in
      let readers = try await Self.crowd(scene, 40)
      let news = try await scene.startedNews()
      _ = try await scene.store.fillNews(at: scene.clock.now)
      var sent = try await scene.claim([.news], limit: 1)
      try await scene.accept(sent)
      _ = try await scene.store.fillNews(at: scene.clock.now)
      try await scene.store.stopNews(news.id)
      #expect(try await Self.sendAll(scene).isEmpty)
      // Also after days in which nobody looks, and nothing of it is tried in vain.
      scene.clock.advance(by: 2 * limits.newsLifetime)
      try await scene.store.sweep(at: scene.clock.now)
      #expect(try await !scene.store.hasDueMail([.news], at: scene.clock.now))
      #expect(try await scene.current(news).state == .stopped)
      try await scene.store.startNews(news.id, at: scene.clock.now)
      sent += try await Self.sendAll(scene)
      #expect(sent.map(\.mail.email).sorted() == readers.map(\.email).sorted())
      #expect(try await scene.current(news).state == .done)
      #expect(try await scene.current(news).recipients == 14)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `thousands are written to in pieces, by several at once, each once`(
    engine: TestEngine
  ) async throws {
    var limits = StoreLimits()
    limits.waitingNews = 300
    try await Scene.with(engine, limits: limits) { scene in
      let readers = try await Self.crowd(scene, 3_000)
      let news = try await scene.startedNews()
      let other = try await Store(
        database: scene.database, secret: Scene.secret, limits: limits,
        random: SeededBytes(seed: 3).next)
      // Each does some work and is gone, as programs are that end; others go on.
      let sent = try await concurrently(Array(0..<4)) { number in
        let store = number.isMultiple(of: 2) ? scene.store : other
        var emails: [String] = []
        while try await store.news(news.id)?.state != .done {
          _ = try await store.fillNews(at: scene.clock.now)
          #expect(
            try await scene.number("SELECT COUNT(*) FROM outbox WHERE state = 'queued'") <= 600)
          let mails = try await store.claimMails(
            [.news], limit: 90, lease: 60_000, at: scene.clock.now)
          try await store.settleMails(
            mails.map { ($0, .accepted(answer: nil)) }, at: scene.clock.now)
          emails += mails.map(\.mail.email)
        }
        return emails
      }.joined()
      #expect(sent.sorted() == readers.map(\.email).sorted())
      let done = try await scene.current(news)
      #expect([done.queued, done.accepted, done.recipients] == [1_000, 1_000, 1_000])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a token ends the news to one signer, deletes the address, and does nothing else`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let store = scene.store
      let own = try await scene.confirmed(
        People.aye.signer(audience: .nobody, reason: "Peace.", wantsUpdates: true)
      ).link
      _ = try await scene.confirmed(People.layla.signer(wantsUpdates: true))
      let news = try await scene.startedNews()
      _ = try await store.fillNews(at: scene.clock.now)
      let mail = try #require(
        try await scene.claim([.news]).first { $0.mail.email == People.aye.email })
      let token = mail.mail.token
      for _ in 0..<2 {
        #expect(
          try await store.unsubscription(token)
            == Unsubscription(petition: scene.petition.id, wantsUpdates: true))
      }
      // The mail may be under way; more news that waits is not sent.
      let more = try await scene.startedNews()
      _ = try await store.fillNews(at: scene.clock.now)
      for _ in 0..<2 { #expect(try await store.unsubscribe(token)) }
      #expect(
        try await store.unsubscription(token)
          == Unsubscription(petition: scene.petition.id, wantsUpdates: false))
      let left = try #require(try await store.signature(own))
      #expect(left.state == .standing)
      #expect(left.name == People.aye.name)
      #expect(left.reason == "Peace.")
      #expect(left.email == "" && !left.wantsUpdates)
      #expect(
        try await scene.takeMails([.news]).map(\.mail.email) == [People.layla.email])
      #expect(try await scene.current(more).queued == 1)
      #expect(try await scene.current(news).queued == 1)
      #expect(try await store.recount().isEmpty)
      // Neither a link nor another site's token nor letters added.
      for wrong in ["", "x", own.token, token + "A", String(token.dropLast())] {
        #expect(try await store.unsubscription(wrong) == nil)
        #expect(try await !store.unsubscribe(wrong))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `who leaves while news waits does not get it`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let leaving = try await scene.confirmed(People.aye.signer(wantsUpdates: true)).link
      let quiet = try await scene.confirmed(People.layla.signer(wantsUpdates: true)).link
      _ = try await scene.confirmed(People.sunny.signer(wantsUpdates: true))
      let news = try await scene.startedNews()
      _ = try await scene.store.fillNews(at: scene.clock.now)
      try await scene.withdraw(leaving)
      try await scene.store.change(
        quiet, name: PersonName(typed: "Layla"), audience: .public, endingUpdates: true)
      #expect(try await scene.takeMails([.news]).map(\.mail.email) == [People.sunny.email])
      #expect(try await scene.current(news).queued == 1)
      #expect(try await scene.store.recount().isEmpty)
    }
  }
}
