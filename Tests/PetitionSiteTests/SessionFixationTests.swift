import EmailAddresses
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Whoever put a cookie into somebody's browser is not signed in with them.
@Suite struct SessionFixationTests {
  /// A way to be signed in.
  enum Way: CaseIterable {
    case link
    case passkey
    case submission
  }

  /// A cookie that was in the browser before, and the token that its pages have.
  struct Planted {
    let cookie: String
    let token: String
  }

  /// Signs in where a cookie is there already.
  private static func signIn(
    _ way: Way, _ client: SiteClient, _ planted: Planted
  ) async throws -> Response {
    let own = try await client.browser(
      as: way == .passkey ? .moderator : .organiser, email: "own@example.org",
      strength: way == .passkey ? .link : .full)
    var target: String
    var fields: [(String, String)] = []
    switch way {
    case .link:
      let token = try await client.store.invite(own.account.id, at: client.clock.now)
      target = "/desk/sign-in/\(token)"
    case .passkey:
      let authenticator = try SoftwareAuthenticator(
        for: try #require(client.settings.relyingParty))
      _ = try await PasskeyTests.added(authenticator, own)
      target = "/desk/sign-in/passkey"
      fields = try PasskeyTests.answer(authenticator, on: await client.get("/desk/sign-in"))
    case .submission: target = try await Author.begin(client).send()
    }
    return await client.post(
      target, [("session-token", planted.token)] + fields,
      headers: [
        ("Sec-Fetch-Site", "same-origin"), ("Cookie", "__Host-session=\(planted.cookie)"),
      ])
  }

  private static func session(_ token: String, _ client: SiteClient) async throws -> Session? {
    try await client.store.session(
      try #require(AccountSecret(token: token)), at: client.clock.now)
  }

  private static func cookie(of answer: Response) throws -> String {
    let header = try #require(answer.headers["Set-Cookie"]?.split(separator: ";").first)
    return String(header.dropFirst("__Host-session=".count))
  }

  @Test(arguments: Way.allCases)
  func `signing in makes a new secret, and ends the session that was planted`(
    _ way: Way
  ) async throws {
    try await SiteClient.with { client in
      let thief = try await client.browser(as: .reviewer, email: "thief@example.org")
      let token = client.site.deskFormToken.token(for: thief.session)
      let answer = try await Self.signIn(
        way, client, Planted(cookie: thief.cookie, token: token))
      #expect(answer.status == .seeOther)
      let cookie = try Self.cookie(of: answer)
      #expect(cookie != thief.cookie)
      #expect(try await Self.session(cookie, client)?.account.id != thief.account.id)
      #expect(try await Self.session(thief.cookie, client) == nil)
    }
  }

  @Test(arguments: Way.allCases)
  func `a secret that the site did not draw is never one of a session`(_ way: Way) async throws {
    try await SiteClient.with { client in
      let made = String(repeating: "A", count: 43)
      let answer = try await Self.signIn(way, client, Planted(cookie: made, token: ""))
      #expect(answer.status == .seeOther)
      #expect(try Self.cookie(of: answer) != made)
      #expect(try await Self.session(made, client) == nil)
    }
  }
}
