import Cryptography
import Foundation
import HTTPServer
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

extension DeskBrowser {
  /// The same browser with the cookie that came with an answer.
  func after(_ response: Response) async throws -> DeskBrowser {
    let cookie = try #require(response.headers["Set-Cookie"], "no cookie came")
    let token = try #require(cookie.split(separator: ";").first?.split(separator: "=").last)
    let secret = try #require(AccountSecret(token: token))
    let session = try #require(try await client.store.session(secret, at: client.clock.now))
    return DeskBrowser(client: client, session: session, cookie: String(token))
  }

  /// Sets a password with an app, as its page asks for it.
  func settingPassword(
    _ password: String = SiteClient.password
  ) async throws -> (browser: DeskBrowser, app: TOTP, codes: [String]) {
    let page = await get(.account(.password))
    let app = try page.app
    let code = try #require(app.code(of: TOTP.step(at: client.clock.now / 1_000)))
    let answer = await post(
      .account(.password),
      [
        ("password", password), ("again", password), ("app", try page.field("app")),
        ("code", code),
      ])
    #expect(answer.status == .ok)
    return (try await after(answer), app, answer.codes)
  }

  /// Sends password and code.
  func prove(_ password: String, _ code: String, next: String = "") async -> Response {
    await post(
      .account(.prove), [("password", password), ("code", code), ("next", next)])
  }
}

extension SiteClient {
  /// A good password.
  static let password = "correct horse battery staple"

  /// The code that an app shows now.
  func code(of app: TOTP) throws -> String {
    try #require(app.code(of: TOTP.step(at: clock.now / 1_000)))
  }

  /// A browser in which somebody is signed in by a link again.
  func browser(byLinkOf account: Account) async throws -> DeskBrowser {
    let cookie = try await store.beginSession(
      of: account, strength: account.role.isStaff ? .link : .full, browser: "Test",
      at: clock.now)
    let session = try #require(try await store.session(cookie, at: clock.now))
    return DeskBrowser(client: self, session: session, cookie: cookie.token)
  }

  /// What stands in the journal, oldest first: events with their facts.
  func journal() async throws -> [(event: String, facts: String)] {
    try await database.read { transaction in
      try transaction.query("SELECT event, facts FROM journal ORDER BY id").map {
        (try $0.get(0), try $0.get(1))
      }
    }
  }
}

extension Response {
  /// The value of a hidden field.
  func field(_ name: String) throws -> String {
    let start = try #require(text.range(of: #"name="\#(name)" value=""#), "no field \(name)")
    return String(text[start.upperBound...].prefix { $0 != "\"" })
  }

  /// The app whose key a page shows.
  var app: TOTP {
    get throws {
      let start = try #require(text.range(of: #"id="app-key">"#)).upperBound
      let key = text[start...].prefix { $0 != "<" }.filter { $0 != " " }
      return TOTP(secret: SecretKey(bytes: try #require(Base32.decode(String(key)))))
    }
  }

  /// The recovery codes that a page shows.
  var codes: [String] {
    guard let start = text.range(of: #"<ul class="codes">"#)?.upperBound,
      let end = text[start...].range(of: "</ul>")?.lowerBound
    else { return [] }
    return text[start..<end].split(separator: "<li>").map { String($0.prefix { $0 != "<" }) }
  }
}
