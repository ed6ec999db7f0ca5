import Cryptography
import HTTPServer
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

/// Passwords with authenticator apps and recovery codes.
@Suite struct PasswordTests {
  private static func withModerator(
    _ body: (SiteClient, DeskBrowser) async throws -> Void
  ) async throws {
    try await SiteClient.with { client in
      try await body(client, try await client.browser(as: .moderator, strength: .link))
    }
  }

  @Test func `who came by a link sets a password, and is let in under another cookie`()
    async throws
  {
    try await Self.withModerator { client, byLink in
      let asked = await byLink.get(.account(.prove))
      #expect(asked.headers["Location"] == "/desk/security")
      let (full, _, codes) = try await byLink.settingPassword()
      #expect(full.session.strength == .full && full.session.role == .moderator)
      #expect(codes.count == RecoveryCode.count && Set(codes).count == codes.count)
      #expect(full.cookie != byLink.cookie)
      // Whoever knew the secret of the weaker session has nothing of it.
      #expect(await byLink.get(.account(.home)).status == .seeOther)
      #expect(await full.get(.account(.home)).status == .ok)
    }
  }

  @Test func `password and code let in again, and a code counts once`() async throws {
    try await Self.withModerator { client, byLink in
      let (_, app, _) = try await byLink.settingPassword()
      client.clock.advance(by: 60_000)
      let code = try client.code(of: app)
      let first = try await client.browser(byLinkOf: byLink.account)
      let answer = await first.prove(SiteClient.password, code, next: "/desk/sessions")
      #expect(answer.status == .seeOther && answer.headers["Location"] == "/desk/sessions")
      #expect(try await first.after(answer).session.strength == .full)
      let second = try await client.browser(byLinkOf: byLink.account)
      #expect(await second.prove(SiteClient.password, code).status == .unprocessable)
      client.clock.advance(by: 30_000)
      let later = try client.code(of: app)
      #expect(await second.prove(SiteClient.password, later).status == .seeOther)
    }
  }

  @Test func `the code that set the app up does not let in`() async throws {
    try await Self.withModerator { client, byLink in
      let (_, app, _) = try await byLink.settingPassword()
      let again = try await client.browser(byLinkOf: byLink.account)
      let code = try client.code(of: app)
      #expect(await again.prove(SiteClient.password, code).status == .unprocessable)
    }
  }

  @Test func `a recovery code stands in for the app once, however it is typed`() async throws {
    try await Self.withModerator { client, byLink in
      let (_, _, codes) = try await byLink.settingPassword()
      let typed = codes[3].lowercased().replacing("-", with: " ")
      let first = try await client.browser(byLinkOf: byLink.account)
      #expect(await first.prove(SiteClient.password, typed).status == .seeOther)
      let second = try await client.browser(byLinkOf: byLink.account)
      #expect(await second.prove(SiteClient.password, codes[3]).status == .unprocessable)
      #expect(await second.prove(SiteClient.password, codes[4]).status == .seeOther)
      let left = try await client.store.credentials(of: byLink.account.id).recoveryCodes
      #expect(left == RecoveryCode.count - 2)
    }
  }

  @Test func `a wrong password and a wrong code get the same answer`() async throws {
    try await Self.withModerator { client, byLink in
      let (_, app, codes) = try await byLink.settingPassword()
      client.clock.advance(by: 60_000)
      let again = try await client.browser(byLinkOf: byLink.account)
      let code = try client.code(of: app)
      let answers = [
        await again.prove("not the password", code), await again.prove(SiteClient.password, "1"),
        await again.prove("", ""), await again.prove("not the password", codes[0]),
      ]
      for answer in answers {
        #expect(answer.status == .unprocessable)
        #expect(answer == answers[0])
      }
      // None of it used the code or the recovery code up.
      #expect(await again.prove(SiteClient.password, code).status == .seeOther)
    }
  }

