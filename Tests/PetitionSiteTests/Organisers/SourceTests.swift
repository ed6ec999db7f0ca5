import HTTPServer
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

/// The code of a link travels from the address to the number, and no further.
@Suite struct SourceTests {
  private static func sources(_ client: SiteClient) async throws -> [String: Int] {
    try await client.database.read { transaction in
      try transaction.query("SELECT source, confirmed FROM confirmed_by_source").reduce(into: [:]) {
        $0[try $1.get(0)] = try $1.get(1) as Int
      }
    }
  }

  private static func sign(
    _ client: SiteClient, _ person: Person, _ slug: Slug, referer: String?,
    _ changes: [String: String] = [:]
  ) async throws -> Response {
    var headers: [(HeaderName, String)] = [("Sec-Fetch-Site", "same-origin")]
    if let referer { headers.append(("Referer", referer)) }
    return await client.post(
      "/petitions/\(slug.text)/signatures", try await client.fields(person, slug, changes),
      headers: headers)
  }

  @Test func `the page is the same for every code`() async throws {
    try await SiteClient.withPetition { client, slug in
      let plain = await client.get("/petitions/\(slug.text)")
      let coded = await client.get("/petitions/\(slug.text)?from=poster")
      #expect(plain.body == coded.body && plain.headers == coded.headers)
    }
  }

  @Test(arguments: [
    ("?from=poster", "poster"), ("?lang=en&from=Poster#sign", "poster"), ("", nil),
    ("?from=", nil), ("?from=no%20code", nil), ("?from=ann%40example.org", nil),
    ("?from=" + String(repeating: "a", count: 21), nil),
  ])
  func `the code that the browser tells is counted`(query: String, code: String?) async throws {
    try await SiteClient.withPetition { client, slug in
      let page = "https://petitions.example.org/petitions/\(slug.text)"
      let answer = try await Self.sign(client, People.aye, slug, referer: page + query)
      #expect(answer.status == .seeOther)
      let token = try #require(try await client.mails().last).confirmToken
      _ = await client.post("/confirm/\(token)")
      #expect(try await Self.sources(client) == (code.map { [$0: 1] } ?? [:]))
    }
  }

  @Test func `the code outlives a page with messages`() async throws {
    try await SiteClient.withPetition { client, slug in
      let page = "https://petitions.example.org/petitions/\(slug.text)"
      let refused = try await Self.sign(
        client, People.aye, slug, referer: page + "?from=poster", ["name": ""])
      #expect(refused.status == .unprocessable)
      #expect(refused.text.contains(#"<input type="hidden" name="from" value="poster">"#))
      let answer = try await Self.sign(
        client, People.aye, slug, referer: page + "/signatures", ["from": "poster"])
      #expect(answer.status == .seeOther)
      let token = try #require(try await client.mails().last).confirmToken
      _ = await client.post("/confirm/\(token)")
      #expect(try await Self.sources(client) == ["poster": 1])
    }
  }

  @Test func `without a referer somebody signs without a code`() async throws {
    try await SiteClient.withPetition { client, slug in
      let answer = try await Self.sign(client, People.aye, slug, referer: nil)
      #expect(answer.status == .seeOther)
    }
  }
}
