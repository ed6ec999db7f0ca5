import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Nothing of a petition that was taken down is left anywhere.
@Suite struct HiddenPetitionTests {
  /// Every address of the sample petition, and what is answered once it was taken down.
  private static func addresses(_ slug: String) -> [(String, Status)] {
    [
      ("/petitions/\(slug)", .gone), ("/petitions/\(slug)?lang=de", .gone),
      ("/petitions/\(slug)/signatures", .gone), ("/petitions/\(slug)/signatures?page=1", .gone),
      ("/petitions/\(slug)/signatures?list=imported&page=1", .gone),
      ("/petitions/\(slug)/check-your-mail", .gone), ("/petitions/\(slug).json", .gone),
      ("/petitions/\(slug)/count.json", .gone), ("/petitions/\(slug)/signatures.json", .gone),
      ("/petitions/\(slug)/versions", .gone), ("/petitions/\(slug)/report", .gone),
      ("/petitions/\(slug)/updates", .gone), ("/petitions/\(slug)/updates.atom", .gone),
      ("/petitions/\(slug)/history", .gone),
      ("/photos/\(EveryRoute.photo.publicID)-320.webp", .notFound),
      ("/photos/\(EveryRoute.photo.publicID)-320.jpg", .notFound),
      ("/", .ok), ("/petitions", .ok), ("/petitions?sort=most-signed", .ok),
      ("/petitions.atom", .ok), ("/sitemap.xml", .ok),
    ]
  }

  /// What only this petition shows.
  private static let traces = [
    ImportedPage.sample.wording.title, "Ines Okafor", "Keep line 9", "keep-the-night-bus",
    People.arnaud.name, "Runa Lindqvist",
  ]

  @Test func `a petition that was taken down has vanished from every address`() async throws {
    try await SiteClient.with { client in
      let slug = try await client.bring(.sample, photo: EveryRoute.photo)
      let standing = try await client.confirmed(People.arnaud, slug)
      let waiting = try await client.token(People.aye, slug)
      let addresses = Self.addresses(slug.text)
      // What is in memory must go, too.
      for (address, status) in addresses where status != .notFound {
        #expect(await client.get(address).status == .ok, "\(address)")
      }
      #expect(await client.get(addresses[14].0).status == .ok)
      try await client.takeDown(slug)
      for (address, status) in addresses {
        let answer = await client.get(address)
        #expect(answer.status == status, "\(address)")
        for trace in Self.traces where !(trace.hasPrefix("keep-") && status == .gone) {
          #expect(!answer.text.contains(trace), "\(trace) at \(address)")
        }
      }
      for (token, path) in [(standing, "/signatures/"), (waiting, "/confirm/")] {
        let answer = await client.get(path + token)
        for trace in Self.traces.prefix(4) { #expect(!answer.text.contains(trace), "\(path)") }
      }
      #expect(await client.get("/confirm/\(waiting)").status == .gone)
      #expect(await client.post("/confirm/\(waiting)").status == .conflict)
      #expect(await client.post("/petitions/\(slug.text)/signatures").status == .gone)
      #expect(await client.post("/petitions/\(slug.text)/check-your-mail").status == .gone)
      #expect(await client.post("/signatures/\(standing)/withdraw").status == .seeOther)
    }
  }

  @Test func `its address says why, in the language of the reader`() async throws {
    try await SiteClient.with { client in
      let slug = try await client.bring(.sample)
      try await client.takeDown(slug)
      let page = await client.get("/petitions/\(slug.text)").text
      #expect(page.contains("This petition was taken down"))
      #expect(page.contains("It is about a private person"))
      #expect(page.contains("At the wish of the family."))
      let json = await client.get("/petitions/\(slug.text).json")
      #expect(json.headers["Content-Type"] == "application/problem+json")
    }
  }

  @Test func `it comes back when an administrator says so`() async throws {
    try await SiteClient.with { client in
      let slug = try await client.bring(.sample, photo: EveryRoute.photo)
      let moderator = try await client.takeDown(slug)
      #expect(await moderator.post(.moderation(.restore(slug))).status == .forbidden)
      let administrator = try await client.browser(as: .administrator)
      #expect(await administrator.get(.moderation(.restore(slug))).status == .ok)
      #expect(await administrator.post(.moderation(.restore(slug))).status == .seeOther)
      client.letPagesAge()
      let page = await client.get("/petitions/\(slug.text)")
      #expect(page.status == .ok && page.text.contains("This petition is closed"))
      let photo = Route.photo(id: EveryRoute.photo.publicID, width: 320, format: .webp)
      #expect(await client.get(photo.address).status == .ok)
    }
  }

  @Test func `taking down needs a reason`() async throws {
    try await SiteClient.withPetition { client, slug in
      let moderator = try await client.browser(as: .moderator)
      #expect(await moderator.get(.moderation(.takeDown(slug))).status == .ok)
      let refused = await moderator.post(
        .moderation(.takeDown(slug)), [("message", "No reason given")])
      #expect(refused.status == .unprocessable && refused.text.contains("No reason given"))
      #expect(await client.get("/petitions/\(slug.text)").status == .ok)
    }
  }

  @Test func `every address of a merged petition leads to the same one of the other`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let other = try await client.bring(.sampleTitled("The other bus"))
      let moderator = try await client.browser(as: .moderator)
      for typed in [
        "", "/petitions/nowhere", "https://petitions.example.org/petitions/\(slug.text)",
      ] {
        let refused = await moderator.post(.moderation(.merge(slug)), [("other", typed)])
        #expect(refused.status == .unprocessable, "\(typed)")
      }
      let merged = await moderator.post(
        .moderation(.merge(slug)),
        [("other", "https://petitions.example.org/petitions/\(other.text)?lang=de#sign")])
      #expect(merged.status == .seeOther)
      client.letPagesAge()
      let places = [
        ("", ""), ("/signatures", "/signatures"), ("/signatures?page=1", "/signatures"),
        (".json", ".json"), ("/count.json", "/count.json"),
        ("/signatures.json", "/signatures.json"), ("/versions", "/versions"),
        ("/check-your-mail", ""),
      ]
      for (place, target) in places {
        let answer = await client.get("/petitions/\(slug.text)\(place)")
        #expect(answer.status == .movedPermanently, "\(place)")
        #expect(answer.headers["Location"] == "/petitions/\(other.text)\(target)", "\(place)")
      }
      let list = await client.get("/petitions").text
      #expect(list.contains("The other bus") && !list.contains(ImportedPage.sample.wording.title))
      #expect(!(await client.get("/sitemap.xml").text).contains(slug.text))
    }
  }
}

extension SiteClient {
  /// Somebody who looks after the site takes a petition down.
  @discardableResult
  fileprivate func takeDown(_ slug: Slug) async throws -> DeskBrowser {
    let moderator = try await browser(as: .moderator)
    let answer = await moderator.post(
      .moderation(.takeDown(slug)),
      [("reason", "private-person"), ("message", "At the wish of the family.")])
    #expect(answer.status == .seeOther)
    letPagesAge()
    return moderator
  }
}

extension PhotoFiles {
  fileprivate var publicID: String { "0123456789abcdef0123456789abcdef" }
}

extension ImportedPage {
  fileprivate static func sampleTitled(_ title: String) -> ImportedPage {
    var page = sample
    page.wording.title = title
    return page
  }
}
