import HTTPServer
import Mail
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Whole exchanges of the way of one signature, and of its mails.
@Suite struct SignerPageTests {
  @Test func `whoever sends the form is told to look for the mail`() async throws {
    try await SiteClient.withPetition { client, slug in
      let fields = try await client.fields(People.arnaud, slug)
      try await client.snapshot(.form("/petitions/\(slug.text)/signatures", fields), "sign")
      try await client.snapshot(.to("/petitions/\(slug.text)/check-your-mail"), "check-your-mail")
      try await client.snapshot(
        .to("/petitions/\(slug.text)/check-your-mail?lang=de"), "check-your-mail-german")
    }
  }

  @Test func `a form with several mistakes comes back with a message for each`() async throws {
    try await SiteClient.withPetition { client, slug in
      let fields = try await client.fields(
        Person(name: "", email: "arnaud.example.org"), slug,
        [
          "reason": "See https://spam.example", "country": "XX", "audience": "aliens",
          "updates": "yes",
        ])
      let path = "/petitions/\(slug.text)/signatures"
      try await client.snapshot(.form(path, fields), "refused-form")
      try await client.snapshot(.form(path + "?lang=de", fields), "refused-form-german")
    }
  }

  @Test func `a program learns in JSON how its form went`() async throws {
    try await SiteClient.withPetition { client, slug in
      func json(_ body: String) -> Request {
        .to(
          "/petitions/\(slug.text)/signatures", method: .post,
          headers: [("Content-Type", "application/json")], body: Array(body.utf8))
      }
      let good = #"{"name": "Arnaud Pénisson", "email": "arnaud@example.org", "updates": true}"#
      try await client.snapshot(json(good), "sign-json")
      try await client.snapshot(json(#"{"name": "https://spam.example"}"#), "refused-json")
      try await client.snapshot(json(#"{"name": 7}"#), "unreadable-json")
      // A type is read as everywhere else: in any case, with spaces and parameters.
      var spelt = json(#"{"name": "Aye", "email": "aye@example.org"}"#)
      spelt.headers.set("Content-Type", "Application/JSON ; charset=utf-8")
      #expect(try await client.site.respond(to: spelt).status == .accepted)
    }
  }

  @Test func `the link of the mail leads to one button`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.token(People.aye, slug, ["audience": "target"])
      try await client.snapshot(.to("/confirm/\(token)"), "confirm")
      try await client.snapshot(.to("/confirm/\(token)?lang=de"), "confirm-german")
      try await client.snapshot(.to("/signatures/\(token)"), "own-page-before-confirming")
    }
  }

  @Test func `the button leads to a page of one's own`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.token(People.aye, slug)
      try await client.snapshot(.form("/confirm/\(token)"), "confirmed")
      try await client.snapshot(.to("/signatures/\(token)"), "own-page")
      try await client.snapshot(.to("/confirm/\(token)"), "confirm-again")
      try await client.snapshot(.form("/confirm/\(token)"), "confirmed-again")
    }
  }

  @Test func `name and audience can be changed`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.confirmed(People.aye, slug)
      let path = "/signatures/\(token)"
      try await client.snapshot(
        .form(path, [("name", "အေးအေး"), ("audience", "organiser")]), "changed")
      try await client.snapshot(
        .form(path, [("name", "<Aye>"), ("audience", "nobody")]), "change-refused")
    }
  }

  @Test func `withdrawing is asked for once and then done`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.confirmed(People.aye, slug)
      try await client.snapshot(.to("/signatures/\(token)/withdraw"), "withdraw-question")
      try await client.snapshot(.form("/signatures/\(token)/withdraw"), "withdraw")
      try await client.snapshot(.to("/signatures/\(token)"), "withdrawn")
      try await client.snapshot(.to("/signatures/\(token)/withdraw"), "withdraw-again")
      let page = await client.get("/petitions/\(slug.text)/signatures")
      #expect(!page.text.contains(People.aye.name))
    }
  }

  @Test func `a withdrawn signature is not changed, and nobody is told that it was`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.confirmed(People.aye, slug)
      _ = await client.post("/signatures/\(token)/withdraw")
      let changed = await client.send(
        .form("/signatures/\(token)", [("name", "Aye"), ("audience", "public")]))
      #expect(changed.status == .seeOther)
      #expect(changed.headers["Location"] == "/signatures/\(token)")
    }
  }

  @Test(arguments: [nil, "de"]) func `mails say the same in text and in HTML`(
    _ language: String?
  ) async throws {
    try await SiteClient.withPetition { client, slug in
      let suffix = language.map { "-" + $0 } ?? ""
      _ = try await client.sign(People.arnaud, slug, language: language)
      let first = try #require(try await client.mails().first)
      try Snapshot.check(first, "mail-confirm" + suffix)
      _ = await client.post("/confirm/\(try first.confirmToken)")
      client.clock.advance(by: 3_600_000)
      _ = try await client.sign(People.arnaud, slug, language: language)
      let second = try #require(try await client.mails().last)
      try Snapshot.check(second, "mail-already-signed" + suffix)
      for mail in [first, second] {
        #expect(!mail.text.contains(People.arnaud.name), "a mail holds nothing that was typed")
        #expect(mail.html?.contains(People.arnaud.name) == false)
      }
      #expect(!second.text.contains("/signatures/"))
    }
  }
}
