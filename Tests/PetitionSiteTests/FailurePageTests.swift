import HTTPServer
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

/// Whole exchanges of everything that cannot be answered as asked.
@Suite struct FailurePageTests {
  @Test func `an address that is none leads back to the petitions`() async throws {
    try await SiteClient.withPetition { client, slug in
      try await client.snapshot(.to("/petitions/no-such-petition"), "not-found")
      try await client.snapshot(.to("/nowhere?lang=de"), "not-found-german")
      try await client.snapshot(.to("/petitions/no-such-petition.json"), "not-found-json")
    }
  }

  @Test(arguments: ["/signatures.json?page=0", "/signatures.json?page=abc", "/other.json"])
  func `a program learns in JSON that an address is none`(_ rest: String) async throws {
    try await SiteClient.withPetition { client, slug in
      let response = await client.get("/petitions/\(slug.text)\(rest)")
      #expect(response.status == .notFound)
      #expect(response.headers["Content-Type"] == "application/problem+json")
    }
  }

  @Test func `a link with letters missing says how to copy it whole`() async throws {
    try await SiteClient.withPetition { client, _ in
      try await client.snapshot(.to("/confirm/AAAA"), "broken-link")
    }
  }

  @Test func `a link that expired says that one can sign again`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.token(People.aye, slug)
      client.clock.advance(by: 7 * 24 * 3_600_000)
      try await client.snapshot(.to("/confirm/\(token)"), "dead-link")
      let pressed = await client.post("/confirm/\(token)")
      #expect(pressed.status == .gone)
    }
  }

  @Test func `a link whose address was confirmed by another mail says so`() async throws {
    try await SiteClient.withPetition { client, slug in
      let earlier = try await client.token(People.aye, slug)
      client.clock.advance(by: 3_600_000)
      try await client.confirmed(People.aye, slug)
      try await client.snapshot(.form("/confirm/\(earlier)"), "dead-link-confirmed-by-another")
    }
  }

  @Test func `two links of one address pressed at once count once`() async throws {
    try await SiteClient.withPetition { client, slug in
      let visit = Visit(.to("/confirm/AAAA", method: .post), on: client.site)
      let response = client.site.answer(.signedBefore, visit)
      try Snapshot.check(visit.request, response, "signed-before")
    }
  }

  @Test func `a closed petition takes no signature`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.token(People.aye, slug)
      let fields = try await client.fields(People.arnaud, slug)
      try await client.store.close(slug, at: client.clock.now)
      client.letPagesAge()
      try await client.snapshot(
        .form("/petitions/\(slug.text)/signatures", fields), "petition-closed-to-signing")
      try await client.snapshot(.form("/confirm/\(token)"), "petition-closed-to-confirming")
    }
  }

  @Test func `what was read of a petition a moment ago opens nothing that has been closed since`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      _ = try await client.sign(People.aye, slug)
      let fields = try await client.fields(People.arnaud, slug)
      let mistaken = try await client.fields(Person(name: "", email: "a@example.org"), slug)
      try await client.store.close(slug, at: client.clock.now)
      #expect(
        await client.post("/petitions/\(slug.text)/signatures", fields).status == .conflict)
      #expect(
        await client.post("/petitions/\(slug.text)/signatures", mistaken).status == .conflict)
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test func `a form from another site is turned away`() async throws {
    try await SiteClient.withPetition { client, slug in
      let fields = try await client.fields(People.arnaud, slug)
      try await client.snapshot(
        .form(
          "/petitions/\(slug.text)/signatures", fields,
          headers: [("Sec-Fetch-Site", "cross-site")]),
        "other-origin")
    }
  }

  @Test func `a body that is no form says so`() async throws {
    try await SiteClient.withPetition { client, slug in
      try await client.snapshot(
        .to(
          "/petitions/\(slug.text)/signatures", method: .post,
          headers: [("Content-Type", "application/x-www-form-urlencoded")],
          body: Array("name=%ZZ".utf8)),
        "unreadable-form")
      try await client.snapshot(
        .to(
          "/petitions/\(slug.text)/signatures", method: .post,
          headers: [("Content-Type", "text/plain")], body: Array("hello".utf8)),
        "unsupported-form")
    }
  }

  @Test func `another method is told which ones work`() async throws {
    try await SiteClient.withPetition { client, slug in
      try await client.snapshot(
        .to("/petitions/\(slug.text)/signatures", method: .delete), "method-not-allowed")
    }
  }

  @Test func `too many forms of one network are asked to wait`() async throws {
    try await SiteClient.withPetition(.test { $0.signingBurst = 1 }) { client, slug in
      let path = "/petitions/\(slug.text)/signatures"
      let fields = try await client.fields(People.arnaud, slug)
      _ = await client.post(path, fields)
      try await client.snapshot(.form(path, fields), "too-many")
      try await client.snapshot(
        .to(
          path, method: .post, headers: [("Content-Type", "application/json")],
          body: Array(#"{"name": "Arnaud", "email": "a@example.org"}"#.utf8)),
        "too-many-json")
    }
  }

  @Test func `without a database signing asks to try again`() async throws {
    try await SiteClient.withPetition { client, slug in
      let fields = try await client.fields(People.arnaud, slug)
      await client.database.close()
      try await client.snapshot(
        .form("/petitions/\(slug.text)/signatures", fields), "unavailable")
      try await client.snapshot(.to("/readyz"), "not-ready")
      try await client.snapshot(.to("/healthz"), "healthy")
    }
  }

  @Test func `a defect is told without its details`() async throws {
    try await SiteClient.with { client in
      let request = Request.to("/")
      let response = client.site.failureResponse(to: request)
      try Snapshot.check(request, response, "internal-error")
    }
  }

  @Test func `what the server itself turns down looks like the site`() async throws {
    try await SiteClient.with { client in
      for (status, name) in [
        (Status.payloadTooLarge, "refused-too-large"), (.badRequest, "refused-unreadable"),
        (.serviceUnavailable, "refused-busy"),
      ] {
        try Snapshot.check(.to("/"), client.site.refusal(status), name)
      }
    }
  }
}
