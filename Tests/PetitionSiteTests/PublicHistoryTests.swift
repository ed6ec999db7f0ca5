import HTTPServer
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite
@testable import PetitionStore

/// What was done to a petition and what its words were before, for everybody alike.
@Suite struct PublicHistoryTests {
  /// Adds public entries to the journal of a petition.
  private static func entries(
    _ count: Int, of slug: Slug, on client: SiteClient
  ) async throws -> [Int64] {
    let petition = try #require(try await client.store.petition(slug)).id
    for _ in 0..<count {
      try await client.database.write { transaction in
        try client.store.write(
          JournalEntry(
            .petitionRestored, by: nil, petition: petition, isPublic: true, at: client.clock.now),
          in: transaction)
      }
    }
    client.letPagesAge()
    return try await client.store.publicJournal(of: petition).map(\.number)
  }

  @Test func `older entries have a page at the numbers of entries, and nowhere else`()
    async throws
  {
    try await SiteClient.withPetition { client, slug in
      let numbers = try await Self.entries(3, of: slug, on: client)
      let path = "/petitions/\(slug.text)/history"
      let page = await client.get(path + "?before=\(numbers[0])")
      #expect(page.status == .ok && page.headers["ETag"] != nil)
      #expect(page.text.ranges(of: "The petition was put back.").count == 2)
      #expect(page.text.contains(path + "?before=\(numbers[0])"), "its own address")
      let last = try #require(numbers.last)
      let first = await client.get(path + "?before=\(last)").text
      #expect(!first.contains("put back") && first.contains("The petition was opened."))
      for nowhere in [numbers[0] + 1, 999_999, .max] {
        #expect(await client.get(path + "?before=\(nowhere)").status == .notFound)
      }
      var another = ImportedPage.sample
      another.wording.title = "Another one"
      let other = try await client.bring(another)
      let elsewhere = "/petitions/\(other.text)/history?before=\(numbers[0])"
      #expect(await client.get(elsewhere).status == .notFound)
    }
  }

  @Test func `a new entry of the journal shows a moment later`() async throws {
    try await SiteClient.withPetition { client, slug in
      let path = "/petitions/\(slug.text)/history"
      let before = await client.get(path)
      let tag = try #require(before.headers["ETag"])
      client.clock.advance(by: 30_000)
      #expect(await client.get(path, [("If-None-Match", tag)]).status == .notModified)
      _ = try await Self.entries(1, of: slug, on: client)
      let after = await client.get(path, [("If-None-Match", tag)])
      #expect(after.status == .ok && after.text.contains("The petition was put back."))
    }
  }

  @Test func `whoever is signed in gets the looks of changed words once`() async throws {
    try await SiteClient.withOrganiser { client, slug, browser in
      let path = "/petitions/\(slug.text)/versions"
      for page in [await client.get(path).text, await browser.get(path).text] {
        #expect(page.ranges(of: "/assets/desk.").count == 1)
      }
    }
  }
}
