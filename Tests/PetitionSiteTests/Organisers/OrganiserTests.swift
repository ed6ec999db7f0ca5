import EmailAddresses
import Foundation
import HTTPServer
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

/// What whoever runs a petition does, and where it is seen.
@Suite struct OrganiserTests {
  private static func routes(_ slug: Slug) -> [OrganiserRoute] {
    [
      .dashboard(slug), .updates(slug), .closing(slug), .reasons(slug, before: nil),
      .downloads(slug),
    ]
  }

  @Test func `another organiser's petition is not there, to read or to change`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let other = try await client.browser(as: .organiser, email: "other@example.org")
      for route in Self.routes(slug) {
        #expect(await browser.get(.organiser(route)).status == .ok, "\(route.name)")
        let answer = await other.get(.organiser(route))
        #expect(answer.status == .notFound && !answer.text.contains("Wexcombe"), "\(route.name)")
        guard route.acceptsPost else { continue }
        let fields = [
          ("title", "Mine"), ("body", "now"), ("kind", "won"), ("text", "x"), ("format", "csv"),
        ]
        #expect(await other.post(.organiser(route), fields).status == .notFound, "\(route.name)")
      }
      #expect(try await client.store.updates(of: Self.id(client, slug)).isEmpty)
      let state = try await client.store.petition(slug)?.state
      #expect(state == .open)
    }
  }

  private static func id(_ client: SiteClient, _ slug: Slug) async throws -> Petition.ID {
    try #require(try await client.store.petition(slug)).id
  }

  @Test func `moderators and reviewers see how it goes, and only administrators run it`()
    async throws
  {
    try await SiteClient.withOrganiser { client, slug, _ in
      for role in [Role.moderator, .reviewer, .administrator] {
        let browser = try await client.browser(as: role)
        #expect(await browser.get(.organiser(.dashboard(slug))).status == .ok)
        let mayRun = role == .administrator
        for route in Self.routes(slug).dropFirst() {
          let status = await browser.get(.organiser(route)).status
          #expect(status == (mayRun ? .ok : .notFound), "\(role) \(route.name)")
        }
      }
    }
  }

  @Test func `an update is on the page, on the timeline and in the feed, and goes when taken off`()
    async throws
  {
    try await SiteClient.withOrganiser { client, slug, browser in
      let path = "/petitions/\(slug.text)"
      #expect(await client.get(path + "/updates").text.contains("There are no updates yet."))
      let answer = await browser.post(
        .organiser(.updates(slug)),
        [("title", "We met <them>"), ("body", "They **listened**.\r\n\r\n<script>x</script>")])
      #expect(answer.status == .seeOther)
      client.letPagesAge()
      for address in [path, path + "/updates", path + "/updates.atom"] {
        let page = await client.get(address)
        #expect(page.status == .ok && page.text.contains("We met &lt;them"), "\(address)")
        #expect(!page.text.contains("<script>"), "\(address)")
      }
      #expect(await client.get(path).text.contains("They <strong>listened</strong>."))
      #expect(
        await client.get(path + "/updates.atom").headers["Content-Type"]
          == "application/atom+xml; charset=utf-8")
      let update = try #require(
        try await client.store.updates(of: Self.id(client, slug)).first)
      let removal = await browser.post(
        .organiser(.updates(slug)), [("remove", "\(update.id.rawValue)")])
      #expect(removal.status == .seeOther)
      client.letPagesAge()
      #expect(await !client.get(path).text.contains("We met"))
    }
  }

  /// Posts an update and gives it.
  private static func posted(
    _ client: SiteClient, _ slug: Slug, by browser: DeskBrowser
  ) async throws -> PetitionUpdate {
    let answer = await browser.post(
      .organiser(.updates(slug)), [("title", "We met them"), ("body", "They **listened**.")])
    #expect(answer.status == .seeOther)
    return try #require(try await client.store.updates(of: Self.id(client, slug)).first)
  }

  /// What stands in a feed between two tags, for each of them.
  private static func parts(_ feed: String, _ tag: String) -> [String] {
    feed.components(separatedBy: "<\(tag)>").dropFirst().compactMap {
      $0.components(separatedBy: "</\(tag)>").first
    }
  }

  @Test func `a changed update is the same one everywhere, and says when it was changed`()
    async throws
  {
    try await SiteClient.withOrganiser { client, slug, browser in
      let update = try await Self.posted(client, slug, by: browser)
      let path = "/petitions/\(slug.text)"
      client.letPagesAge()
      #expect(await !client.get(path).text.contains("changed on"))
      let before = await client.get(path + "/updates.atom").text
      client.clock.advance(by: 50 * 3_600_000)
      let route = DeskRoute.organiser(.update(slug, update.id))
      let form = await browser.get(route).text
      #expect(form.contains(#"value="We met them""#) && form.contains("They **listened**."))
      #expect(form.contains("emails that you sent about it stay as they are."))
      #expect(
        await browser.get(.organiser(.updates(slug))).text.contains(
          "/updates/\(update.id.rawValue)\""))
      let answer = await browser.post(
        route,
        [
          ("words-of", "\(update.lastWordAt)"), ("title", "We met <nobody>"), ("body", "Alas."),
        ])
      #expect(answer.headers["Location"] == "/desk/petitions/\(slug.text)/updates")
      client.letPagesAge()
      for address in [path, path + "/updates", path + "/updates.atom"] {
        let page = await client.get(address).text
        #expect(page.contains("We met &lt;nobody") && page.contains("Alas."), "\(address)")
        #expect(!page.contains("We met them") && !page.contains("listened"), "\(address)")
      }
      for address in [path, path + "/updates"] {
        #expect(await client.get(address).text.contains("changed on <time"), "\(address)")
      }
      let after = await client.get(path + "/updates.atom").text
      for tag in ["id", "published"] {
        #expect(Self.parts(before, tag) == Self.parts(after, tag), "\(tag)")
      }
      let changes = zip(Self.parts(before, "updated"), Self.parts(after, "updated")).map { $0 < $1 }
      #expect(changes == [true, true], "of the feed and of its item")
    }
  }

  @Test func `a change with mistakes changes nothing and keeps what was typed`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let update = try await Self.posted(client, slug, by: browser)
      let route = DeskRoute.organiser(.update(slug, update.id))
      let refused = await browser.post(route, [("title", ""), ("body", "Kept <words>")])
      #expect(refused.status == .unprocessable && refused.text.contains("Kept &lt;words"))
      #expect(refused.text.contains("The update has not been changed yet"))
      #expect(refused.text.contains(##"href="#update-title""##))
      let kept = try await client.store.update(update.id, of: Self.id(client, slug))
      #expect(kept == update)
      let missing = DeskRoute.organiser(.update(slug, PetitionUpdate.ID(rawValue: 999)))
      #expect(await browser.get(missing).status == .notFound)
      // Somebody else changed it while this one was typing, and then took it off.
      let late = await browser.post(
        route, [("words-of", "1"), ("title", "A title"), ("body", "Late <words>")])
      #expect(late.status == .conflict && late.text.contains("Late &lt;words"))
      #expect(late.text.contains("Somebody else has changed it meanwhile."))
      #expect(try await client.store.update(update.id, of: Self.id(client, slug)) == update)
      _ = await browser.post(.organiser(.updates(slug)), [("remove", "\(update.id.rawValue)")])
      for gone in [route, missing] {
        let answer = await browser.post(gone, [("title", "A title"), ("body", "Late <words>")])
        #expect(answer.status == .unprocessable && answer.text.contains("Late &lt;words"))
        #expect(answer.text.contains("The update is not there any more."))
      }
      #expect(try await client.store.updates(of: Self.id(client, slug)).isEmpty)
    }
  }

  @Test func `nobody but whoever runs a petition changes its updates`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let update = try await Self.posted(client, slug, by: browser)
      let route = DeskRoute.organiser(.update(slug, update.id))
      let stranger = try await client.browser(as: .organiser, email: "other@example.org")
      let moderator = try await client.browser(as: .moderator)
      for other in [stranger, moderator] {
        #expect(await other.get(route).status == .notFound)
        #expect(await other.post(route, [("title", "A"), ("body", "B")]).status == .notFound)
      }
      let kept = try await client.store.update(update.id, of: Self.id(client, slug))
      #expect(kept == update)
      let administrator = try await client.browser(as: .administrator)
      #expect(await administrator.get(route).status == .ok)
    }
  }

  @Test func `a form with mistakes comes back with all that was typed`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let long = String(repeating: "x", count: UpdateForm.titleLimit + 1)
      let update = await browser.post(
        .organiser(.updates(slug)), [("title", long), ("body", "")])
      #expect(update.status == .unprocessable && update.text.contains(long))
      #expect(update.text.contains(##"href="#update-title""##))
      #expect(update.text.contains(##"href="#update-body""##))
      let deep = String(repeating: "> ", count: 200) + "x"
      let nested = await browser.post(
        .organiser(.updates(slug)), [("title", "Deep"), ("body", deep)])
      #expect(nested.status == .unprocessable && nested.text.contains("too many lists or quotes"))
      let closing = await browser.post(
        .organiser(.closing(slug)), [("kind", "lost"), ("text", "Kept <words>")])
      #expect(closing.status == .unprocessable && closing.text.contains("Kept &lt;words"))
      #expect(closing.text.contains(##"href="#outcome-won""##))
      let state = try await client.store.petition(slug)?.state
      #expect(state == .open)
    }
  }

  @Test func `closing with an outcome is on top of the page, and nobody can sign`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let answer = await browser.post(
        .organiser(.closing(slug)), [("kind", "partly"), ("text", "The bus stays *for now*.")])
      #expect(answer.headers["Location"] == "/petitions/\(slug.text)")
      client.letPagesAge()
      let page = await client.get("/petitions/\(slug.text)").text
      #expect(page.contains("This petition won a part of what it asked for"))
      #expect(page.contains("The bus stays <em>for now</em>."))
      #expect(!page.contains("name=\"token\""))
      let again = await browser.get(.organiser(.closing(slug))).text
      #expect(again.contains("The bus stays *for now*.") && again.contains("Change the outcome"))
      #expect(await browser.get(.organiser(.petitions)).text.contains("Answered"))
    }
  }

  @Test func `a hidden petition is not closed, and its tabs lead only where something can happen`()
    async throws
  {
    try await SiteClient.withOrganiser { client, slug, _ in
      let administrator = try await client.browser(as: .administrator)
      let dashboard = DeskRoute.organiser(.dashboard(slug))
      let paths = ["closing", "text", "merge", "take-down", "restore"]
      func tabs() async -> [String] {
        let page = await administrator.get(dashboard).text
        return paths.filter { page.contains("href=\"/desk/petitions/\(slug.text)/\($0)\"") }
      }
      #expect(await tabs() == ["closing", "text", "merge", "take-down"])
      let petition = try #require(try await client.store.petition(slug))
      let refusal = try await client.store.takeDown(
        petition.id, reasons: [], statement: "", explanation: "",
        by: administrator.account.id, at: client.clock.now)
      #expect(refusal == nil)
      #expect(await tabs() == ["restore"])
      let route = DeskRoute.organiser(.closing(slug))
      #expect(await administrator.get(route).status == .gone)
      let closing = await administrator.post(route, [("kind", "won"), ("text", "Yes.")])
      #expect(closing.status == .gone)
      #expect(try await client.store.outcome(of: petition.id) == nil)
      #expect(
        try await client.store.restore(
          petition.id, by: administrator.account.id, at: client.clock.now) == nil)
      #expect(await tabs() == ["closing", "merge", "take-down"])
      #expect(await administrator.get(route).status == .ok)
    }
  }

  @Test func `a reason is chosen for the page and taken off`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      try await client.confirmed(People.aye, slug, ["reason": "Nights are <dark>."])
      try await client.confirmed(People.layla, slug, ["audience": "organiser", "reason": "Mine."])
      let route = DeskRoute.organiser(.reasons(slug, before: nil))
      let list = await browser.get(route).text
      #expect(list.contains("Nights are &lt;dark") && !list.contains("Mine."))
      let path = "/petitions/\(slug.text)"
      #expect(await !client.get(path).text.contains("Why people sign"))
      #expect(await browser.post(route, [("feature", "1")]).status == .seeOther)
      client.letPagesAge()
      #expect(await client.get(path).text.contains("Why people sign"))
      #expect(await browser.post(route, [("feature", "2")]).status == .unprocessable)
      #expect(await browser.post(route, [("feature", "x")]).status == .ok)
      #expect(await browser.post(route, [("unfeature", "1")]).status == .seeOther)
      client.letPagesAge()
      #expect(await !client.get(path).text.contains("Why people sign"))
    }
  }

  @Test func `the dashboard names no group of fewer than ten`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let petition = try #require(try await client.store.petition(slug))
      try await client.store.addConfirmed(
        try People.crowd(21).enumerated().map { index, person in
          ConfirmedSigner(
            Signer(
              name: try PersonName(typed: person.name),
              email: try EmailAddress(parsing: person.email),
              reason: "", country: index < 12 ? "MM" : "LI", audience: .nobody,
              wantsUpdates: false), confirmedAt: client.clock.now,
            origin: SignatureOrigin(source: SourceCode(index < 10 ? "poster" : "rare-\(index)")))
        }, to: petition)
      let page = await browser.get(.organiser(.dashboard(slug))).text
      #expect(page.contains("Myanmar") && page.contains("poster"))
      #expect(!page.contains("Liechtenstein") && !page.contains("rare-"))
      #expect(page.contains("Others, with fewer than 10 each"))
    }
  }
}
