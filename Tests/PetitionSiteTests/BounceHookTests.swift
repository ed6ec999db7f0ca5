import Foundation
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// How a relay reports mails that came back.
@Suite struct BounceHookTests {
  private static let secret = "a secret of the relay"
  private static let path = "/hooks/bounces"

  private static func with(
    _ body: (SiteClient, Slug) async throws -> Void
  ) async throws {
    let settings = try SiteSettings.test { $0.bounceSecret = secret }
    try await SiteClient.withPetition(settings, body)
  }

  private static func report(
    _ json: String, authorization: String? = "Bearer \(secret)", type: String = "application/json"
  ) -> Request {
    var headers: [(HeaderName, String)] = [("Content-Type", type)]
    if let authorization { headers.append(("Authorization", authorization)) }
    return .to(path, method: .post, headers: headers, body: Array(json.utf8))
  }

  @Test func `a bounce is counted for the petition, and the address gets no more mail`()
    async throws
  {
    try await Self.with { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      _ = try await client.mails()
      let json = #"{"email": "arnaud.p@example.org", "kind": "hard"}"#
      try await client.snapshot(Self.report(json), "bounce")
      #expect(try await client.store.petition(slug)?.bounced == 1)
      client.clock.advance(by: 3_600_000)
      _ = try await client.sign(People.arnaud, slug)
      #expect(try await client.mails().isEmpty)
    }
  }

  @Test func `several reports come at once, also of strangers`() async throws {
    try await Self.with { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      _ = try await client.sign(People.aye, slug)
      _ = try await client.mails()
      let json = """
        [{"email": "arnaud.p@example.org", "kind": "hard", "more": 7},
         {"email": "\(People.aye.email)", "kind": "complaint"},
         {"email": "stranger@example.org", "kind": "hard"},
         {"email": "\(People.aye.email)", "kind": "soft"}]
        """
      let answer = await client.send(Self.report(json))
      #expect(answer.status == .ok)
      #expect(answer.text.contains(#""received":4"#))
      #expect(try await client.store.petition(slug)?.bounced ?? 0 >= 1)
    }
  }

  @Test(arguments: [
    nil, "", "Bearer", "Bearer ", "Bearer wrong", "Basic \(secret)", secret, "Bearer \(secret) x",
    "Bearer \(secret.uppercased())",
  ]) func `without the secret nothing is taken`(_ authorization: String?) async throws {
    try await Self.with { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      _ = try await client.mails()
      let answer = await client.send(
        Self.report(
          #"{"email": "arnaud.p@example.org", "kind": "hard"}"#, authorization: authorization))
      #expect(answer.status == .unauthorized)
      #expect(answer.headers["WWW-Authenticate"] == "Bearer")
      #expect(answer.headers["Content-Type"] == "application/problem+json")
      #expect(try await client.store.petition(slug)?.bounced == 0)
    }
  }

  @Test func `the name of the scheme is read in any case`() async throws {
    try await Self.with { client, _ in
      let answer = await client.send(Self.report("[]", authorization: "bearer  \(Self.secret)"))
      #expect(answer.status == .ok)
    }
  }

  @Test(arguments: [
    ("", 400), ("{", 400), ("7", 400), ("null", 400), ("{}", 400), ("[7]", 400),
    (#"{"email": "a@example.org"}"#, 400), (#"{"email": 7, "kind": "hard"}"#, 400),
    (#"{"email": "a@example.org", "kind": "firm"}"#, 422),
    (#"{"email": "a", "kind": "hard"}"#, 422),
  ]) func `what is no report is told clearly`(_ json: String, _ status: Int) async throws {
    try await Self.with { client, _ in
      let answer = await client.send(Self.report(json))
      #expect(answer.status.code == status)
      #expect(answer.headers["Content-Type"] == "application/problem+json")
      #expect(!answer.text.contains("a@example.org"))
    }
  }

  @Test func `one wrong report among others is named by its place, and none is counted`()
    async throws
  {
    try await Self.with { client, slug in
      _ = try await client.sign(People.arnaud, slug)
      _ = try await client.mails()
      let json = """
        [{"email": "arnaud.p@example.org", "kind": "hard"}, {"email": "a@@b", "kind": "none"}]
        """
      try await client.snapshot(Self.report(json), "bounce-wrong")
      #expect(try await client.store.petition(slug)?.bounced == 0)
    }
  }

  @Test func `a thousand reports are taken at once, and no more`() async throws {
    try await Self.with { client, _ in
      func reports(_ count: Int) -> String {
        "["
          + Array(repeating: #"{"email":"a@b.example","kind":"soft"}"#, count: count)
          .joined(separator: ",") + "]"
      }
      #expect(await client.send(Self.report(reports(1_000))).status == .ok)
      try await client.snapshot(Self.report(reports(1_001)), "bounce-too-many")
    }
  }

  @Test func `where no relay has a secret there is no such address`() async throws {
    try await SiteClient.withPetition { client, _ in
      for method in [HTTPServer.Method.get, .post, .put] {
        var request = Self.report("[]", authorization: "Bearer ")
        request.method = method
        #expect(await client.send(request).status == .notFound)
      }
    }
  }

  @Test func `it is for posting only, and other types are turned away`() async throws {
    try await Self.with { client, _ in
      let read = await client.get(Self.path)
      #expect(read.status == .methodNotAllowed && read.headers["Allow"] == "POST")
      let form = await client.send(Self.report("a=b", type: "application/x-www-form-urlencoded"))
      #expect(form.status == .unsupportedMediaType)
    }
  }

  @Test func `no address of a report stands in the log`() async throws {
    try await Self.with { client, _ in
      _ = await client.send(Self.report(#"{"email": "needle@example.org", "kind": "hard"}"#))
      _ = await client.send(Self.report(#"{"email": "needle@example.org", "kind": "?"}"#))
      #expect(client.log.contains(#""route":"bounce-hook""#))
      #expect(!client.log.contains("needle") && !client.log.contains(Self.secret))
    }
  }
}
