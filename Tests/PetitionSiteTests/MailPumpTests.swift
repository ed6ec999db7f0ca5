import EmailAddresses
import PetitionStore
import Petitions
import SQLDatabase
import Synchronization
import TestSupport
import Testing

@testable import Mail
@testable import PetitionSite

/// What becomes of a mail that could not be handed over.
@Suite struct MailPumpTests {
  /// A pump all of whose mails come to one end.
  private static func pump(
    _ client: SiteClient, giving delivery: Delivery,
    report: @escaping @Sendable (MailPump.Report) -> Void = { _ in }
  ) -> MailPump {
    MailPump(
      store: client.store, settings: client.settings, localizations: client.localizations,
      effects: .test(now: { client.clock.now }, deliver: { $0.map { _ in delivery } }),
      report: report)
  }

  /// A pump whose mails all fail with an error, as the outbox does.
  private static func pump(_ client: SiteClient, failing error: OutboxError) -> MailPump {
    MailPump(
      store: client.store, settings: client.settings, localizations: client.localizations,
      effects: .test(
        now: { client.clock.now },
        deliver: { mails in
          if error.call == .synchronise { throw error }
          return mails.map { _ in .deferred(error) }
        }),
      report: { _ in })
  }

  @Test func `a mail that fails waits, and is sent when it can be`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      let taken = try await Self.pump(client, failing: OutboxError(call: .write)).deliverDueMails()
      #expect(taken == 1)
      #expect(try await client.mails().isEmpty, "its lease has not ended")
      client.clock.advance(by: 5 * 60_000)
      #expect(try await client.mails().count == 1)
    }
  }

  @Test(.enabled(if: TestEngine.ofSite == .sqlite), .timeLimit(.minutes(10)))
  func `a mail that was taken when the program was killed goes out as it starts again`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      // The killed one: it took the mail, and nothing more was heard of it.
      let taken = try await client.store.claimMails(
        [.prompt], limit: 1, lease: MailPump.Pace.files.lease, at: client.clock.now)
      #expect(taken.count == 1)
      // The disk that keeps nothing ends the run once the mail was handed over.
      await #expect(throws: OutboxError.self) {
        try await Self.pump(client, failing: OutboxError(call: .synchronise)).run()
      }
    }
  }

  @Test func `a link that confirms nothing any more is not sent`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      try await client.store.close(slug, at: client.clock.now)
      #expect(try await client.mails().isEmpty)
      client.clock.advance(by: 60 * 60_000)
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test func `a disk that did not keep a mail ends the program`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      await #expect(throws: OutboxError.self) {
        try await Self.pump(client, failing: OutboxError(call: .synchronise)).run()
      }
    }
  }

  @Test func `a mail whose turn did not come waits in its place, and nothing is counted`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      let relay = Self.pump(client, giving: .deferred(SMTPError(.waiting, .paused)))
      #expect(try await relay.deliverDueMails() == 0, "it would be taken again without a pause")
      #expect(try await client.store.mailTotals()[.deferred] == 0)
      let queue = try await client.store.mailQueue(at: client.clock.now)
      #expect((queue.waiting, queue.deferred) == (1, 0))
      #expect(try await client.mails().count == 1, "it is due at once")
    }
  }

  @Test func `a code that is worth nothing any more is not sent`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      client.clock.advance(by: 15 * 60_000)
      let mail = try #require(try await client.mails().first)
      #expect(mail.text.contains("/confirm/"))
      #expect(!mail.text.contains("code") && mail.html?.contains(#"class="code""#) == false)
    }
  }

  @Test func `a link whose signature was confirmed by another mail is not sent`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.token(People.arnaud, slug)
      _ = try await client.sign(People.arnaud, slug, ["reason": "A second form."])
      _ = await client.post("/confirm/\(token)")
      let mails = try await client.mails()
      #expect(mails.map(\.subject) == ["Your signature counts"])
    }
  }

  @Test func `while a relay is left alone no mail is taken`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      let pump = MailPump(
        store: client.store, settings: client.settings, localizations: client.localizations,
        effects: .test(now: { client.clock.now }, canDeliver: { false }), report: { _ in })
      #expect(try await pump.deliverDueMails() == 0)
      #expect(try await pump.deliverNews() == 0)
      #expect(try await client.mails().count == 1)
    }
  }

  @Test func `a removal that fails rests for a minute, and the operator hears of it`() async throws
  {
    try await SiteClient.withPetition { client, slug in
      try await client.confirmed(People.aye, slug)
      let petition = try #require(try await client.store.petition(slug))
      let moderator = try await client.store.addAccount(
        EmailAddress(parsing: "mo@example.org"), name: "Mo", role: .moderator, language: "en",
        by: nil, at: client.clock.now)
      var filter = SignatureFilter()
      filter.ordinals = 1...1
      let id = try await client.store.count(
        filter, in: petition, by: moderator, at: client.clock.now)
      try await client.store.requestRemoval(
        id, reason: .court, by: moderator, at: client.clock.now)
      try await client.database.write {
        try $0.execute("UPDATE removal SET filter = $1", [9, 9] as [UInt8])
      }
      let reports = Mutex<[MailPump.Work]>([])
      let pump = Self.pump(client, giving: .accepted(answer: nil)) { report in
        if case .postponed(let work, _) = report { reports.withLock { $0.append(work) } }
      }
      for (wait, count): (Int64, Int) in [(0, 1), (0, 1), (59_999, 1), (1, 2)] {
        client.clock.advance(by: wait)
        #expect(try await pump.continueRemovals() == 0)
        #expect(reports.withLock { $0 } == Array(repeating: .removal(id), count: count))
      }
    }
  }

  @Test func `a mail that is refused for good is not tried again, and the operator hears of it`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      let refusal = SMTPError(.recipient, .answered(550), status: MailStatus(5, 1, 1))
      let told = Mutex<[String]>([])
      let relay = Self.pump(client, giving: .rejected(refusal)) { report in
        if case .refused(let count, let error) = report {
          told.withLock { $0.append("\(count) \(error)") }
        }
      }
      _ = try await relay.deliverDueMails()
      client.clock.advance(by: 24 * 3_600_000)
      #expect(try await client.mails().isEmpty)
      #expect(told.withLock { $0 } == ["1 smtp: recipient: answered 550 5.1.1"])
      #expect(try await client.store.mailTotals()[.failed] == 1)
      // The address does not exist: nothing is sent there any more, and the organiser sees a number.
      #expect(try await client.store.petition(slug)?.bounced == 1)
      _ = try await client.sign(People.arnaud, slug)
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test(arguments: [true, false])
  func `news that may have been taken is not sent again, and a confirmation is`(
    isNews: Bool
  ) async throws {
    try await SiteClient.withPetition { client, slug in
      if isNews {
        try await client.confirmed(People.aye, slug, ["updates": "yes"])
        _ = try await client.mails()
        let news = try await MailComposerTests.news(.news, client, slug)
        try await client.store.noteNewsTested(news.id, at: client.clock.now)
        try await client.store.startNews(news.id, at: client.clock.now)
      } else {
        _ = try await client.sign(People.aye, slug)
      }
      let relay = Self.pump(client, giving: .deferred(SMTPError(.content, .lost)))
      _ = try await relay.deliverDueMails()
      while try await relay.deliverNews() > 0 {}
      client.clock.advance(by: 24 * 3_600_000)
      #expect(try await client.mails().count == (isNews ? 0 : 1))
      if isNews {
        let news = try #require(try await client.store.allNews().first)
        #expect((news.accepted, news.failed, news.inDoubt) == (0, 0, 1))
      }
    }
  }

  @Test func `what is not begun in time is given back, and another takes it at once`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      for person in People.all { _ = try await client.sign(person, slug) }
      // Each mail takes longer than the time in which mails of a handful are begun.
      let slow = MailPump(
        store: client.store, settings: client.settings, localizations: client.localizations,
        effects: .test(
          now: { client.clock.now },
          deliver: { mails in
            client.clock.advance(by: 61_000)
            return mails.map { _ in .accepted(answer: nil) }
          }),
        pace: MailPump.Pace(atOnce: 1, lanes: 1, longest: 100_000), report: { _ in })
      #expect(try await slow.deliverDueMails() == 1)
      #expect(try await client.mails().count == People.all.count - 1)
    }
  }
}