  @Test func `after some failures comes a wait that doubles, and never stays`() async throws {
    try await Self.withModerator { client, byLink in
      let (_, app, _) = try await byLink.settingPassword()
      client.clock.advance(by: 60_000)
      let again = try await client.browser(byLinkOf: byLink.account)
      let delay = client.store.limits.accounts.tryDelay
      for _ in 1...delay.freeFailures {
        #expect(await again.prove("wrong password", "1").status == .unprocessable)
      }
      let early = await again.prove(SiteClient.password, try client.code(of: app))
      #expect(early.status == .tooManyRequests && early.headers["Retry-After"] == "2")
      client.clock.advance(by: delay.firstWait)
      #expect(await again.prove("wrong password", "1").status == .unprocessable)
      client.clock.advance(by: delay.firstWait)
      #expect(await again.prove("wrong password", "1").status == .tooManyRequests)
      client.clock.advance(by: delay.firstWait)
      let right = await again.prove(SiteClient.password, try client.code(of: app))
      #expect(right.status == .seeOther)
      // All is forgotten.
      let next = try await again.after(right)
      #expect(await next.prove("wrong password", "1").status == .unprocessable)
    }
  }

  @Test func `a network that tries very often is asked to wait`() async throws {
    try await Self.withModerator { client, byLink in
      _ = try await byLink.settingPassword()
      let again = try await client.browser(byLinkOf: byLink.account)
      var statuses: Set<UInt16> = []
      for _ in 0...client.settings.mailRequestBurst {
        client.clock.advance(by: 1)
        statuses.insert(UInt16(await again.prove("wrong password", "1").status.code))
      }
      #expect(statuses == [422, 429])
    }
  }

  @Test(
    arguments: [
      ("", "", "Enter a password."), ("short words", "short words", "too short"),
      ("aaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaa", "repeats itself"),
      ("Moderator@Example.org", "Moderator@Example.org", "easy to guess"),
      ("correct horse battery", "correct horse batter", "not the same"),
      (
        String(repeating: "abcdefgh", count: 40), String(repeating: "abcdefgh", count: 40),
        "too long"
      ),
    ])
  func `a password that will not do is turned down beside its field`(
    password: String, again: String, message: String
  ) async throws {
    try await Self.withModerator { client, byLink in
      let page = await byLink.get(.account(.password))
      let code = try client.code(of: page.app)
      let answer = await byLink.post(
        .account(.password),
        [
          ("password", password), ("again", again), ("app", try page.field("app")), ("code", code),
        ])
      #expect(answer.status == .unprocessable && answer.text.contains(message))
      #expect(password.isEmpty || !answer.text.contains(password))
      // The app that was set up already goes on.
      #expect(try answer.field("app") == page.field("app"))
      let isEmpty = try await client.store.credentials(of: byLink.account.id).isEmpty
      #expect(isEmpty)
    }
  }

  @Test func `an app is set up only by a code of it, and only in the session that began it`()
    async throws
  {
    try await Self.withModerator { client, byLink in
      let page = await byLink.get(.account(.password))
      let other = try await client.browser(as: .reviewer, strength: .link)
      let code = try client.code(of: page.app)
      func fields(_ code: String) throws -> [(String, String)] {
        [
          ("password", SiteClient.password), ("again", SiteClient.password),
          ("app", try page.field("app")), ("code", code),
        ]
      }
      let taken = await other.post(.account(.password), try fields(code))
      #expect(taken.status == .unprocessable)
      #expect(try taken.field("app") != page.field("app"))
      let wrong = code == "000000" ? "000001" : "000000"
      #expect(await byLink.post(.account(.password), try fields(wrong)).status == .unprocessable)
      client.clock.advance(by: 3_600_001)
      let late = try await client.browser(byLinkOf: byLink.account)
      #expect(await late.post(.account(.password), try fields(code)).status == .unprocessable)
    }
  }

