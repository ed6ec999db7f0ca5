import HTTPServer
import TestSupport
import Testing

@testable import PetitionSite

/// The figures for monitoring.
@Suite struct MetricsTests {
  @Test func `the figures are those of the mails`() async throws {
    try await SiteClient.withPetition { client, slug in
      try await client.confirmed(People.aye, slug)
      _ = try await client.mails()
      _ = try await client.sign(People.layla, slug)
      client.clock.advance(by: 90_000)
      let answer = await client.send(Request(path: "/metrics", host: "127.0.0.1:8080"))
      #expect(answer.status == .ok)
      #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
      let figures = answer.text.split(separator: "\n").filter { !$0.hasPrefix("#") }
      #expect(
        figures == [
          "undersigned_mail_waiting 1", "undersigned_mail_waiting_deferred 0",
          "undersigned_mail_oldest_seconds 90", "undersigned_mail_news_waiting 0",
          #"undersigned_mail_total{outcome="accepted"} 2"#,
          #"undersigned_mail_total{outcome="deferred"} 0"#,
          #"undersigned_mail_total{outcome="failed"} 0"#,
          #"undersigned_mail_total{outcome="expired"} 0"#,
        ])
    }
  }

  @Test(arguments: ["192.0.2.1", "2001:db8::1"])
  func `they are for this machine only`(address: String) async throws {
    try await SiteClient.with { client in
      let network = try #require(ClientNetwork(address))
      let answer = await client.send(Request(path: "/metrics", network: network, host: "127.0.0.1"))
      #expect(answer.status == .notFound)
    }
  }

  @Test(arguments: ["X-Forwarded-For", "Forwarded", "Via"])
  func `what comes through a proxy of this machine finds nothing`(field: String) async throws {
    try await SiteClient.with { client in
      var request = Request(path: "/metrics", host: "localhost")
      request.headers.set(try #require(HeaderName(validating: field)), "192.0.2.1")
      #expect(await client.send(request).status == .notFound)
    }
  }

  @Test(arguments: ["petitions.example.org", "127.0.0.1.example.org", "", "localhost:8080.example"])
  func `what was asked of another name finds nothing`(host: String) async throws {
    try await SiteClient.with { client in
      #expect(await client.send(Request(path: "/metrics", host: host)).status == .notFound)
    }
  }

  @Test(arguments: [
    "127.0.0.1", "127.9.9.9:80", "localhost", "LOCALHOST:8080", "[::1]", "[::1]:8080",
  ])
  func `this machine is known by its names`(host: String) {
    #expect(Site.isLoopback(host: host))
  }

  @Test(arguments: ["[::2]", "[::1]x", "::1", "128.0.0.1", "localhost.", "a@localhost", ":80"])
  func `what only looks like this machine is not it`(host: String) {
    #expect(!Site.isLoopback(host: host))
  }

  @Test(arguments: ["127.0.0.1", "127.9.9.9", "::1"])
  func `every address of this machine is meant`(address: String) throws {
    #expect(try #require(ClientNetwork(address)).isLoopback)
  }
}
