import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// Whole exchanges of the pages that everybody sees alike.
@Suite struct PublicPageTests {
  /// A second petition, without anything that may be missing.
  private static let second = ImportedPage(
    wording: Wording(
      title: "Ein Zebrastreifen für die Lindenstraße",
      targets: [
        Target(name: "Stadtrat", office: ""), Target(name: "Ole Brandt", office: "Bürgermeister"),
      ],
      goal: "Ein Zebrastreifen vor der Schule.", story: "Dreihundert Kinder <queren> die Straße.",
      callToSign: "",
      letter: Letter(salutation: "Sehr geehrte Damen und Herren,", body: ["Bitte."], closing: "")),
    photoCredit: "", count: 0, names: [])

  private static let photo = PhotoFiles(
    id: "0123456789abcdef0123456789abcdef",
    files: ["webp", "jpeg"].flatMap { format in
      [(320, 180), (640, 360)].map { width, height in
        PhotoFiles.File(
          format: format, size: Photo.Size(width: width, height: height),
          bytes: Array("\(format) \(width)".utf8))
      }
    })

  @Test func `an empty site says so`() async throws {
    try await SiteClient.with { client in
      try await client.snapshot(.to("/"), "home-empty")
      try await client.snapshot(.to("/petitions"), "petitions-empty")
    }
  }

  @Test func `the home page shows the newest and the most signed petitions`() async throws {
    try await SiteClient.withPetition { client, slug in
      client.clock.advance(by: 3_600_000)
      try await client.bring(Self.second, language: "de", audience: .nobody)
      try await client.confirmed(People.arnaud, slug)
      try await client.snapshot(.to("/"), "home")
      try await client.snapshot(.to("/petitions?sort=most-signed"), "petitions-most-signed")
    }
  }

  @Test func `an open petition has its story, its letter, its form and its list`() async throws {
    try await SiteClient.with { client in
      let slug = try await client.bring(.sample, photo: Self.photo)
      try await client.confirmed(
        People.arnaud, slug, ["reason": "My sister works nights.\r\n\r\n<b>Every</b> night."])
      try await client.confirmed(People.layla, slug, ["audience": "nobody"])
      let withdrawn = try await client.confirmed(People.meiling, slug)
      _ = await client.post("/signatures/\(withdrawn)/withdraw")
      try await client.confirmed(People.aye, slug, ["country": "MM"])
      let path = "/petitions/\(slug.text)"
      try await client.snapshot(.to(path), "petition-open")
      try await client.snapshot(.to(path + "?lang=de"), "petition-german")
      try await client.snapshot(.to(path + "?lang=ar-XB"), "petition-right-to-left")
      try await client.snapshot(
        .to("/photos/0123456789abcdef0123456789abcdef-320.webp"), "photo")
    }
  }

  @Test func `a petition without photo, names and call shows nothing in their place`() async throws
  {
    try await SiteClient.with { client in
      let slug = try await client.bring(Self.second, language: "de", audience: .nobody)
      try await client.snapshot(.to("/petitions/\(slug.text)"), "petition-bare")
    }
  }

  @Test func `a closed petition says so and has no form`() async throws {
    try await SiteClient.withPetition { client, slug in
      try await client.confirmed(People.arnaud, slug)
      try await client.store.close(slug, at: client.clock.now)
      client.letPagesAge()
      let page = try await client.snapshot(.to("/petitions/\(slug.text)"), "petition-closed")
      #expect(!page.text.contains("<form"))
    }
  }

  @Test func `the list has pages of ten, newest first`() async throws {
    try await SiteClient.withPetition { client, slug in
      for person in People.crowd(23) { try await client.confirmed(person, slug) }
      let path = "/petitions/\(slug.text)/signatures"
      try await client.snapshot(.to(path), "list-first")
      try await client.snapshot(.to(path + "?page=2&lang=de"), "list-second-german")
      try await client.snapshot(.to(path + "?page=3"), "list-last")
      try await client.snapshot(
        .to("/petitions/\(slug.text)/signatures.json?page=2"), "list-json")
    }
  }

  @Test func `names from another site stand apart`() async throws {
    try await SiteClient.withPetition { client, slug in
      let path = "/petitions/\(slug.text)/signatures?list=imported"
      try await client.snapshot(.to(path), "imported-names")
    }
  }

  @Test func `programs read a petition, its count and its list`() async throws {
    try await SiteClient.with { client in
      let slug = try await client.bring(.sample, photo: Self.photo)
      try await client.confirmed(People.arnaud, slug, ["reason": "For \"her\" </script>"])
      try await client.confirmed(People.layla, slug, ["audience": "target"])
      try await client.snapshot(.to("/petitions/\(slug.text).json"), "petition-json")
      try await client.snapshot(.to("/petitions/\(slug.text)/count.json"), "count-json")
      try await client.snapshot(.to("/petitions/\(slug.text)/signatures.json"), "signatures-json")
    }
  }

  @Test func `feed, site map and robots name public addresses only`() async throws {
    try await SiteClient.withPetition { client, _ in
      try await client.snapshot(.to("/petitions.atom"), "feed")
      try await client.snapshot(.to("/sitemap.xml"), "site-map")
      try await client.snapshot(.to("/robots.txt"), "robots")
    }
  }

  @Test func `a petition says in JSON that it is closed when its last day is over`() async throws {
    try await SiteClient.with { client in
      let end = client.clock.now + 60_000
      let slug = try await client.bring(.sample, closesAt: end)
      let path = "/petitions/\(slug.text).json"
      #expect(await client.get(path).text.contains(#""state":"open""#))
      client.clock.advance(by: 60_000)
      #expect(await client.get(path).text.contains(#""state":"closed""#))
    }
  }
}
