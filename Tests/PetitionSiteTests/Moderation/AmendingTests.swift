import HTTPServer
import Mail
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Changes of published texts, and reports of readers.
@Suite struct AmendingTests {
  private static func fields(
    _ petition: Petition, _ changes: [String: String] = [:]
  ) -> [(String, String)] {
    let wording = petition.wording
    var fields = [
      "version": String(petition.wordingVersion), "title": wording.title, "goal": wording.goal,
      "story": wording.story, "call": wording.callToSign,
      "salutation": wording.letter.salutation,
      "letter": wording.letter.body.joined(separator: "\n\n"), "closing": wording.letter.closing,
      "message": "It became urgent.",
    ]
    fields.merge(changes) { $1 }
    return fields.sorted { $0.key < $1.key }
  }

  @Test func `a change of the letter waits for a moderator, and readers see what changed`()
    async throws
  {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let petition = try await client.published(by: moderator)
      let owner = try await client.browser(as: .organiser, email: "runa@example.org")
      let route = DeskRoute.moderation(.amend(petition.slug))
      #expect(await owner.get(route).status == .ok)
      let letter = "People walk home in the dark.\n\nPlease light the path soon."
      let asked = await owner.post(route, Self.fields(petition, ["letter": letter]))
      #expect(asked.status == .seeOther)
      #expect((await owner.get(route).text).contains("A change waits for a moderator"))
      let path = "/petitions/\(petition.slug.text)"
      #expect(!(await client.get(path).text).contains("soon."))
      let amendment = try #require(
        try await client.store.waitingAmendment(of: petition.id))
      let subject = ReviewSubject.amendment(amendment.id)
      #expect((await moderator.get(.moderation(.queue)).text).contains("/amendment/"))
      let page = await moderator.get(.moderation(.review(subject))).text
      #expect(page.contains("It became urgent.") && page.contains("soon</ins>"))
      let empty = await moderator.post(.moderation(.decision(subject)))
      #expect(empty.status == .unprocessable)
      let accepted = await moderator.post(
        .moderation(.decision(subject)), [("choice", "accept")])
      #expect(accepted.status == .seeOther)
      client.letPagesAge()
      #expect((await client.get(path).text).contains("Please light the path soon."))
      let versions = await client.get(path + "/versions").text
      #expect(versions.contains("Version 2") && versions.contains("soon</ins>"))
      let mail = try #require(try await client.mails().last)
      #expect(mail.subject == "The new text of your petition is published")
    }
  }

  @Test func `words that break the rules are not sent to the moderators`() async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let petition = try await client.published(by: moderator)
      let owner = try await client.browser(as: .organiser, email: "runa@example.org")
      let route = DeskRoute.moderation(.amend(petition.slug))
      let refused = await owner.post(route, Self.fields(petition, ["title": ""]))
      #expect(refused.status == .unprocessable)
      #expect(refused.text.contains(##"href="#title""##))
      let same = await owner.post(route, Self.fields(petition))
      #expect(same.status == .unprocessable && same.text.contains("The text is the same"))
      let stranger = try await client.browser(as: .organiser, email: "stranger@example.org")
      #expect(await stranger.get(route).status == .notFound)
      #expect(await stranger.post(route, Self.fields(petition)).status == .notFound)
    }
  }

  @Test func `a form opened before the change is shown again with the new words`() async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let petition = try await client.published(by: moderator)
      let fields = try await client.fields(People.aye, petition.slug)
      let owner = try #require(petition.owner)
      var wording = petition.wording
      wording.letter.body.append("And soon.")
      _ = try await client.store.amend(
        petition.id, to: wording, from: 1, purpose: "", by: owner, at: client.clock.now)
      let id = try #require(try await client.store.waitingAmendment(of: petition.id)).id
      _ = try await client.store.decide(
        id, acceptedAs: "<p>Dark.</p>", message: "", by: moderator.account.id,
        at: client.clock.now)
      client.letPagesAge()
      let answer = await client.post("/petitions/\(petition.slug.text)/signatures", fields)
      #expect(answer.status == .unprocessable)
      #expect(answer.text.contains("And soon.") && answer.text.contains(People.aye.name))
    }
  }

  @Test func `whoever signed before a change sees their name below the words that they signed`()
    async throws
  {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let petition = try await client.published(by: moderator)
      let owner = try #require(petition.owner)
      let own = try await client.confirmed(People.arnaud, petition.slug)
      #expect(try await client.sign(People.aye, petition.slug).status == .seeOther)
      let mail = try #require(try await client.mails().last)
      let waiting = try mail.confirmToken
      let unchanged = await client.get("/signatures/\(own)").text
      #expect(!unchanged.contains("The text was changed"))
      var wording = petition.wording
      wording.title = "Another title"
      wording.letter.body = ["Other words."]
      _ = try await client.store.amend(
        petition.id, to: wording, from: 1, purpose: "", by: owner, at: client.clock.now)
      let id = try #require(try await client.store.waitingAmendment(of: petition.id)).id
      _ = try await client.store.decide(
        id, acceptedAs: "<p>Dark.</p>", message: "", by: moderator.account.id,
        at: client.clock.now)
      client.letPagesAge()
      let path = "/petitions/\(petition.slug.text)"
      #expect(await client.get(path).text.contains("Other words."))
      let code = await client.post(
        path + "/check-your-mail",
        [("email", People.aye.email), ("code", try mail.code), ("action", "code")])
      let pages = [
        code.text, await client.get("/confirm/\(waiting)").text,
        await client.get("/signatures/\(own)").text,
      ]
      let body = try #require(petition.wording.letter.body.first)
      for page in pages {
        #expect(page.contains(body) && !page.contains("Other words."))
      }
      for (page, link) in zip(
        pages, [path + "/versions", path + "/versions", "/signatures/\(own)/new-text"])
      {
        #expect(page.contains(#"href="\#(link)"#))
      }
      #expect(pages.prefix(2).allSatisfy { $0.contains(petition.wording.title) })
    }
  }

  @Test func `a reader reports a petition, and a moderator puts the report aside`() async throws {
    try await SiteClient.withPetition { client, slug in
      let path = "/petitions/\(slug.text)/report"
      #expect(await client.get(path).status == .ok)
      let refused = await client.post(path, [("choice", "other"), ("email", "no address")])
      #expect(refused.status == .unprocessable)
      #expect(refused.text.contains(##"href="#text""##))
      #expect(refused.text.contains(##"href="#email""##))
      let sent = await client.post(
        path, [("choice", "other"), ("text", "<i>Look</i>"), ("email", "ann@example.org")])
      #expect(sent.status == .ok && sent.text.contains("Thank you"))
      let moderator = try await client.browser(as: .moderator)
      let page = await moderator.get(.moderation(.reports)).text
      #expect(page.contains("&lt;i&gt;Look&lt;/i&gt;") && page.contains("ann@example.org"))
      let report = try #require(try await client.store.openReports().first)
      #expect(await moderator.post(.moderation(.closeReport(report.id))).status == .seeOther)
      #expect(!(await moderator.get(.moderation(.reports)).text).contains("Look"))
      #expect(!client.log.contains("ann@"))
    }
  }

  @Test func `so many reports from one network are enough`() async throws {
    let settings = try SiteSettings.test { $0.reportBurst = 2 }
    try await SiteClient.withPetition(settings) { client, slug in
      let path = "/petitions/\(slug.text)/report"
      var statuses: [Status] = []
      for _ in 1...3 { statuses.append(await client.post(path, [("choice", "hate")]).status) }
      #expect(statuses == [.ok, .ok, .tooManyRequests])
      let kept = try await client.store.openReports()
      #expect(kept.count == 2)
    }
  }
}
