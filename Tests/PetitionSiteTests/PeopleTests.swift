import EmailAddresses
import Foundation
import HTTPServer
import Mail
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Who may do what, and who decides it.
@Suite struct PeopleTests {
  private static func person(
    _ role: Role, _ client: SiteClient
  ) async throws -> (route: DeskRoute, browser: DeskBrowser) {
    let browser = try await client.browser(as: role, name: "Nadia")
    return (.account(.person(browser.account.id)), browser)
  }

  @Test func `an invitation makes an account and sends the link by which it begins`() async throws {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      let answer = await administrator.post(
        .account(.people),
        [
          ("action", "invite"), ("email", "nadia@example.org"), ("name", "Nadia"),
          ("role", "moderator"), ("reason", "Joins the team"),
        ])
      #expect(answer.status == .seeOther)
      let mail = try #require(try await client.mails().first)
      #expect(mail.to.address.text == "nadia@example.org")
      let start = try #require(mail.text.range(of: "/desk/sign-in/")).lowerBound
      let link = String(mail.text[start...].prefix { !$0.isWhitespace })
      let begun = await client.post(link)
      #expect(begun.headers["Location"]?.hasPrefix("/desk/prove") == true)
      let page = await administrator.get(.account(.people))
      #expect(page.text.contains("Nadia") && page.text.contains("has not set how to sign in yet"))
      let entry = try #require(try await client.journal().last { $0.event == "account-made" })
      #expect(!entry.facts.contains("Joins the team") && !entry.facts.contains("nadia"))
      let journal = await administrator.get(.removal(.journal(before: nil)))
      #expect(journal.text.contains("Joins the team"))
    }
  }

  @Test func `an invitation that will not do keeps what was typed`() async throws {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      for (email, reason, message) in [
        ("nadia", "Joins", "contains an @"), ("nadia@example.org", "  ", "Enter a reason"),
        ("administrator@example.org", "Joins", "has an account"),
      ] {
        let answer = await administrator.post(
          .account(.people),
          [
            ("action", "invite"), ("email", email), ("name", "Nadia K."), ("role", "reviewer"),
            ("reason", reason),
          ])
        #expect(answer.status == .unprocessable && answer.text.contains(message))
        #expect(answer.text.contains("Nadia K.") && answer.text.contains(#"value="\#(email)""#))
      }
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test func `another role ends the sessions and stands in the journal with its reason`()
    async throws
  {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      let (route, nadia) = try await Self.person(.moderator, client)
      let answer = await administrator.post(
        route, [("action", "role"), ("role", "reviewer"), ("reason", "Changes team")])
      #expect(answer.status == .seeOther)
      #expect(await nadia.get(.account(.home)).status == .seeOther)
      let account = try await client.store.account(nadia.account.id)
      #expect(account?.role == .reviewer)
      let entry = try #require(try await client.journal().last)
      #expect(entry.event == "role-changed")
      #expect(entry.facts.contains(#""from":"moderator""#))
      #expect(entry.facts.contains(#""to":"reviewer""#) && !entry.facts.contains("Changes team"))
      let journal = await administrator.get(.removal(.journal(before: nil)))
      #expect(journal.text.contains("Changes team"))
    }
  }

  @Test func `who is suspended is out at once, and comes in again later`() async throws {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      let (route, nadia) = try await Self.person(.organiser, client)
      let token = try await client.store.invite(nadia.account.id, at: client.clock.now)
      _ = await administrator.post(route, [("action", "suspend"), ("reason", "Away")])
      #expect(await nadia.get(.account(.home)).status == .seeOther)
      #expect(await client.post("/desk/sign-in/\(token)").status == .gone)
      _ = await client.post("/desk/sign-in", [("email", "organiser@example.org")])
      #expect(try await client.mails().isEmpty)
      _ = await administrator.post(route, [("action", "resume"), ("reason", "Back")])
      _ = await client.post("/desk/sign-in", [("email", "organiser@example.org")])
      let mails = try await client.mails()
      #expect(mails.count == 1)
    }
  }

  @Test func `who begins anew has neither password nor session`() async throws {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      let byLink = try await client.browser(as: .moderator, strength: .link)
      let (full, _, codes) = try await byLink.settingPassword()
      _ = await administrator.post(
        .account(.person(full.account.id)), [("action", "reset"), ("reason", "Lost the phone")])
      #expect(await full.get(.account(.home)).status == .seeOther)
      let again = try await client.browser(byLinkOf: full.account)
      #expect(await again.prove(SiteClient.password, codes[0]).status == .unprocessable)
      #expect(await again.get(.account(.prove)).headers["Location"] == "/desk/security")
    }
  }

  @Test func `nobody changes their own account, and none can be changed without a reason`()
    async throws
  {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      let own = DeskRoute.account(.person(administrator.account.id))
      let change = [("action", "role"), ("role", "moderator"), ("reason", "Tired")]
      #expect(await administrator.post(own, change).status == .unprocessable)
      let (route, nadia) = try await Self.person(.moderator, client)
      for reason in ["", " \n ", String(repeating: "x", count: 3_000)] {
        let answer = await administrator.post(route, [("action", "suspend"), ("reason", reason)])
        #expect(answer.status == .unprocessable)
      }
      #expect(await nadia.get(.account(.home)).status == .ok)
    }
  }

  @Test func `an account is found by its address, which stands in no link`() async throws {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      let (route, _) = try await Self.person(.organiser, client)
      let found = await administrator.post(
        .account(.people), [("action", "find"), ("email", "Organiser@example.org")])
      #expect(found.headers["Location"] == Route.desk(route).address)
      let unknown = await administrator.post(
        .account(.people), [("action", "find"), ("email", "nobody@example.org")])
      #expect(unknown.status == .unprocessable)
    }
  }

  @Test func `all of it asks for a fresh proof`() async throws {
    try await SiteClient.with { client in
      let administrator = try await client.browser(as: .administrator)
      let (route, nadia) = try await Self.person(.organiser, client)
      client.clock.advance(by: client.store.limits.accounts.proofLifetime + 1)
      for route in [DeskRoute.account(.people), route] {
        let asked = await administrator.get(route)
        #expect(asked.headers["Location"]?.hasPrefix("/desk/prove?next=") == true)
        let sent = await administrator.post(route, [("action", "suspend"), ("reason", "Away")])
        #expect(sent.headers["Location"]?.hasPrefix("/desk/prove?next=") == true)
      }
      #expect(await nadia.get(.account(.home)).status == .ok)
    }
  }
}
