import HTTPServer
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Which requests of which pages may change something.
@Suite struct OriginTests {
  struct Sender: Sendable, CustomTestStringConvertible {
    let headers: [(HeaderName, String)]
    let isTrusted: Bool

    init(_ isTrusted: Bool, _ headers: (HeaderName, String)...) {
      self.isTrusted = isTrusted
      self.headers = headers
    }

    var testDescription: String {
      headers.map { "\($0.0.spelling): \($0.1)" }.joined(separator: ", ")
    }
  }

  static let senders = [
    Sender(true),
    Sender(true, ("Sec-Fetch-Site", "same-origin")),
    Sender(true, ("Sec-Fetch-Site", "none")),
    Sender(false, ("Sec-Fetch-Site", "cross-site")),
    Sender(false, ("Sec-Fetch-Site", "same-site")),
    Sender(false, ("Sec-Fetch-Site", "")),
    Sender(false, ("Sec-Fetch-Site", "anything-new")),
    Sender(
      false, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://petitions.example.org")),
    Sender(true, ("Origin", "https://petitions.example.org")),
    Sender(true, ("Origin", "HTTPS://Petitions.Example.Org")),
    Sender(false, ("Origin", "http://petitions.example.org")),
    Sender(false, ("Referer", "http://petitions.example.org/petitions/a")),
    Sender(false, ("Origin", "null")),
    Sender(false, ("Origin", "")),
    Sender(false, ("Origin", "https://evil.example")),
    Sender(false, ("Origin", "https://petitions.example.org.evil.example")),
    Sender(false, ("Origin", "https://evil.example/https://petitions.example.org")),
    Sender(false, ("Origin", "https://petitions.example.org@evil.example")),
    Sender(false, ("Origin", "https://petitions.example.org:8443")),
    Sender(false, ("Origin", "https://evilpetitions.example.org")),
    Sender(false, ("Origin", "javascript://petitions.example.org")),
    Sender(false, ("Origin", "petitions.example.org")),
    Sender(true, ("Referer", "https://petitions.example.org/petitions/a?lang=de")),
    Sender(false, ("Referer", "https://evil.example/petitions.example.org")),
    Sender(
      false, ("Origin", "https://evil.example"), ("Referer", "https://petitions.example.org/")),
  ]

  @Test(arguments: senders) func `only the site's own pages may send its forms`(
    _ sender: Sender
  ) async throws {
    try await EveryRoute.with { site in
      let sign = "/petitions/\(site.slug.text)/signatures"
      let forms: [(String, [(String, String)])] = [
        (sign, try await site.client.fields(People.layla, site.slug)),
        ("/confirm/\(site.waitingToken)", []),
        ("/signatures/\(site.standingToken)", [("name", "Arnaud")]),
        ("/new-text/\(site.renewalToken)", [("version", "1")]),
        ("/signatures/\(site.standingToken)/new-text", [("version", "1")]),
        ("/unsubscribe/\(site.unsubscribeToken)", []),
        (
          "/petitions/\(site.slug.text)/check-your-mail",
          [("action", "resend"), ("email", People.aye.email)]
        ),
        ("/signatures/\(site.standingToken)/withdraw", []),
      ]
      let before = try site.client.folder.contents()
      for (path, fields) in forms {
        let status = await site.client.post(path, fields, headers: sender.headers).status
        #expect((status == .forbidden) == !sender.isTrusted, "\(status.code)")
      }
      #expect((try site.client.folder.contents() == before) == !sender.isTrusted)
    }
  }

  @Test func `a page may be asked for from anywhere`() async throws {
    try await SiteClient.withPetition { client, slug in
      let response = await client.get(
        "/petitions/\(slug.text)",
        [("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")])
      #expect(response.status == .ok)
    }
  }
}
