import EmailAddresses
import HTTPServer
import Mail
import Markup
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Which mails follow what people do, from the outbox on.
@Suite struct MailComposerTests {
  private static let body = "The council **meets** in May.\n\n- Come, too"

  static func news(
    _ kind: News.Kind, _ client: SiteClient, _ slug: Slug
  ) async throws -> News {
    let petition = try #require(try await client.store.petition(slug))
    return try await client.store.draftNews(
      kind, of: petition.id, subject: "The bus is on the agenda", body: body,
      bodyHTML: try Markdown.html(body), at: client.clock.now)
  }

  /// Sends news to all who asked for it.
  private static func send(_ news: News, _ client: SiteClient) async throws -> [MailMessage] {
    try await client.store.noteNewsTested(news.id, at: client.clock.now)
    try await client.store.startNews(news.id, at: client.clock.now)
    while try await client.store.fillNews(at: client.clock.now) > 0 {}
    return try await client.mails()
  }

  private static func path(_ mail: MailMessage) throws -> String {
    let header = try #require(mail.headers.first { $0.name == "List-Unsubscribe" })
    return String(header.value.dropFirst("<https://petitions.example.org".count).dropLast())
  }

  @Test func `whoever confirms is thanked, with the same link`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.confirmed(People.aye, slug)
      let mails = try await client.mails()
      #expect(mails.map(\.subject) == ["Your signature counts"])
      #expect(mails.first?.text.contains("/signatures/\(token)?lang=en\n") == true)
      #expect(mails.first?.text.contains(People.aye.name) == false)
    }
  }

  @Test func `whoever asked for news is told of the withdrawal, and nobody else`() async throws {
    try await SiteClient.withPetition { client, slug in
      let reader = try await client.confirmed(People.aye, slug, ["updates": "yes"])
      let other = try await client.confirmed(People.layla, slug)
      _ = try await client.mails()
      for token in [reader, other] { _ = await client.post("/signatures/\(token)/withdraw") }
      let mails = try await client.mails()
      #expect(mails.map(\.subject) == ["Your signature has been withdrawn"])
      #expect(mails.map(\.to.address.text) == [People.aye.email])
    }
  }

  @Test func `a reminder is not written once there is nothing to confirm`() async throws {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.aye, slug, ["remind": "yes"])
      _ = try await client.sign(People.layla, slug, ["remind": "yes"])
      let mails = try await client.mails()
      let aye = try #require(mails.first { $0.to.address.text == People.aye.email })
      _ = await client.post("/confirm/\(try aye.confirmToken)")
      _ = try await client.mails()
      try await client.store.close(slug, at: client.clock.now)
      client.clock.advance(by: 3 * 24 * 3_600_000)
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test(arguments: [News.Kind.news, .outcome]) func `news has headers that end it, and they do`(
    _ kind: News.Kind
  ) async throws {
    try await SiteClient.withPetition { client, slug in
      let own = try await client.confirmed(People.aye, slug, ["updates": "yes"])
      try await client.confirmed(People.layla, slug)
      _ = try await client.mails()
      let mails = try await Self.send(try await Self.news(kind, client, slug), client)
      #expect(mails.map(\.to.address.text) == [People.aye.email])
      let mail = try #require(mails.first)
      #expect(mail.subject == "The bus is on the agenda")
      #expect(mail.text.contains("\nThe council meets in May.\n\n- Come, too\n"))
      #expect(mail.html?.contains("<p>The council <strong>meets</strong> in May.</p>") == true)
      #expect(try mail.bytes(boundary: "b").count > 1_000)
      let answer = await client.post(
        try Self.path(mail), [("List-Unsubscribe", "One-Click")], headers: [])
      #expect(answer.status == .ok)
      #expect(!(await client.get("/signatures/\(own)").text.contains(#"name="updates""#)))
    }
  }

  @Test func `a discreet petition is named in no mail of a whole journey`() async throws {
    try await SiteClient.with { client in
      let slug = try await client.bring(.sample, isDiscreet: true)
      var mails: [MailMessage] = []
      _ = try await client.sign(People.aye, slug, ["updates": "yes", "remind": "yes"])
      mails += try await client.mails()
      let token = try #require(mails.first).confirmToken
      client.clock.advance(by: 3 * 24 * 3_600_000)
      mails += try await client.mails()
      _ = await client.post("/confirm/\(token)")
      #expect(try await client.mails().isEmpty, "no thanks, which would be one mail more to find")
      _ = try await client.sign(People.aye, slug)
      mails += try await client.mails()
      mails += try await Self.send(try await Self.news(.news, client, slug), client)
      _ = await client.post("/signatures/\(token)/withdraw")
      mails += try await client.mails()
      #expect(
        mails.map(\.subject) == [
          "Confirm your signature", "Reminder: confirm your signature", "You have already signed",
          "News from Undersigned", "Your signature has been withdrawn",
        ])
      for mail in mails {
        let all = String(decoding: try mail.bytes(boundary: "b"), as: UTF8.self)
        for part in [mail.subject, mail.text, mail.html ?? "", all] {
          for word in ["night bus", "harrow", "night-bus", slug.text] {
            #expect(!part.lowercased().contains(word), "\(mail.subject): \(word)")
          }
        }
      }
      let page = await client.get("/petitions/\(slug.text)").text
      #expect(page.contains("it does not name this petition"))
    }
  }

  @Test func `who writes news sees it first as its signers will`() async throws {
    try await SiteClient.withPetition { client, slug in
      try await client.confirmed(People.aye, slug, ["updates": "yes"])
      _ = try await client.mails()
      let news = try await Self.news(.news, client, slug)
      let composer = MailComposer(
        store: client.store, settings: client.settings, localizations: client.localizations)
      let trial = try #require(
        try await composer.trial(
          of: news, to: try EmailAddress(parsing: "organiser@example.org"), messageToken: "a.trial",
          at: client.clock.now))
      let sent = try #require(try await Self.send(news, client).first)
      func outlined(_ mail: MailMessage) throws -> [String] {
        let path = try Self.path(mail)
        return [mail.subject, mail.text, mail.html ?? ""].map { $0.replacing(path, with: "…") }
      }
      #expect(try outlined(trial) == outlined(sent))
      #expect(trial.to.address.text == "organiser@example.org")
      let answer = await client.get(try Self.path(trial))
      #expect(answer.status == .ok)
      #expect(answer.text.contains("This link came with a trial of the news"))
    }
  }
}
