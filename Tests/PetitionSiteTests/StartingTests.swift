import EmailAddresses
import Foundation
import HTTPServer
import Mail
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Writing a petition without an account, until it is open.
@Suite struct StartingTests {
  @Test func `a stranger writes a petition, sends it, and it opens as it was written`()
    async throws
  {
    try await SiteClient.with { client in
      #expect(await client.get("/petitions/new").status == .ok)
      let author = try await Author.begin(client)
      let review = await author.get("/review").text
      #expect(review.contains("Plant trees on Kiln Street") && review.contains("We need shade."))
      let preview = await author.get("/preview").text
      #expect(preview.contains("This is a preview") && preview.contains("<strong>hot</strong>"))
      #expect(!preview.contains("<form"))
      let link = try await author.send()
      let question = await client.get(link)
      #expect(question.status == .ok && question.text.contains("Plant trees on Kiln Street"))
      #expect(try await author.proposal().state == .draft, "a GET changes nothing")
      let browser = try await author.browser(of: await client.post(link))
      #expect(browser.account.role == .organiser)
      #expect(try await author.proposal().state == .submitted)
      #expect(await client.post(link).status == .gone, "a link submits once")
      let own = await browser.get(.proposal(.own)).text
      #expect(own.contains("Plant trees on Kiln Street"))

      let moderator = try await client.browser(as: .moderator)
      let waiting = try await client.store.submittedProposals(limit: 10)
      let proposal = try #require(waiting.first)
      let (complete, html) = try client.site.publishable(proposal, at: client.clock.now)
      let id = try #require(
        try await client.store.publish(
          proposal.id, as: complete, storyHTML: html, by: moderator.account.id,
          at: client.clock.now))
      let petition = try #require(try await client.store.petition(id))
      #expect(petition.owner == browser.account.id)
      #expect(petition.milestones == [100, 500] && petition.nextMilestone == 100)
      client.letPagesAge()
      let page = await client.get("/petitions/plant-trees-on-kiln-street").text
      #expect(page.contains("Please plant trees.") && page.contains("<strong>hot</strong>"))
      #expect(!page.contains("bo@example.org") && !page.contains("mayor@example.org"))
      let mails = try await client.mails()
      #expect(mails.contains { $0.to.address.text == Author.email })
      try await client.confirmed(People.arnaud, petition.slug)
    }
  }

  @Test func `a petition that came back is changed and sent again by its owner`() async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      let browser = try await author.submit()
      let proposal = try await author.proposal()
      let isBack = try await client.store.move(
        proposal.id, .giveBack, verdict: "Name the street.\nAdd a date.", by: nil,
        at: client.clock.now)
      #expect(isBack)
      let mail = try #require(try await client.mails().last)
      #expect(mail.text.contains("Name the street.") && mail.text.contains(author.draft))
      let status = await browser.get(author.draft).text
      #expect(status.contains("Name the street.") && status.contains("Add a date."))
      let saved = await browser.post(
        author.draft + "/ask", (Author.typed[.ask] ?? []) + [("title", "Trees on Kiln Street")])
      #expect(saved.status == .seeOther)
      let again = await browser.post(author.draft + "/review")
      #expect(again.headers["Location"] == author.draft)
      let now = try await author.proposal()
      #expect(now.state == .submitted && now.submissions == 2)
      #expect(now.content.title == "Trees on Kiln Street")
    }
  }

  @Test func `once it has an owner, a draft is closed to others who have its link`() async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      let browser = try await author.submit()
      let other = try await client.browser(as: .organiser, email: "other@example.org")
      for part in ["", "/ask", "/preview", "/review"] {
        #expect(await other.get(author.draft + part).status == .notFound)
        let stranger = await author.get(part)
        #expect(stranger.status == .seeOther)
        #expect(stranger.headers["Location"]?.hasPrefix("/desk/sign-in?next=") == true)
      }
      #expect(await other.post(author.draft + "/ask", [("title", "Mine")]).status == .notFound)
      #expect(await client.post(author.draft + "/ask", [("title", "Mine")]).status == .forbidden)
      #expect(await browser.get(author.draft).status == .ok)
      #expect(try await author.proposal().content.title == "Plant trees on Kiln Street")
    }
  }

  @Test func `a petition that waits cannot be changed`() async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      let browser = try await author.submit()
      let answer = await browser.post(author.draft + "/ask", [("title", "Other")])
      #expect(answer.headers["Location"] == author.draft)
      #expect(try await author.proposal().content.title == "Plant trees on Kiln Street")
      #expect(await browser.get(author.draft + "/delete").status == .notFound)
    }
  }

  @Test(arguments: [ProposalStage.story, .letter, .details, .about])
  func `a step with mistakes keeps what was typed, says what is wrong, and is saved`(
    stage: ProposalStage
  ) async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client, all: false)
      let long = String(repeating: "Ü", count: 21_000)
      let wrong: [(String, String)] =
        switch stage {
        case .story: [("story", long)]
        case .letter: [("salutation", "Dear"), ("letter", "")]
        case .details: [("closes-on", "2029-01-01"), ("milestones", "<b>5</b>")]
        default: [("name", "=Bo"), ("email", "bo.example.org")]
        }
      let answer = await author.save(stage, wrong)
      #expect(answer.status == .unprocessable)
      #expect(answer.text.contains("role=\"alert\""))
      for (name, value) in wrong where !value.isEmpty {
        let shown = value.replacing("<", with: "&lt;").replacing(">", with: "&gt;")
        #expect(answer.text.contains(shown), "\(name)")
      }
      #expect(answer.text.contains("aria-invalid=\"true\""))
      let later = await author.get("/" + stage.rawValue).text
      #expect(later.contains(String(wrong[0].1.prefix(10)).replacing("<", with: "&lt;")))
      let review = await author.get("/review")
      #expect(review.text.contains("Before you can send it"))
      #expect(await client.post(author.draft + "/review").status == .unprocessable)
      let mails = try await client.mails()
      #expect(mails.isEmpty)
    }
  }

  @Test func `the first step with mistakes begins a draft all the same`() async throws {
    try await SiteClient.with { client in
      let answer = await client.post(
        "/petitions/new", [("title", "Trees"), ("goal", ""), ("target-1-name", "")])
      #expect(answer.status == .unprocessable)
      #expect(answer.text.contains("action=\"/drafts/"))
      #expect(answer.text.contains("href=\"#goal\"") && answer.text.contains("value=\"Trees\""))
    }
  }

  @Test func `targets are added one after the other, and chosen from earlier petitions`()
    async throws
  {
    try await SiteClient.with { client in
      let first = try await Author.begin(client)
      _ = try await first.submit()
      let proposal = try await first.proposal()
      let (complete, html) = try client.site.publishable(proposal, at: client.clock.now)
      _ = try await client.store.publish(
        proposal.id, as: complete, storyHTML: html, by: nil, at: client.clock.now)
      let known = try #require(try await client.store.knownTargets().first)
      #expect(known.target.address.isEmpty, "the list tells nobody where letters go")
      #expect(await client.get("/petitions/new").text.contains("Ann Lee, Mayor, Germany"))
      let more = await client.post(
        "/petitions/new",
        [
          ("title", "T"), ("goal", "G"), ("target-1-name", "Council"), ("do", "add-target"),
          ("known-target", String(known.id)),
        ])
      #expect(more.status == .ok)
      #expect(more.text.contains("name=\"target-3-name\""))
      #expect(more.text.contains("value=\"Ann Lee\"") && !more.text.contains("Kiln Street 1"))
    }
  }

  @Test func `similar open petitions are shown, and only those`() async throws {
    try await SiteClient.withPetition { client, slug in
      let similar = [
        ("title", "A night bus to Harrow Point"), ("goal", "Let it run after midnight."),
        ("target-1-name", "Ann"), ("do", "later"),
      ]
      let shown = await client.post("/petitions/new", similar)
      #expect(shown.text.contains("Does one of these ask the same?"))
      #expect(shown.text.contains("href=\"/petitions/\(slug.text)\""))
      let other = [("title", "Plant trees"), ("goal", "Shade."), ("do", "later")]
      #expect(await !client.post("/petitions/new", other).text.contains("ask the same?"))
      try await client.store.close(slug, at: client.clock.now)
      #expect(await !client.post("/petitions/new", similar).text.contains("ask the same?"))
    }
  }

  @Test func `an earlier petition is a template`() async throws {
    try await SiteClient.withPetition { client, slug in
      let page = await client.get("/petitions/new?from=\(slug.text)").text
      #expect(page.contains("value=\"Keep the Night Bus to Harrow Point\""))
      #expect(await client.get("/petitions/new?from=no-such").status == .notFound)
      let answer = await client.post(
        "/petitions/new?from=\(slug.text)", Author.typed[.ask] ?? [])
      let location = try #require(answer.headers["Location"])
      #expect(await client.get(location).text.contains("Nurses **walk home** for an hour."))
    }
  }

  @Test func `a draft that nobody touches is gone after its time, and a deleted one at once`()
    async throws
  {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      let link = try await author.send()
      client.clock.advance(by: client.store.limits.drafts.lifetime)
      #expect(await author.get("/ask").status == .gone)
      #expect(await client.get(link).status == .gone)
      #expect(await client.post(link).status == .gone)
      let other = try await Author.begin(client, all: false)
      #expect(await other.get("/delete").text.contains("Delete this draft?"))
      #expect(await client.post(other.draft + "/delete").status == .seeOther)
      #expect(await other.get("/ask").status == .gone)
    }
  }

  @Test func `a link that submits is too old after its time, and a newer one takes its place`()
    async throws
  {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      let first = try await author.send()
      let second = try await author.send()
      #expect(await client.get(first).status == .gone)
      #expect(await client.get(second).status == .ok)
      client.clock.advance(by: client.store.limits.drafts.submitLinkLifetime)
      #expect(await client.post(second).status == .gone)
      #expect(try await author.proposal().state == .draft)
    }
  }

  @Test func `an address with an account keeps its account, and staff are not let in by it`()
    async throws
  {
    try await SiteClient.with { client in
      let staff = try await client.browser(as: .administrator, email: Author.email)
      let author = try await Author.begin(client)
      let browser = try await author.submit()
      #expect(browser.account.id == staff.account.id)
      #expect(browser.account.role == .administrator)
      #expect(!browser.session.allows(.managePeople))
    }
  }

  @Test func `one network begins only so many petitions at once`() async throws {
    try await SiteClient.with { client in
      for _ in 0..<client.settings.startBurst {
        let answer = await client.post("/petitions/new", [("title", "T")])
        #expect(answer.status == .unprocessable)
      }
      #expect(await client.post("/petitions/new", [("title", "T")]).status == .tooManyRequests)
    }
  }

  @Test func `a draft causes only so many mails`() async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      for _ in 0..<8 { _ = await client.post(author.draft + "/review") }
      let mails = try await client.mails()
      #expect(mails.count == client.store.limits.mailsPerAddress)
      let text = try #require(mails.last).text
      let start = try #require(text.range(of: "/submit/")).lowerBound
      let link = String(text[start...].prefix { !$0.isWhitespace })
      #expect(await client.post(link).status == .seeOther, "the last link stays good")
    }
  }

  @Test func `nothing of a draft is in the log`() async throws {
    try await SiteClient.with { client in
      let author = try await Author.begin(client)
      _ = try await author.submit()
      for word in ["Kiln", "Berg", "bo@", "mayor", author.draft] {
        #expect(!client.log.contains(word))
      }
    }
  }
}
