import Foundation
import HTTPServer
import Mail
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Signers read what was changed, and sign it or do not.
@Suite struct RenewalPageTests {
  /// A petition whose letter was changed after somebody signed who gets news.
  private static func with(
    _ body: (SiteClient, _ moderator: DeskBrowser, Petition, _ own: String) async throws -> Void
  ) async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      let petition = try await client.published(by: moderator)
      let own = try await client.confirmed(People.arnaud, petition.slug, ["updates": "yes"])
      _ = try await client.mails()
      try await change(petition, adding: "And soon.", client, moderator)
      let changed = try #require(try await client.store.petition(petition.id))
      try await body(client, moderator, changed, own)
    }
  }

  /// The organiser asks for it, and the moderator agrees, with the box that the organiser ticked.
  private static func change(
    _ petition: Petition, adding line: String, _ client: SiteClient, _ moderator: DeskBrowser
  ) async throws {
    var wording = petition.wording
    wording.letter.body.append(line)
    let owner = try #require(petition.owner)
    _ = try await client.store.amend(
      petition.id, to: wording, from: petition.wordingVersion, purpose: "", asksSigners: true,
      by: owner, at: client.clock.now)
    let id = try #require(try await client.store.waitingAmendment(of: petition.id)).id
    let route = DeskRoute.moderation(.review(.amendment(id)))
    let box = #"value="yes" checked"#
    #expect(await moderator.get(route).text.contains(box))
    let answer = await moderator.post(
      .moderation(.decision(.amendment(id))), [("choice", "accept"), ("ask-signers", "yes")])
    #expect(answer.status == .seeOther)
    client.letPagesAge()
  }

  /// The mail that asks.
  private static func request(_ client: SiteClient) async throws -> MailMessage {
    _ = try await client.store.fillNews(at: client.clock.now)
    return try #require(
      try await client.mails().last { $0.subject == "The text that you signed was changed" })
  }

  private static func path(in mail: MailMessage) throws -> String {
    let start = try #require(mail.text.range(of: "/new-text/"))
    return String(mail.text[start.lowerBound...].prefix { !$0.isWhitespace && $0 != "?" })
  }

  @Test func `the mail leads to what was changed, and one button signs it`() async throws {
    try await Self.with { client, _, petition, own in
      let mail = try await Self.request(client)
      let path = try Self.path(in: mail)
      #expect(mail.headers.contains { $0.name == "List-Unsubscribe" })
      for _ in 1...2 {
        let page = await client.get(path)
        #expect(page.status == .ok && page.text.contains("<form"))
        #expect(page.text.contains("And soon.</ins>"))
        #expect(!page.text.contains(People.arnaud.name), "a mail may be passed on")
      }
      let shown = "/petitions/\(petition.slug.text)"
      #expect(!(await client.get(shown + "/versions").text).contains("signed this text since"))
      #expect(await client.get("/signatures/\(own)").text.contains("changed after you signed"))
      #expect(await client.post(path, [("version", "2")]).status == .seeOther)
      let done = await client.get(path).text
      #expect(done.contains("stands for the text as it is now") && !done.contains("<form"))
      #expect(!(await client.get("/signatures/\(own)").text).contains("changed after you signed"))
      client.letPagesAge()
      let versions = await client.get(shown + "/versions").text
      #expect(versions.contains("1 person who had signed before has signed this text since."))
      let history = await client.get(shown + "/history").text
      #expect(history.contains("signers who get news were asked whether they sign it"))
      #expect(try await client.store.petition(petition.id)?.tally.count == 1)
      #expect(!client.log.contains(path.dropFirst("/new-text/".count)))
    }
  }

  @Test func `a signer who kept the link of the confirmation needs no other mail`() async throws {
    try await Self.with { client, _, _, own in
      let page = await client.get("/signatures/\(own)").text
      #expect(page.contains("/signatures/\(own)/new-text"))
      let path = "/signatures/\(own)/new-text"
      #expect(await client.get(path).text.contains("And soon.</ins>"))
      #expect(await client.post(path, [("version", "2")]).status == .seeOther)
      #expect(await client.get("/signatures/\(own)").text.contains("And soon."))
    }
  }

  @Test func `a text that was changed meanwhile is shown before it is signed`() async throws {
    try await Self.with { client, moderator, petition, own in
      let path = "/signatures/\(own)/new-text"
      try await Self.change(petition, adding: "Please.", client, moderator)
      let answer = await client.post(path, [("version", "2")])
      #expect(answer.status == .conflict)
      #expect(answer.text.contains("The text was changed again"))
      #expect(answer.text.contains("Please.") && answer.text.contains(#"value="3""#))
      for fields in [[], [("version", "x")]] {
        #expect(await client.post(path, fields).status == .conflict)
      }
      let signature = try await client.store.signature(
        try #require(SignatureSecret(token: own)))
      #expect(signature?.wordingVersion == 1)
    }
  }

  @Test func `nothing is signed while signing is paused, after the end, or once withdrawn`()
    async throws
  {
    try await Self.with { client, _, petition, own in
      let path = "/signatures/\(own)/new-text"
      let administrator = try await client.browser(as: .administrator)
      for kind in [SiteSwitch.Kind.pauseSigning, .readOnly] {
        try await client.store.turnOn(
          SiteSwitch(
            kind: kind, reason: "Tests.", since: client.clock.now,
            until: client.clock.now + 3_600_000),
          by: administrator.account.id, at: client.clock.now)
        #expect(await client.post(path, [("version", "2")]).status == .serviceUnavailable)
        let page = await client.get(path).text
        #expect(page.contains("nothing can be signed here") && !page.contains("<form"))
        try await client.store.turnOff(
          kind, by: administrator.account.id, at: client.clock.now)
      }
      try await client.store.close(petition.slug, at: client.clock.now)
      #expect(await client.post(path, [("version", "2")]).status == .seeOther)
      let ended = await client.get(path).text
      #expect(ended.contains("stays with the text that you signed") && !ended.contains("<form"))
      _ = await client.post("/signatures/\(own)/withdraw")
      #expect(await client.post(path, [("version", "2")]).status == .seeOther)
      #expect(await client.get(path).text.contains("not on the list any more"))
    }
  }

  @Test func `a mail about a petition that closed meanwhile is not sent`() async throws {
    try await Self.with { client, _, petition, _ in
      #expect(try await client.store.fillNews(at: client.clock.now) > 0)
      let news = try #require(try await client.store.allNews().first)
      #expect(news.queued == 1)
      try await client.store.close(petition.slug, at: client.clock.now)
      #expect(try await client.mails().allSatisfy { !$0.text.contains("/new-text/") })
    }
  }

  @Test func `an address that nobody was given is told kindly`() async throws {
    try await Self.with { client, _, petition, _ in
      let token = client.store.renewalToken(of: petition.id, ordinal: 1)
      let other = client.store.unsubscribeToken(of: petition.id, ordinal: 1)
      for wrong in ["abc", String(token.dropLast(2)), token + "A", other] {
        #expect(await client.get("/new-text/\(wrong)").status == .notFound)
        #expect(await client.post("/new-text/\(wrong)", [("version", "2")]).status == .notFound)
      }
      let trial = client.store.renewalToken(of: petition.id, ordinal: 0)
      #expect(await client.get("/new-text/\(trial)").text.contains("came with a trial"))
    }
  }
}
