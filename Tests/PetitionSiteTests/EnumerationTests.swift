import Cryptography
import EmailAddresses
import HTTPServer
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

/// No page tells whether an address has an account, not even by its time.
///
/// The time is that of the test's clock, which runs on with each statement and each commit: so it is the
/// same on every machine, and a difference of one statement shows.
@Suite struct EnumerationTests {
  private static let hold: Int64 = 400

  private static func with(
    commitTime: Int64, _ body: (SiteClient) async throws -> Void
  ) async throws {
    let settings = try SiteSettings.test {
      $0.mailRequestHold = hold
      $0.mailRequestBurst = 1_000
    }
    try await SiteClient.with(
      settings,
      watching: {
        MeteredDatabase($0, clock: $1, statementTime: 2, commitTime: commitTime)
      }, body)
  }

  /// Addresses with all sorts of accounts behind them, and some with none.
  private static func addresses(_ client: SiteClient) async throws -> [String] {
    for role in Role.allCases { _ = try await client.browser(as: role) }
    let byPassword = try await client.browser(
      as: .moderator, email: "password@example.org", strength: .link)
    _ = try await byPassword.settingPassword()
    let byPasskey = try await client.browser(
      as: .administrator, email: "passkey@example.org", strength: .link)
    _ = try await PasskeyTests.added(
      try SoftwareAuthenticator(for: try #require(client.settings.relyingParty)), byPasskey)
    let suspended = try await client.browser(as: .organiser, email: "suspended@example.org")
    _ = try await client.store.change(
      suspended.account.id, .suspend, reason: "Test", by: nil, at: client.clock.now)
    let eager = try await client.browser(as: .organiser, email: "eager@example.org")
    for _ in 1...client.store.limits.accounts.linksPerAccount {
      _ = try await client.store.invite(eager.account.id, at: client.clock.now)
    }
    return Role.allCases.map { "\($0.rawValue)@example.org" }
      + ["password", "passkey", "suspended", "eager", "nobody", "nobody.else"].map {
        "\($0)@example.org"
      }
  }

  /// How long an answer takes, in the time of the test.
  private static func time(
    _ client: SiteClient, _ ask: () async throws -> Response
  ) async rethrows -> (time: Int64, status: Status) {
    let asked = client.clock.uptime
    let answer = try await ask()
    return (client.clock.uptime - asked, answer.status)
  }

  @Test(arguments: [5, 350, 1_900] as [Int64])
  func `the form that signs in answers at the same time, however slow the disk is`(
    commitTime: Int64
  ) async throws {
    try await Self.with(commitTime: commitTime) { client in
      var times: Set<Int64> = []
      for address in try await Self.addresses(client) {
        let (time, status) = await Self.time(client) {
          await client.post("/desk/sign-in", [("email", address)])
        }
        #expect(status == .ok)
        times.insert(time)
      }
      #expect(times.count == 1 && times.allSatisfy { $0 >= Self.hold }, "\(times)")
    }
  }

  @Test(arguments: [5, 1_900] as [Int64])
  func `a petition is sent for review at the same time, whoever has the address`(
    commitTime: Int64
  ) async throws {
    try await Self.with(commitTime: commitTime) { client in
      let addresses = try await Self.addresses(client)
      var times: Set<Int64> = []
      for address in addresses {
        let author = try await Author.begin(client)
        _ = await author.save(.about, [("email", address)])
        let (time, status) = await Self.time(client) {
          await client.post(author.draft + "/review")
        }
        #expect(status == .seeOther)
        times.insert(time)
      }
      #expect(times.count == 1, "\(times)")
    }
  }

  @Test func `a passkey is refused at the same time, whether it is known or not`() async throws {
    try await Self.with(commitTime: 5) { client in
      let party = try #require(client.settings.relyingParty)
      let known = try SoftwareAuthenticator(for: party)
      let stranger = try SoftwareAuthenticator(for: party)
      let suspended = try SoftwareAuthenticator(for: party)
      for (authenticator, name) in [(known, "known"), (suspended, "suspended")] {
        let browser = try await client.browser(
          as: .moderator, email: "\(name)@example.org", strength: .link)
        let full = try await PasskeyTests.added(authenticator, browser)
        guard name == "suspended" else { continue }
        _ = try await client.store.change(
          full.account.id, .suspend, reason: "Test", by: nil, at: client.clock.now)
      }
      var times: Set<Int64> = []
      for (authenticator, changed) in [
        (known, "signature"), (known, "user-handle"), (known, "challenge"), (stranger, ""),
        (suspended, ""),
      ] {
        let page = await client.get("/desk/sign-in")
        let fields = try PasskeyTests.answer(authenticator, on: page).map { name, value in
          (name, name == changed ? "AAAA" : value)
        }
        let (time, status) = await Self.time(client) {
          await client.post("/desk/sign-in/passkey", fields)
        }
        #expect(status == .unprocessable)
        times.insert(time)
      }
      #expect(times.count == 1 && times.allSatisfy { $0 >= Self.hold }, "\(times)")
    }
  }
}
