import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Links that the operator makes by a command.
@Suite struct OperatorLinkTests {
  @Test(arguments: TestEngine.all)
  func `a link by a command signs in once, and the journal says that it was made`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let (store, now) = (scene.store, scene.clock.now)
      let email = try EmailAddress(parsing: "ada@example.org")
      var links: [AccountSecret] = []
      for role in [Role.moderator, .administrator, .administrator] {
        let token = try #require(
          try await store.addAccountWithLink(
            email, name: "Ada", role: role, language: "en", at: now))
        links.append(try #require(AccountSecret(token: token)))
      }
      let account = try #require(try await store.account(of: email))
      #expect(account.role == .administrator)
      let events = try await scene.database.read { transaction in
        try transaction.query("SELECT event, account_id, facts FROM journal ORDER BY id").map {
          #expect(try $0.get(1) as Int64? == nil)
          #expect(!(try $0.get(2) as String).contains("ada@"))
          return try $0.get(0) as String
        }
      }
      #expect(
        events == [
          "account-made", "sign-in-link-made", "role-changed", "sign-in-link-made",
          "sign-in-link-made",
        ])
      let last = try #require(links.last)
      #expect(try await store.signIn(by: last, browser: "", at: now) != nil)
      #expect(try await store.signIn(by: last, browser: "", at: now) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a suspended account gets no link and no other role`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let (store, now) = (scene.store, scene.clock.now)
      let email = try EmailAddress(parsing: "mo@example.org")
      let id = try await scene.account(.moderator, email.text)
      #expect(try await store.change(id, .suspend, reason: "Has left", by: nil, at: now))
      let entries = try await scene.number("SELECT COUNT(*) FROM journal")
      let token = try await store.addAccountWithLink(
        email, name: "Mo", role: .administrator, language: "en", at: now)
      #expect(token == nil)
      #expect(try await store.account(id)?.role == .moderator)
      #expect(try await scene.number("SELECT COUNT(*) FROM sign_in_link") == 0)
      #expect(try await scene.number("SELECT COUNT(*) FROM journal") == entries)
      #expect(try await store.change(id, .resume, reason: "Is back", by: nil, at: now))
      let again = try await store.addAccountWithLink(
        email, name: "Mo", role: .administrator, language: "en", at: now)
      #expect(again != nil)
    }
  }
}
