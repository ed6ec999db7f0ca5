import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Every form of the desk, sent from everywhere, in browsers of everybody, with every token.
@Suite struct ForgedRequestTests {
  private static func send(
    _ route: DeskRoute, _ client: SiteClient, _ sender: OriginTests.Sender,
    as browser: DeskBrowser?, token: String
  ) async -> Response {
    let cookies: [(HeaderName, String)] =
      browser.map { [("Cookie", "__Host-session=\($0.cookie)")] } ?? []
    return await client.post(
      Route.desk(route).address, [("session-token", token)], headers: sender.headers + cookies)
  }

  private static var forms: [DeskRoute] { DeskRoutes.samples.filter(\.address.acceptsPost) }

  @Test(arguments: OriginTests.senders.filter { !$0.isTrusted })
  func `no other site sends a form of the desk, though it knew the token`(
    _ sender: OriginTests.Sender
  ) async throws {
    try await SiteClient.with { client in
      var browsers: [DeskBrowser?] = [nil]
      for role in Role.allCases { browsers.append(try await client.browser(as: role)) }
      let before = try client.folder.contents()
      for route in Self.forms {
        for browser in browsers {
          let token = browser.map { client.site.deskFormToken.token(for: $0.session) } ?? ""
          let answer = await Self.send(route, client, sender, as: browser, token: token)
          #expect(answer.status == .forbidden, "\(route.address.name)")
          #expect(answer.headers["Set-Cookie"] == nil)
        }
      }
      #expect(try client.folder.contents() == before)
    }
  }

  @Test func `the token of another session counts for nothing, not even of the same person`()
    async throws
  {
    try await SiteClient.with { client in
      let here = try await client.browser(as: .administrator)
      let there = try await client.browser(byLinkOf: here.account)
      let other = try await client.browser(as: .organiser)
      let own = OriginTests.Sender(true, ("Sec-Fetch-Site", "same-origin"))
      let form = client.site.deskFormToken
      let right = form.token(for: here.session)
      let before = try client.folder.contents()
      for route in Self.forms {
        for token in [
          form.token(for: there.session), form.token(for: other.session), "", "AAAA",
          String(right.dropLast()), right + "A",
        ] {
          let answer = await Self.send(route, client, own, as: here, token: token)
          #expect(answer.status == .forbidden, "\(route.address.name)")
        }
      }
      #expect(try client.folder.contents() == before)
      // With the right one it goes through.
      let answer = await Self.send(.account(.signOut), client, own, as: here, token: right)
      #expect(answer.status == .seeOther)
      #expect(await here.get(.account(.home)).status == .seeOther)
    }
  }
}
