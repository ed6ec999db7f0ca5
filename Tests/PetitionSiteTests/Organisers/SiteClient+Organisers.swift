import HTTPServer
import PetitionStore
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionSite

extension SiteClient {
  /// Makes somebody the one who runs a petition.
  func give(_ slug: Slug, to browser: DeskBrowser) async throws {
    let owner = browser.account.id.rawValue
    try await database.write { transaction in
      try transaction.execute(
        "UPDATE petition SET owner_id = $1 WHERE slug = $2", owner, slug.text)
    }
    letPagesAge()
    clock.advance(by: settings.largestPageAge)
  }

  /// An organiser with the sample petition.
  @discardableResult
  static func withOrganiser<T>(
    _ settings: SiteSettings? = nil,
    _ body: (SiteClient, Slug, DeskBrowser) async throws -> T
  ) async throws -> T {
    try await withPetition(settings) { client, slug in
      let browser = try await client.browser(as: .organiser)
      try await client.give(slug, to: browser)
      return try await body(client, slug, browser)
    }
  }
}

extension Response {
  /// All of a body that is made while it is sent, and the size of its largest piece.
  func collected() async throws -> (text: String, largestPiece: Int) {
    let stream = try #require(stream)
    var bytes: [UInt8] = []
    var largest = 0
    while let piece = try await stream.next() {
      bytes += piece
      largest = max(largest, piece.count)
    }
    return (String(decoding: bytes, as: UTF8.self), largest)
  }
}