  @Test func `changing it asks again who it is, and ends every other session`() async throws {
    try await Self.withModerator { client, byLink in
      let (full, app, _) = try await byLink.settingPassword()
      client.clock.advance(by: client.store.limits.accounts.proofLifetime + 1)
      let stale = await full.get(.account(.password))
      #expect(stale.headers["Location"] == "/desk/prove?next=%2Fdesk%2Fsecurity%2Fpassword")
      let posted = await full.post(.account(.password), [("password", "x"), ("again", "x")])
      #expect(posted.headers["Location"]?.hasPrefix("/desk/prove") == true)
      let proof = await full.prove(SiteClient.password, try client.code(of: app))
      let fresh = try await full.after(proof)
      #expect(await full.get(.account(.home)).status == .seeOther)
      let other = try await client.browser(byLinkOf: byLink.account)
      let changed = "another good password"
      let answer = await fresh.post(
        .account(.password), [("password", changed), ("again", changed)])
      #expect(answer.status == .seeOther)
      #expect(await other.get(.account(.home)).status == .seeOther)
      #expect(await fresh.get(.account(.home)).status == .ok)
      client.clock.advance(by: 60_000)
      let again = try await client.browser(byLinkOf: byLink.account)
      let code = try client.code(of: app)
      #expect(await again.prove(SiteClient.password, code).status == .unprocessable)
      #expect(await again.prove(changed, code).status == .seeOther)
    }
  }

  @Test func `another app ends the codes of the old one`() async throws {
    try await Self.withModerator { client, byLink in
      let (full, old, codes) = try await byLink.settingPassword()
      let page = await full.get(.account(.app))
      let app = try page.app
      let answer = await full.post(
        .account(.app), [("app", try page.field("app")), ("code", try client.code(of: app))])
      #expect(answer.status == .ok && answer.codes.count == RecoveryCode.count)
      client.clock.advance(by: 60_000)
      let again = try await client.browser(byLinkOf: byLink.account)
      let stale = try client.code(of: old)
      #expect(await again.prove(SiteClient.password, stale).status == .unprocessable)
      #expect(await again.prove(SiteClient.password, codes[0]).status == .unprocessable)
      #expect(await again.prove(SiteClient.password, answer.codes[0]).status == .seeOther)
    }
  }

  @Test func `new recovery codes end the old ones`() async throws {
    try await Self.withModerator { client, byLink in
      let (full, _, codes) = try await byLink.settingPassword()
      let answer = await full.post(.account(.recoveryCodes))
      #expect(answer.codes.count == RecoveryCode.count)
      #expect(Set(answer.codes).isDisjoint(with: codes))
      let again = try await client.browser(byLinkOf: byLink.account)
      #expect(await again.prove(SiteClient.password, codes[0]).status == .unprocessable)
      #expect(await again.prove(SiteClient.password, answer.codes[0]).status == .seeOther)
    }
  }

  @Test func `a link is not enough to change what was set`() async throws {
    try await Self.withModerator { client, byLink in
      _ = try await byLink.settingPassword()
      let again = try await client.browser(byLinkOf: byLink.account)
      for route in [AccountRoute.password, .app, .passkeys, .security, .sessions] {
        let answer = await again.get(.account(route))
        #expect(answer.headers["Location"]?.hasPrefix("/desk/prove") == true, "\(route.name)")
      }
      for route in [AccountRoute.password, .app, .recoveryCodes, .passkeys, .sessions] {
        let answer = await again.post(.account(route), [("action", "others")])
        #expect(answer.headers["Location"]?.hasPrefix("/desk/prove") == true, "\(route.name)")
      }
    }
  }

  @Test func `nothing of a password stands in the database or the log as it is`() async throws {
    try await Self.withModerator { client, byLink in
      let (_, _, codes) = try await byLink.settingPassword()
      let hashes: [[UInt8]] = try await client.database.read { transaction in
        try transaction.query("SELECT hash FROM password").map { try $0.get(0) }
      }
      #expect(hashes.count == 1)
      for hash in hashes { #expect(!String(decoding: hash, as: UTF8.self).contains("argon2")) }
      for secret in [SiteClient.password, "argon2", byLink.cookie] + codes {
        #expect(!client.log.contains(secret))
      }
    }
  }
}
