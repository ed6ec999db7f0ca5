import EmailAddresses
import Foundation
import HTTPServer
import Mail
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Signing in by a link in a mail.
@Suite struct SignInTests {
  private static let address = "organiser@example.org"

  private static func withAccount(
    _ body: (SiteClient) async throws -> Void
  ) async throws {
    try await SiteClient.with { client in
      _ = try await client.store.addAccount(
        try EmailAddress(parsing: address), name: "Maria", role: .organiser, language: "en",
        by: nil,
        at: client.clock.now)
      try await body(client)
    }
  }

  private static func link(in mail: MailMessage) throws -> String {
    let start = try #require(mail.text.range(of: "/desk/sign-in/")).lowerBound
    return String(mail.text[start...].prefix { !$0.isWhitespace })
  }

  @Test func `a link signs in once, by its button, and signing out ends it`() async throws {
    try await Self.withAccount { client in
      let sent = await client.post("/desk/sign-in", [("email", Self.address), ("next", "")])
      #expect(sent.status == .ok)
      let mails = try await client.mails()
      let link = try Self.link(in: try #require(mails.first))
      #expect(mails.count == 1)
      let question = await client.get(link)
      #expect(question.text.contains("Maria"))
      let answer = await client.post(link)
      #expect(answer.status == .seeOther)
      #expect(answer.headers["Location"] == "/desk?lang=en")
      let cookie = try #require(answer.headers["Set-Cookie"]?.split(separator: ";").first)
      let desk = await client.get("/desk", [("Cookie", String(cookie))])
      #expect(desk.status == .ok && desk.text.contains("Maria"))
      #expect(await client.post(link).status == .gone)
    }
  }

  @Test func `nobody can tell whether an address has an account`() async throws {
    try await Self.withAccount { client in
      let known = await client.post("/desk/sign-in", [("email", Self.address)])
      let unknown = await client.post("/desk/sign-in", [("email", "nobody12@example.org")])
      #expect(
        known.text.replacing(Self.address, with: "X")
          == unknown.text.replacing("nobody12@example.org", with: "X"))
      #expect(known.headers == unknown.headers && known.status == unknown.status)
      let mails = try await client.mails()
      #expect(mails.count == 1)
    }
  }

  @Test func `an account gets only so many links in an hour`() async throws {
    try await Self.withAccount { client in
      for _ in 1...8 { _ = await client.post("/desk/sign-in", [("email", Self.address)]) }
      let mails = try await client.mails()
      #expect(mails.count == client.store.limits.accounts.linksPerAccount)
      client.clock.advance(by: client.store.limits.accounts.linkWindow + 1)
      _ = await client.post("/desk/sign-in", [("email", Self.address)])
      let later = try await client.mails()
      #expect(later.count == 1)
    }
  }

  @Test func `after signing in, the page comes that was asked for, and no other site's`()
    async throws
  {
    try await Self.withAccount { client in
      let asked = await client.get("/desk/petitions")
      #expect(asked.headers["Location"] == "/desk/sign-in?next=%2Fdesk%2Fpetitions")
      for (next, place) in [
        ("/desk/petitions", "/desk/petitions"), ("https://evil.example/", "/desk"),
        ("//evil.example/desk", "/desk"), ("/petitions", "/desk"), ("", "/desk"),
      ] {
        client.clock.advance(by: client.store.limits.accounts.linkWindow + 1)
        _ = await client.post("/desk/sign-in", [("email", Self.address), ("next", next)])
        let mail = try #require(try await client.mails().first)
        let link = try Self.link(in: mail)
        let answer = await client.post(link)
        #expect(answer.headers["Location"]?.prefix { $0 != "?" } == place[...])
      }
    }
  }

  @Test(arguments: Role.allCases)
  func `a session ends after a time without requests, and after a time in any case`(
    _ role: Role
  ) async throws {
    try await SiteClient.with { client in
      let limits = client.store.limits.accounts
      let idle = role.isStaff ? limits.staffIdleLimit : limits.idleLimit
      let absolute = role.isStaff ? limits.staffAbsoluteLimit : limits.absoluteLimit
      let idler = try await client.browser(as: role)
      client.clock.advance(by: idle + 1)
      #expect(await idler.get(.account(.home)).status == .seeOther)
      let busy = try await client.browser(as: role)
      let end = client.clock.now + absolute
      while client.clock.now + idle / 2 <= end {
        #expect(await busy.get(.account(.home)).status == .ok)
        client.clock.advance(by: idle / 2)
      }
      client.clock.advance(by: end + 1 - client.clock.now)
      #expect(await busy.get(.account(.home)).status == .seeOther)
    }
  }
}
