import Foundation
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// What petitions are about, and lists of those about one thing.
@Suite struct CategoryTests {
  private static func content(_ title: String, _ category: Petitions.Category) -> ProposalContent {
    var content = ProposalContent.proposed(title: title)
    content.category = category.rawValue
    return content
  }

  /// A site with two petitions about traffic and one about housing.
  private static func with(
    _ body: (SiteClient, [Petition], DeskBrowser) async throws -> Void
  ) async throws {
    try await SiteClient.with { client in
      let moderator = try await client.browser(as: .moderator)
      var petitions: [Petition] = []
      for (title, category) in [
        ("Lamps for the path", Petitions.Category.traffic), ("A roof for all", .housing),
        ("A bell for the tram", .traffic),
      ] {
        client.clock.advance(by: 1_000)
        petitions.append(
          try await client.published(content(title, category), by: moderator))
      }
      try await body(client, petitions, moderator)
    }
  }

  @Test func `a petition says what it is about, and leads to others about it`() async throws {
    try await Self.with { client, petitions, _ in
      let link = #"<a href="/petitions?category=traffic">Traffic</a>"#
      let path = "/petitions/\(petitions[0].slug.text)"
      #expect(await client.get(path).text.contains("Category: " + link))
      #expect(await client.get("/").text.contains(link))
      #expect(await client.get(path + ".json").text.contains(#""category":"traffic""#))
      let german = await client.get(path + "?lang=de").text
      #expect(german.contains(#"href="/petitions?category=traffic&amp;lang=de""#))
    }
  }

  @Test func `a list of one category holds its petitions and no others, in both orders`()
    async throws
  {
    try await Self.with { client, petitions, _ in
      try await client.confirmed(People.arnaud, petitions[0].slug)
      client.letPagesAge()
      func titles(_ address: String) async -> [String] {
        let page = await client.get(address)
        #expect(page.status == .ok, "\(address)")
        let found = petitions.compactMap { petition in
          page.text.range(of: petition.wording.title + "</a>").map {
            ($0.lowerBound, petition.wording.title)
          }
        }
        return found.sorted { $0.0 < $1.0 }.map(\.1)
      }
      #expect(
        await titles("/petitions?category=traffic") == [
          "A bell for the tram", "Lamps for the path",
        ])
      #expect(
        await titles("/petitions?sort=most-signed&category=traffic")
          == ["Lamps for the path", "A bell for the tram"])
      #expect(await titles("/petitions?category=housing") == ["A roof for all"])
      #expect(await titles("/petitions").count == 3)
    }
  }

  @Test func `the list keeps order and category in its links and its own address`() async throws {
    try await Self.with { client, _, _ in
      let page = await client.get("/petitions?category=traffic&sort=most-signed").text
      let site = client.settings.url
      #expect(
        page.contains(
          #"<link rel="canonical" href="\#(site)/petitions?category=traffic&amp;sort=most-signed">"#
        ))
      #expect(page.contains(#"href="/petitions?category=traffic">Newest"#))
      #expect(page.contains(#"href="/petitions?category=housing&amp;sort=most-signed">Housing"#))
      #expect(page.contains(#"href="/petitions?sort=most-signed">All categories"#))
      #expect(page.contains("<h1>Petitions: Traffic</h1>"))
      #expect(page.contains("<summary>Category: Traffic</summary>"))
      // How many there are, and nothing of categories that have none.
      #expect(page.contains(#"Traffic</a> <span class="note">2</span>"#))
      #expect(page.contains(#"Housing</a> <span class="note">1</span>"#))
      #expect(!page.contains(">Animals</a>"))
    }
  }

  @Test func `a category without open petitions says so and leads to all`() async throws {
    try await Self.with { client, petitions, moderator in
      let path = "/petitions?category=housing"
      #expect(await client.get(path).text.contains("A roof for all"))
      let answer = await moderator.post(
        .moderation(.takeDown(petitions[1].slug)),
        [("reason", "private-person"), ("message", "At the wish of the family.")])
      #expect(answer.status == .seeOther)
      client.letPagesAge()
      let page = await client.get(path)
      #expect(page.status == .ok && !page.text.contains("A roof for all"))
      #expect(page.text.contains("There are no open petitions about this at the moment."))
      #expect(page.text.contains(#"<a href="/petitions">See all petitions</a>"#))
      #expect(await !client.get("/petitions").text.contains(">Housing</a>"))
    }
  }

  @Test(arguments: ["", "Traffic", "traffic%20", "cats"])
  func `what is no category has no page`(_ text: String) async throws {
    try await SiteClient.with { client in
      #expect(await client.get("/petitions?category=\(text)").status == .notFound)
    }
  }

  @Test func `a petition that was brought along is in no category`() async throws {
    try await SiteClient.withPetition { client, slug in
      #expect(await !client.get("/petitions/\(slug.text)").text.contains("Category"))
      #expect(await !client.get("/petitions").text.contains("Category"))
      #expect(await !client.get("/petitions/\(slug.text).json").text.contains("category"))
    }
  }
}
