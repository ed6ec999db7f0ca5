import Cryptography
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing
import WebAuthn

@testable import PetitionSite

/// Passkeys, with an authenticator in software.
@Suite struct PasskeyTests {
  private static func withModerator(
    _ body: (SiteClient, DeskBrowser, SoftwareAuthenticator) async throws -> Void
  ) async throws {
    try await SiteClient.with { client in
      let party = try #require(client.settings.relyingParty)
      try await body(
        client, try await client.browser(as: .moderator, strength: .link),
        try SoftwareAuthenticator(for: party))
    }
  }

  private static func addition(
    _ authenticator: SoftwareAuthenticator, on page: Response, named name: String = "My phone"
  ) throws -> [(String, String)] {
    let challenge = try page.field("challenge")
    let answer = authenticator.register(try #require(Base64URL.decode(challenge)))
    return [
      ("action", "add"), ("name", name), ("challenge", challenge),
      ("client-data", Base64URL.encode(answer.clientData)),
      ("attestation", Base64URL.encode(answer.attestation)),
    ]
  }

  static func answer(
    _ authenticator: SoftwareAuthenticator, on page: Response, userHandle: String = ""
  ) throws -> [(String, String)] {
    let challenge = try page.field("challenge")
    let answer = try authenticator.sign(try #require(Base64URL.decode(challenge)))
    return [
      ("challenge", challenge), ("credential", Base64URL.encode(answer.credentialID)),
      ("client-data", Base64URL.encode(answer.clientData)),
      ("authenticator-data", Base64URL.encode(answer.authenticatorData)),
      ("signature", Base64URL.encode(answer.signature)), ("user-handle", userHandle),
    ]
  }

  static func added(
    _ authenticator: SoftwareAuthenticator, _ browser: DeskBrowser
  ) async throws -> DeskBrowser {
    let page = await browser.get(.account(.passkeys))
    let answer = await browser.post(
      .account(.passkeys), try addition(authenticator, on: page))
    #expect(answer.status == .seeOther)
    return try await browser.after(answer)
  }

  @Test func `a passkey made after a link lets in, under another cookie`() async throws {
    try await Self.withModerator { client, byLink, authenticator in
      let full = try await Self.added(authenticator, byLink)
      #expect(full.session.strength == .full && full.cookie != byLink.cookie)
      #expect(await byLink.get(.account(.home)).status == .seeOther)
      let list = await full.get(.account(.passkeys))
      #expect(list.text.contains("My phone"))
    }
  }

  @Test func `a passkey alone signs in, as often as it is asked`() async throws {
    try await Self.withModerator { client, byLink, authenticator in
      _ = try await Self.added(authenticator, byLink)
      for _ in 1...2 {
        let page = await client.get("/desk/sign-in?next=%2Fdesk%2Fsessions")
        let handle = Base64URL.encode(client.store.userHandle(of: byLink.account.id))
        let answer = await client.post(
          "/desk/sign-in/passkey",
          try Self.answer(authenticator, on: page, userHandle: handle)
            + [("next", try page.field("next"))])
        #expect(answer.status == .seeOther && answer.headers["Location"] == "/desk/sessions")
        let browser = try await byLink.after(answer)
        #expect(browser.session.role == .moderator && browser.account.id == byLink.account.id)
      }
    }
  }

  @Test func `an answer counts once`() async throws {
    try await Self.withModerator { client, byLink, authenticator in
      authenticator.signCount = nil
      let page = await byLink.get(.account(.passkeys))
      let addition = try Self.addition(authenticator, on: page)
      let full = try await byLink.after(await byLink.post(.account(.passkeys), addition))
      #expect(await full.post(.account(.passkeys), addition).status == .unprocessable)
      let signIn = await client.get("/desk/sign-in")
      let answer = try Self.answer(authenticator, on: signIn)
      #expect(await client.post("/desk/sign-in/passkey", answer).status == .seeOther)
      #expect(await client.post("/desk/sign-in/passkey", answer).status == .unprocessable)
    }
  }

  @Test func `a challenge is for one purpose, one session and a few minutes`() async throws {
    try await Self.withModerator { client, byLink, authenticator in
      let full = try await Self.added(authenticator, byLink)
      let signIn = await client.get("/desk/sign-in")
      let again = try await client.browser(byLinkOf: byLink.account)
      let proof = await again.get(.account(.prove))
      let other = try await client.browser(byLinkOf: byLink.account)
      // Drawn to sign in, and sent as a proof; and the other way round.
      let mixed = try Self.answer(authenticator, on: signIn)
      #expect(await again.post(.account(.proveByPasskey), mixed).status == .unprocessable)
      let crossed = try Self.answer(authenticator, on: proof)
      #expect(await client.post("/desk/sign-in/passkey", crossed).status == .unprocessable)
      #expect(await other.post(.account(.proveByPasskey), crossed).status == .unprocessable)
      #expect(await again.post(.account(.proveByPasskey), crossed).status == .seeOther)
      let late = try Self.answer(authenticator, on: signIn)
      client.clock.advance(by: client.store.limits.accounts.challengeLifetime)
      #expect(await client.post("/desk/sign-in/passkey", late).status == .unprocessable)
      #expect(await full.get(.account(.home)).status == .ok)
    }
  }

  @Test func `every refused passkey gets the same answer`() async throws {
    try await Self.withModerator { client, byLink, authenticator in
      _ = try await Self.added(authenticator, byLink)
      let party = try #require(client.settings.relyingParty)
      let stranger = try SoftwareAuthenticator(for: party)
      var texts: Set<String> = []
      func send(_ change: (inout [(String, String)]) -> Void, _ key: SoftwareAuthenticator)
        async throws
      {
        let page = await client.get("/desk/sign-in")
        var fields = try Self.answer(key, on: page)
        change(&fields)
        let answer = await client.post("/desk/sign-in/passkey", fields)
        #expect(answer.status == .unprocessable && answer.headers["Set-Cookie"] == nil)
        let challenge = try answer.field("challenge")
        texts.insert(answer.text.replacing(challenge, with: "X"))
      }
      try await send({ _ in }, stranger)
      try await send({ $0[4].1 = "AAAA" }, authenticator)
      try await send({ $0[5].1 = Base64URL.encode([1, 2, 3]) }, authenticator)
      try await send({ $0 = [] }, authenticator)
      try await send({ $0[3].1 = "!" }, authenticator)
      authenticator.flags = 0x01
      try await send({ _ in }, authenticator)
      #expect(texts.count == 1)
    }
  }

  @Test func `who is suspended is not let in by a passkey`() async throws {
    try await Self.withModerator { client, byLink, authenticator in
      let full = try await Self.added(authenticator, byLink)
      _ = try await client.store.change(
        byLink.account.id, .suspend, reason: "Test", by: nil, at: client.clock.now)
      #expect(await full.get(.account(.home)).status == .seeOther)
      let page = await client.get("/desk/sign-in")
      let answer = try Self.answer(authenticator, on: page)
      #expect(await client.post("/desk/sign-in/passkey", answer).status == .unprocessable)
    }
  }

  @Test func `somebody else's passkey proves nothing`() async throws {
    try await Self.withModerator { client, byLink, authenticator in
      _ = try await Self.added(authenticator, byLink)
      let party = try #require(client.settings.relyingParty)
      let theirs = try SoftwareAuthenticator(for: party)
      _ = try await Self.added(theirs, try await client.browser(as: .reviewer, strength: .link))
      let again = try await client.browser(byLinkOf: byLink.account)
      let page = await again.get(.account(.prove))
      let answer = try Self.answer(theirs, on: page)
      #expect(await again.post(.account(.proveByPasskey), answer).status == .unprocessable)
      // Nor can it be added a second time.
      let mine = try await again.after(
        await again.post(
          .account(.proveByPasskey),
          try Self.answer(authenticator, on: await again.get(.account(.prove)))))
      let twice = try Self.addition(theirs, on: await mine.get(.account(.passkeys)))
      #expect(await mine.post(.account(.passkeys), twice).status == .unprocessable)
    }
  }

  @Test func `passkeys are renamed and removed, but not the only way to sign in`() async throws {
    try await Self.withModerator { client, byLink, authenticator in
      let party = try #require(client.settings.relyingParty)
      let first = try await Self.added(authenticator, byLink)
      let second = try await Self.added(
        try SoftwareAuthenticator(for: party, usingEd25519: true), first)
      let page = await second.get(.account(.passkeys))
      let token = try page.field("passkey")
      let renamed = await second.post(
        .account(.passkeys),
        [("action", "rename"), ("passkey", token), ("name", " Old  key\u{202e} ")])
      #expect(renamed.status == .seeOther)
      #expect(await second.get(.account(.passkeys)).text.contains("Old key<"))
      let long = await second.post(
        .account(.passkeys),
        [
          ("action", "rename"), ("passkey", token),
          ("name", String(repeating: "x", count: Passkey.nameLimit + 1)),
        ])
      #expect(long.status == .unprocessable)
      let removal = [("action", "remove"), ("passkey", token)]
      #expect(await second.post(.account(.passkeys), removal).status == .seeOther)
      let left = await second.get(.account(.passkeys))
      let only = [("action", "remove"), ("passkey", try left.field("passkey"))]
      #expect(await second.post(.account(.passkeys), only).status == .unprocessable)
      let count = try await client.store.credentials(of: byLink.account.id).passkeys.count
      #expect(count == 1)
    }
  }

  @Test(
    arguments: [
      ("https://petitions.example.org", "petitions.example.org", "https://petitions.example.org"),
      ("https://Example.org:443", "example.org", "https://example.org"),
      ("https://example.org:8443", "example.org", "https://example.org:8443"),
      ("http://localhost:8080", "localhost", "http://localhost:8080"),
      ("http://127.0.0.1:8080", nil, nil), ("https://192.0.2.7", nil, nil),
      ("https://[2001:db8::1]:8443", nil, nil), ("http://petitions.example.org", nil, nil),
    ] as [(String, String?, String?)])
  func `browsers make passkeys for a name and an encrypted way`(
    url: String, id: String?, origin: String?
  ) throws {
    let party = try SiteSettings.test { $0.url = url }.relyingParty
    #expect(party?.id == id && party?.origin == origin)
  }

  @Test func `where browsers make none, nobody is asked for one`() async throws {
    try await SiteClient.with(try .test { $0.url = "http://127.0.0.1:8080" }) { client in
      let browser = try await client.browser(as: .moderator, strength: .link)
      #expect(!(await client.get("/desk/sign-in").text.contains("passkey-use")))
      #expect(await browser.get(.account(.passkeys)).status == .notFound)
      #expect(await client.post("/desk/sign-in/passkey").status == .unprocessable)
    }
  }
}
