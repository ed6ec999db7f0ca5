import EmailAddresses
import HTTPServer
import PetitionStore
import Petitions
import TestSupport
import Testing

@testable import PetitionSite

/// A site on which every route leads somewhere.
struct EveryRoute {
  /// Who may keep an answer, and for how long.
  enum Keeping: String {
    /// Everybody alike, for a moment.
    case shared = "public, max-age=1, stale-while-revalidate=1, stale-if-error=86400"
    /// Everybody alike, for ever.
    case immutable = "public, max-age=31536000, immutable"
    /// Nobody.
    case personal = "no-store"
  }

  let client: SiteClient
  let slug: Slug
  /// Signed, not confirmed.
  let waitingToken: String
  /// Confirmed.
  let standingToken: String
  /// Ends the news of the one who confirmed.
  let unsubscribeToken: String
  /// Signs changed words for the one who confirmed.
  let renewalToken: String
  /// Everything that can be read.
  let routes: [Route]

  static let photo = PhotoFiles(
    id: "0123456789abcdef0123456789abcdef",
    files: ["webp", "jpeg"].map {
      PhotoFiles.File(
        format: $0, size: Photo.Size(width: 320, height: 180), bytes: Array("photo".utf8))
    })

  static func with(
    url: String = "https://petitions.example.org", _ body: (EveryRoute) async throws -> Void
  ) async throws {
    let settings = try SiteSettings.test {
      $0.url = url
      $0.securityContact = "mailto:security@example.org"
      $0.bounceSecret = "secret of the relay"
      $0.isDevelopment = true
    }
    try await SiteClient.with(settings) { client in
      let slug = try await client.bring(.sample, photo: photo)
      let standing = try await client.confirmed(People.arnaud, slug, ["updates": "yes"])
      let waiting = try await client.token(People.aye, slug)
      let petition = try #require(try await client.store.petition(slug))
      let ticket = client.site.mailTicket.ticket(
        to: try EmailAddress(parsing: People.aye.email), for: petition, at: client.clock.now,
        random: { [UInt8](repeating: 9, count: $0) })
      let unsubscribe = client.store.unsubscribeToken(of: petition.id, ordinal: 1)
      try await body(
        EveryRoute(
          client, slug, waiting: waiting, standing: standing, ticket: ticket,
          unsubscribe: unsubscribe,
          renewal: client.store.renewalToken(of: petition.id, ordinal: 1)))
    }
  }

  private init(
    _ client: SiteClient, _ slug: Slug, waiting: String, standing: String, ticket: String,
    unsubscribe: String, renewal: String
  ) {
    self.client = client
    self.slug = slug
    waitingToken = waiting
    standingToken = standing
    unsubscribeToken = unsubscribe
    renewalToken = renewal
    routes = [
      .home, .petitions(.newest), .petitions(.mostSigned),
      .petitions(.newest, about: .housing), .petitions(.mostSigned, about: .housing),
      .petition(slug),
      .signatures(slug, page: 1), .importedNames(slug, page: 1), .checkYourMail(slug),
      .petitionJSON(slug), .countJSON(slug), .signaturesJSON(slug, page: 1), .updates(slug),
      .updatesFeed(slug), .desk(.moderation(.versions(slug))),
      .desk(.removal(.history(slug, before: nil))),
      .confirm(token: waiting), .ownSignature(token: standing), .withdraw(token: standing),
      .ownRenewal(token: standing), .renewal(token: renewal),
      .mailSent(slug, ticket: ticket), .unsubscribe(token: unsubscribe), .mailPreviews,
      .mailPreview(file: "confirm.html"), .mailPreview(file: "confirm.txt"),
      .photo(id: "0123456789abcdef0123456789abcdef", width: 320, format: .webp),
      .photo(id: "0123456789abcdef0123456789abcdef", width: 320, format: .jpeg),
      client.site.styleSheet, client.site.icon, .feed, .siteMap, .robots, .securityContact, .health,
      .readiness, .metrics,
    ]
  }

  /// How long an answer may be kept; a new route is to be put here and into ``routes``.
  static func keeping(_ route: Route) -> Keeping {
    switch route {
    case .home, .petitions, .petition, .signatures, .importedNames, .checkYourMail, .petitionJSON,
      .countJSON, .signaturesJSON, .updates, .updatesFeed, .feed, .siteMap, .robots,
      .desk(.moderation(.versions)), .desk(.removal(.history)):
      .shared
    case .photo, .asset: .immutable
    case .confirm, .ownSignature, .withdraw, .ownRenewal, .renewal, .mailSent, .unsubscribe,
      .bounceHook, .mailPreviews,
      .mailPreview, .securityContact, .health, .readiness, .metrics, .desk:
      .personal
    }
  }
}
