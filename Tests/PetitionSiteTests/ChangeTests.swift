import HTTPServer
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// What changes in the store reaches the pages.
@Suite struct ChangeTests {
  static func count(_ client: SiteClient, _ slug: Slug) async -> String {
    await client.get("/petitions/\(slug.text)/count.json").text
  }

  @Test func `a confirmation shows a second later at the latest, on every page of the petition`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let paths = ["", "/signatures", "/count.json", "/signatures.json", ".json"].map {
        "/petitions/\(slug.text)\($0)"
      }
      let token = try await client.token(People.arnaud, slug)
      client.letPagesAge()
      var before: [String] = []
      for path in paths { before.append(await client.get(path).text) }
      client.clock.advance(by: 500)
      #expect(await client.post("/confirm/\(token)").status == .seeOther)
      // The signer's own page is never behind.
      #expect(await client.get("/signatures/\(token)").text.contains("Arnaud"))
      client.clock.advance(by: 500)
      for (path, old) in zip(paths, before) {
        #expect(await client.get(path).text != old, "\(path)")
      }
    }
  }

  @Test func `a page that nobody read for long is exact when somebody does`() async throws {
    try await SiteClient.withPetition { client, slug in
      let token = try await client.token(People.arnaud, slug)
      let before = await Self.count(client, slug)
      client.clock.advance(by: 30_000)
      #expect(await Self.count(client, slug) == before)
      client.clock.advance(by: 1_000)
      _ = await client.post("/confirm/\(token)")
      #expect(await Self.count(client, slug) != before)
    }
  }

  @Test func `the page of a petition whose end comes is made anew at that moment`() async throws {
    try await SiteClient.with { client in
      let slug = try await client.bring(.sample, closesAt: client.clock.now + 10_000)
      let path = "/petitions/\(slug.text)"
      #expect(await client.get(path).text.contains("name=\"token\""))
      client.clock.advance(by: 9_999)
      #expect(await client.get(path).text.contains("name=\"token\""))
      client.clock.advance(by: 1)
      #expect(await client.get(path).text.contains("This petition is closed"))
    }
  }

  @Test func `the token of a form is never older than the largest age of a page`() async throws {
    try await SiteClient.withPetition { client, slug in
      let first = try await client.formToken(slug)
      client.clock.advance(by: FormToken.hour)
      #expect(try await client.formToken(slug) != first)
    }
  }

  @Test func `a clock that is set back locks nobody out`() async throws {
    try await SiteClient.withPetition(.test { $0.signingBurst = 1 }) { client, slug in
      let first = try await client.sign(People.aye, slug)
      let second = try await client.sign(People.layla, slug)
      #expect(first.status == .seeOther && second.status == .tooManyRequests)
      client.clock.now -= 7_200_000
      client.clock.advance(by: 60_000)
      let later = try await client.sign(People.meiling, slug)
      #expect(later.status == .seeOther)
    }
  }

  @Test func `parts that are kept do not keep a count, a name, or what somebody typed`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let path = "/petitions/\(slug.text)"
      let empty = await client.get(path).text
      let refused = try await client.sign(
        Person(name: "Somebody Typed", email: "not an address"), slug)
      #expect(refused.status == .unprocessable && refused.text.contains("Somebody Typed"))
      client.letPagesAge()
      #expect(await client.get(path).text == empty)
      try await client.confirmed(People.sunny, slug)
      let signed = await client.get(path).text
      #expect(signed.contains(People.sunny.name) && signed != empty)
      #expect(signed.contains(#""userInteractionCount":1}"#))
    }
  }
}
