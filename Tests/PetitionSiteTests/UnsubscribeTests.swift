import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// How news is ended.
@Suite struct UnsubscribeTests {
  /// A signer who asked for news, with the address that ends it.
  private static func with(
    _ body: (SiteClient, _ path: String, _ own: String) async throws -> Void
  ) async throws {
    try await SiteClient.withPetition { client, slug in
      let own = try await client.confirmed(People.arnaud, slug, ["updates": "yes"])
      let petition = try #require(try await client.store.petition(slug))
      let token = client.store.unsubscribeToken(of: petition.id, ordinal: 1)
      try await body(client, "/unsubscribe/\(token)", "/signatures/\(own)")
    }
  }

  private static func wantsNews(_ client: SiteClient, _ own: String) async -> Bool {
    await client.get(own).text.contains(#"name="updates""#)
  }

  @Test func `the link shows a button as often as it is opened, and the button ends news`()
    async throws
  {
    try await Self.with { client, path, own in
      for _ in 1...3 {
        let page = await client.get(path)
        #expect(page.status == .ok && page.text.contains("<form"))
      }
      try await client.snapshot(.to(path), "unsubscribe")
      #expect(await Self.wantsNews(client, own))
      try await client.snapshot(.form(path), "unsubscribe-pressed")
      try await client.snapshot(.to(path), "unsubscribed")
      #expect(!(await Self.wantsNews(client, own)))
      #expect(await client.post(path).status == .seeOther)
      let page = await client.get(own).text
      #expect(page.contains("Your signature is number 1"), "the signature stays")
    }
  }

  @Test func `a provider ends news without a browser, and is not led elsewhere`() async throws {
    try await Self.with { client, path, own in
      for _ in 1...2 {
        let answer = await client.post(
          path, [("List-Unsubscribe", "One-Click")], headers: [("User-Agent", "Provider/1")])
        #expect(answer.status == .ok)
        #expect(answer.headers["Content-Type"] == "text/plain; charset=utf-8")
      }
      #expect(!(await Self.wantsNews(client, own)))
    }
  }

  @Test func `a provider may send its word as form data`() async throws {
    try await Self.with { client, path, own in
      let body =
        "--b\r\nContent-Disposition: form-data; name=\"List-Unsubscribe\"\r\n\r\nOne-Click\r\n--b--\r\n"
      let answer = await client.send(
        .to(
          path, method: .post, headers: [("Content-Type", "multipart/form-data; boundary=b")],
          body: Array(body.utf8)))
      #expect(answer.status == .ok)
      #expect(!(await Self.wantsNews(client, own)))
    }
  }

  @Test func `an address that nobody was given is told kindly`() async throws {
    try await Self.with { client, path, _ in
      try await client.snapshot(.to("/unsubscribe/abc"), "unsubscribe-unknown")
      for wrong in ["/unsubscribe/abc", String(path.dropLast(2)), path + "A"] {
        #expect(await client.get(wrong).status == .notFound, "\(wrong)")
        #expect(await client.post(wrong).status == .notFound, "\(wrong)")
      }
    }
  }

  @Test func `nothing names the token in the log`() async throws {
    try await Self.with { client, path, _ in
      _ = await client.get(path)
      _ = await client.post(path)
      #expect(client.log.contains(#""route":"unsubscribe""#))
      #expect(!client.log.contains(path.dropFirst("/unsubscribe/".count)))
    }
  }
}
