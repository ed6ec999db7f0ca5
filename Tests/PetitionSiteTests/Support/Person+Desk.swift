import EmailAddresses
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// A browser in which somebody is signed in.
struct DeskBrowser {
  let client: SiteClient
  let session: Session
  let cookie: String

  var account: Account { session.account }

  private var cookieHeader: (HeaderName, String) {
    ("Cookie", client.settings.isSecureForTests ? "__Host-session=\(cookie)" : "session=\(cookie)")
  }

  func get(_ route: DeskRoute) async -> Response { await get(Route.desk(route).address) }

  func get(_ target: String) async -> Response {
    await client.get(target, [cookieHeader])
  }

  func post(_ route: DeskRoute, _ fields: [(String, String)] = []) async -> Response {
    await post(Route.desk(route).address, fields)
  }

  /// A form of this session, with its token.
  func post(_ target: String, _ fields: [(String, String)] = []) async -> Response {
    let token = client.site.deskFormToken.token(for: session)
    return await client.post(
      target, [("session-token", token)] + fields,
      headers: [("Sec-Fetch-Site", "same-origin"), cookieHeader])
  }

  /// The same without the token.
  func postWithoutToken(_ target: String, _ fields: [(String, String)] = []) async -> Response {
    await client.post(
      target, fields, headers: [("Sec-Fetch-Site", "same-origin"), cookieHeader])
  }
}

extension SiteSettings {
  fileprivate var isSecureForTests: Bool { url.hasPrefix("https://") }
}

extension SiteClient {
  /// Somebody new with an account, signed in with all that the role asks for.
  func browser(
    as role: Role, email: String? = nil, name: String = "", strength: Session.Strength = .full
  ) async throws -> DeskBrowser {
    let address = try EmailAddress(parsing: email ?? "\(role.rawValue)@example.org")
    let id = try await store.addAccount(
      address, name: name, role: role, language: "en", by: nil, at: clock.now)
    let account = try #require(try await store.account(id))
    let cookie = try await store.beginSession(
      of: account, strength: strength, browser: "Test", at: clock.now)
    let session = try #require(try await store.session(cookie, at: clock.now))
    return DeskBrowser(client: self, session: session, cookie: cookie.token)
  }
}
