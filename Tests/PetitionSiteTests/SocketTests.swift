import Foundation
import HTTPServer
import Mail
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// What only a real connection can send: bytes that are no request.
@Suite struct SocketTests {
  private static func serve(
    _ body: @escaping @Sendable (Loopback, Slug) async throws -> Void
  ) async throws {
    try await SiteClient.withPetition { client, slug in
      try await Loopback.serve(client) { try await body($0, slug) }
    }
  }

  private static func status(_ answer: String) -> Substring {
    answer.dropFirst("HTTP/1.1 ".count).prefix(3)
  }

  @Test func `a body of a megabyte is refused in the site's own words`() async throws {
    try await Self.serve { server, slug in
      let body = [UInt8](repeating: UInt8(ascii: "a"), count: 1_048_576)
      let head = """
        POST /petitions/\(slug.text)/signatures HTTP/1.1\r
        Host: petitions.example.org\r
        Content-Type: application/x-www-form-urlencoded\r
        Content-Length: \(body.count)\r
        \r\n
        """
      let answer = try await server.exchange(Array(head.utf8) + body)
      #expect(Self.status(answer) == "413")
      #expect(answer.contains("<h1>This is too large to send</h1>"))
      #expect(answer.contains("X-Content-Type-Options: nosniff"))
    }
  }

  @Test(arguments: [
    ("/../etc/passwd", "404"), ("/petitions/../../etc/passwd", "404"),
    ("/%2e%2e/etc/passwd", "404"), ("/petitions/%00", "404"), ("/petitions/a%2Fb", "404"),
    ("/petitions?lang=%00&sort=%ff", "200"), ("/petitions?sort=most-signed&sort=newest", "200"),
    ("/confirm/%00", "404"), ("//evil.example/", "404"), ("/petitions/é", "400"),
  ]) func `an odd address is answered like any other that leads nowhere`(
    _ target: String, _ status: String
  ) async throws {
    try await Self.serve { server, _ in
      for method in ["GET", "HEAD", "POST"] {
        let answer = try await server.exchange(target, method: method)
        let isMethodWrong = method == "POST" && status == "200"
        #expect(Self.status(answer) == (isMethodWrong ? "405" : status), "\(method)")
        #expect(!answer.contains("root:"))
      }
      for line in server.log.all {
        #expect(line.hasPrefix(#"{"route":""#))
        #expect(!line.contains("/") && !line.contains("passwd") && !line.contains("%"))
      }
    }
  }

  @Test func `an address that is no UTF-8 harms nothing`() async throws {
    try await Self.serve { server, slug in
      let head = Array("GET /petitions/".utf8) + [0xFF, 0xFE, 0xC0, 0xAF]
      let answer = try await server.exchange(
        head + Array(" HTTP/1.1\r\nHost: a.example\r\nConnection: close\r\n\r\n".utf8))
      #expect(["400", "404"].contains(Self.status(answer)))
      let form = Array("name=".utf8) + [0xFF, 0xFE] + Array("&email=a%40example.org".utf8)
      let post = """
        POST /petitions/\(slug.text)/signatures HTTP/1.1\r
        Host: petitions.example.org\r
        Content-Type: application/x-www-form-urlencoded\r
        Connection: close\r
        Content-Length: \(form.count)\r
        \r\n
        """
      let refused = try await server.exchange(Array(post.utf8) + form)
      #expect(Self.status(refused) == "400")
      #expect(refused.contains("<h1>The form could not be read</h1>"))
      #expect(Self.status(try await server.exchange("/petitions/\(slug.text)")) == "200")
    }
  }

  @Test func `HEAD is GET without the body, from memory and made anew`() async throws {
    try await Self.serve { server, slug in
      for target in ["/petitions/\(slug.text)", "/healthz", "/nowhere", "/robots.txt"] {
        for _ in 1...2 {
          let get = try await server.exchange(target)
          let head = try await server.exchange(target, method: "HEAD")
          let parts = get.split(separator: "\r\n\r\n", maxSplits: 1)
          let headParts = head.components(separatedBy: "\r\n\r\n")
          #expect(headParts.count == 2 && headParts[1].isEmpty, "\(target)")
          func fields(_ text: some StringProtocol) -> [String] {
            text.components(separatedBy: "\r\n").filter { !$0.hasPrefix("Date:") }
          }
          #expect(fields(headParts[0]) == fields(parts[0]), "\(target)")
        }
      }
    }
  }

  @Test func `somebody signs over a real connection`() async throws {
    try await SiteClient.withPetition { client, slug in
      let fields = try await client.fields(People.meiling, slug)
      let body = String(decoding: Request.form("/", fields).body, as: UTF8.self)
      try await Loopback.serve(client) { server in
        let answer = try await server.exchange(
          Array(
            """
            POST /petitions/\(slug.text)/signatures HTTP/1.1\r
            Host: petitions.example.org\r
            Origin: https://petitions.example.org\r
            Content-Type: application/x-www-form-urlencoded\r
            Content-Length: \(body.utf8.count)\r
            Connection: close\r
            \r
            \(body)
            """.utf8))
        #expect(Self.status(answer) == "303")
        #expect(!answer.contains("Set-Cookie"))
        let mail = try #require(try await client.mails().first)
        let confirmed = try await server.exchange(
          "/confirm/\(try mail.confirmToken)", method: "POST")
        #expect(Self.status(confirmed) == "303")
        client.letPagesAge()
        let list = try await server.exchange("/petitions/\(slug.text)/signatures")
        #expect(list.contains("<bdi>\(People.meiling.name)</bdi>"))
        for line in server.log.all {
          #expect(line.hasPrefix(#"{"route":""#), "\(line)")
          #expect(!line.contains(slug.text) && !line.contains("example.org"))
        }
      }
    }
  }
}
