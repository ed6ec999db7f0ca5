import HTTPServer
import Mail
import PetitionStore
import Petitions
import SQLDatabase
import Synchronization
import TestSupport
import Testing

@testable import PetitionSite

/// What moderators do in the browser, and what comes of it.
@Suite struct ModeratingTests {
  @Test func `a petition is returned with reasons, comes again, and is published`() async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator, name: "Mo")
      let (id, link) = try await client.submitted()
      let queue = await moderator.get(.moderation(.queue)).text
      #expect(queue.contains("Light the path to the station"))
      let page = await moderator.get(.moderation(.review(.proposal(id)))).text
      #expect(page.contains("The path is <strong>dark</strong> from five."))
      #expect(page.contains("Please light the path."))
      let returned = await moderator.decide(
        id, [("choice", "return"), ("reason", "false-claim"), ("message", "Since when?")])
      #expect(returned.status == .seeOther)
      let mail = try #require(try await client.mails().last)
      #expect(mail.text.contains("It says something that can be shown to be false"))
      #expect(mail.text.contains("Since when?"))
      #expect(!(await moderator.get(.moderation(.queue)).text).contains("Light the path"))
      try await client.submit(link)
      let again = await moderator.get(.moderation(.review(.proposal(id)))).text
      #expect(again.contains("Since when?") && again.contains("Submission 2"))
      let published = await moderator.decide(id, [("choice", "publish")], submission: 2)
      #expect(published.status == .seeOther)
      client.letPagesAge()
      #expect(await client.get("/petitions/light-the-path-to-the-station").status == .ok)
      #expect(try #require(try await client.mails().last).text.contains("light-the-path"))
    }
  }

  @Test func `a petition that was returned twice can only be published or rejected`()
    async throws
  {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let (id, link) = try await client.submitted()
      for submission in 1...2 {
        let fields = [("choice", "return"), ("reason", "unclear")]
        #expect(
          await moderator.decide(id, fields, submission: submission).status == .seeOther)
        try await client.submit(link)
      }
      let page = await moderator.get(.moderation(.review(.proposal(id)))).text
      #expect(!page.contains(#"value="return""#) && page.contains(#"value="reject""#))
      let third = await moderator.decide(
        id, [("choice", "return"), ("reason", "unclear")], submission: 3)
      #expect(third.status == .unprocessable)
      #expect(third.text.contains("as often as the rules allow"))
    }
  }

  @Test func `mistakes stand beside their fields, and what was typed is kept`() async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let (id, _) = try await client.submitted()
      let refused = await moderator.decide(
        id, [("choice", "reject"), ("message", "Typed & kept"), ("time", "then")])
      #expect(refused.status == .unprocessable)
      #expect(refused.text.contains(##"<a href="#reasons">Tick at least one reason.</a>"##))
      #expect(refused.text.contains("Typed &amp; kept"))
      #expect(refused.text.contains(#"value="reject" checked"#))
      let empty = await moderator.decide(id, [])
      #expect(empty.text.contains(##"<a href="#decision">Choose what to do.</a>"##))
      let late = await moderator.decide(id, [("choice", "publish")], submission: 7)
      #expect(late.status == .unprocessable && late.text.contains("Load it again"))
    }
  }

  @Test func `a case that somebody else has is read, and not decided`() async throws {
    try await SiteClient.with { client in
      let first = try await client.browser(as: .moderator, email: "a@example.org", name: "Ann")
      let second = try await client.browser(as: .moderator, email: "b@example.org", name: "Bo")
      let (id, _) = try await client.submitted()
      let subject = ReviewSubject.proposal(id)
      #expect(
        await first.post(.moderation(.claim(subject)), [("action", "take")]).status == .seeOther)
      _ = await second.post(.moderation(.claim(subject)), [("action", "take")])
      let page = await second.get(.moderation(.review(subject))).text
      #expect(page.contains("<bdi>Ann</bdi> has this case until"))
      #expect(!page.contains("Carry out"))
      #expect(await second.decide(id, [("choice", "publish")]).status == .unprocessable)
      #expect((await second.get(.moderation(.queue)).text).contains("<bdi>Ann</bdi> works on it"))
      _ = await first.post(.moderation(.claim(subject)), [("action", "release")])
      #expect(await second.decide(id, [("choice", "publish")]).status == .seeOther)
    }
  }

  @Test func `reviewers read everything and decide nothing`() async throws {
    try await SiteClient.with { client in
      let reviewer = try await client.browser(as: .reviewer)
      let (id, _) = try await client.submitted()
      let page = await reviewer.get(.moderation(.review(.proposal(id))))
      #expect(page.status == .ok && !page.text.contains("Carry out"))
      #expect(!page.text.contains("Take this case"))
      #expect(await reviewer.decide(id, [("choice", "publish")]).status == .forbidden)
    }
  }

  @Test func `the clock says when a petition is overdue`() async throws {
    try await SiteClient.with { client in
      _ = try await client.submitted()
      let limits = client.store.limits.moderation
      let marks = [
        (Int64(3_600_000), "Waits for 1 hour<"),
        (limits.overdueAfter - 3_600_000, "overdue in 1 hour"),
        (limits.overdueAfter + 2 * 24 * 3_600_000, "overdue for 2 days"),
      ]
      let start = client.clock.now
      for (age, text) in marks {
        client.clock.now = start + age
        let moderator = try await client.browser(as: .moderator)
        #expect((await moderator.get(.moderation(.queue)).text).contains(text))
      }
    }
  }

  @Test func `a petition is published when its time has come`() async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let (id, _) = try await client.submitted()
      let time = UTCMinute(milliseconds: client.clock.now + 3_600_000)
      let fields = [("choice", "publish-at"), ("time", time.text)]
      #expect(await moderator.decide(id, fields).status == .seeOther)
      #expect((await moderator.get(.moderation(.queue)).text).contains("Will be published on"))
      let publications = ScheduledPublications(store: client.store, settings: client.settings)
      let publish = {
        try await publications.publishDue(at: client.clock.now) { Issue.record("\($0): \($1)") }
      }
      #expect(try await publish() == 0)
      client.clock.now = time.milliseconds
      #expect(try await publish() == 1)
      client.letPagesAge()
      #expect(await client.get("/petitions/light-the-path-to-the-station").status == .ok)
    }
  }

  @Test func `a publication that fails keeps no other one waiting, and happens when it can`()
    async throws
  {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let time = UTCMinute(milliseconds: client.clock.now + 3_600_000)
      var ids: [Proposal.ID] = []
      for title in ["The broken one", "The whole one"] {
        let id = try await client.submitted(.proposed(title: title)).id
        let fields = [("choice", "publish-at"), ("time", time.text)]
        #expect(await moderator.decide(id, fields).status == .seeOther)
        ids.append(id)
      }
      let broken = ids[0]
      let kept: [UInt8] = try await client.database.write { transaction in
        let rows = try transaction.query(
          "SELECT content FROM proposal WHERE id = $1", broken.rawValue)
        try transaction.execute(
          "UPDATE proposal SET content = $1 WHERE id = $2", [9, 9] as [UInt8], broken.rawValue)
        return try #require(rows.first).get(0)
      }
      client.clock.now = time.milliseconds
      let reports = Mutex<[MailPump.Work]>([])
      let pump = MailPump(
        store: client.store, settings: client.settings, localizations: client.localizations,
        effects: .test(now: { client.clock.now }),
        report: { report in
          if case .postponed(let work, _) = report { reports.withLock { $0.append(work) } }
        })
      _ = try await pump.publishScheduled()
      #expect(reports.withLock { $0 } == [.publication(broken)])
      #expect(await client.get("/petitions/the-whole-one").status == .ok)
      try await client.database.write {
        try $0.execute("UPDATE proposal SET content = $1 WHERE id = $2", kept, broken.rawValue)
      }
      _ = try await pump.publishScheduled()
      #expect(reports.withLock { $0.count } == 1)
      client.letPagesAge()
      #expect(await client.get("/petitions/the-broken-one").status == .ok)
    }
  }

  @Test func `a rejection is public with its reasons, and a hidden text is nowhere`() async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let shown = try await client.submitted()
      let hidden = try await client.submitted(.proposed(title: "Something unlawful"))
      _ = await moderator.decide(
        shown.id, [("choice", "reject"), ("reason", "no-action"), ("message", "For you alone.")])
      _ = await moderator.decide(hidden.id, [("choice", "reject"), ("reason", "unlawful")])
      let list = await client.get("/rejected").text
      #expect(list.contains("Light the path") && !list.contains("Something unlawful"))
      let numbers = try await client.store.rejections(limit: 9).map(\.number)
      let pages = await [
        client.get("/rejected/\(numbers[1])"), client.get("/rejected/\(numbers[0])"),
      ]
      #expect(pages[0].text.contains("It does not ask for something that anybody can do"))
      #expect(pages[0].text.contains("Please light the path."))
      #expect(!pages[0].text.contains("For you alone."))
      #expect(!pages[1].text.contains("Something unlawful"))
      #expect(pages[1].text.contains("Publishing it would break the law"))
      #expect(await client.get("/rejected/99").status == .notFound)
    }
  }

  @Test func `notes are for moderators, and empty ones are not kept`() async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let (id, _) = try await client.submitted()
      let notes = DeskRoute.moderation(.notes(.proposal(id)))
      #expect(await moderator.post(notes, [("note", " ")]).status == .unprocessable)
      #expect(await moderator.post(notes, [("note", "<b>Ask</b>")]).status == .seeOther)
      let page = await moderator.get(.moderation(.review(.proposal(id)))).text
      #expect(page.contains("&lt;b&gt;Ask&lt;/b&gt;"))
      #expect(!client.log.contains("Ask"))
    }
  }

  @Test func `the list of reasons is changed by administrators, and read by everybody`()
    async throws
  {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      let fields = [("key", "off-topic"), ("text", "Off our topic"), ("used", "yes")]
      #expect(await administrator.post(.moderation(.rule(nil)), fields).status == .seeOther)
      #expect(await administrator.post(.moderation(.rule(nil)), fields).status == .unprocessable)
      let page = await client.get("/moderation-rules").text
      #expect(page.contains("Off our topic") && page.contains("It incites hatred or violence"))
      let hate = try #require(ReviewReason.Key("hate"))
      _ = await administrator.post(.moderation(.rule(hate)), [("text", "Hatred")])
      #expect(!(await client.get("/moderation-rules").text).contains("Hatred"))
      #expect((await administrator.get(.moderation(.rules)).text).contains("Hatred"))
    }
  }
}
