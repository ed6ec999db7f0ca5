import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

/// The pages that everybody sees alike, made anew when the ones in memory are too old.
extension Site {
  /// - Throws: ``PageFailure/notFound`` for an address without a page.
  func publicPage(_ route: Route, _ visit: Visit) async throws -> Response {
    let context = visit.context
    switch route {
    case .home: return page(try await homePage(context).bytes)
    case .petitions(let order):
      let petitions = try await store.openPetitions(order, limit: SiteLimits.petitionsOnPage)
      return page(PetitionsPage(context: context, order: order, petitions: petitions).bytes)
    case .petition(let slug):
      return page(try await petitionPage(try await petition(slug), context).bytes)
    case .signatures(let slug, let number):
      let petition = try await petition(slug)
      let list = try await signatureList(petition, number, context)
      return page(SignatureListPage(context: context, petition: petition, list: list).bytes)
    case .importedNames(let slug, let number):
      let petition = try await petition(slug)
      let names = try await importedNames(petition, number, context)
      return page(ImportedNamesPage(context: context, petition: petition, imported: names).bytes)
    case .checkYourMail(let slug):
      return page(CheckYourMailPage(context: context, petition: try await petition(slug)).bytes)
    case .petitionJSON(let slug):
      return try json(PetitionJSON.details(try await petition(slug), on: settings, at: visit.now))
    case .countJSON(let slug):
      return try json(PetitionJSON.Count(try await petition(slug)))
    case .signaturesJSON(let slug, let number): return try await signaturesJSON(slug, number)
    case .feed: return try await feed(context)
    case .siteMap: return try await siteMap()
    case .robots: return shared(robots, "text/plain; charset=utf-8")
    default: throw PageFailure.notFound
    }
  }

  /// A petition's page with an empty form.
  func petitionPage(_ petition: Petition, _ context: PageContext) async throws -> PetitionPage {
    PetitionPage(
      context: context, petition: petition,
      story: RenderedMarkdown(rendered: try await store.story(of: petition)),
      token: formToken.token(for: petition, at: context.now),
      list: try await signatureList(petition, 1, context),
      imported: try await importedNames(petition, 1, context))
  }

  /// One file of a photo.
  func photo(_ id: String, _ width: Int, _ format: PhotoFormat) async throws -> Response {
    guard
      let bytes = try await store.photoFile(id: id, format: format.rawValue, width: width)
    else { throw PageFailure.notFound }
    var fields = headers.immutable
    fields.set("Content-Type", format.mediaType)
    return Response(headers: fields, body: bytes)
  }

  private func homePage(_ context: PageContext) async throws -> HomePage {
    HomePage(
      context: context,
      newest: try await store.openPetitions(.newest, limit: settings.petitionsOnHomePage),
      mostSigned: try await store.openPetitions(.mostSigned, limit: settings.petitionsOnHomePage))
  }

  private func petition(_ slug: Slug) async throws -> Petition {
    guard let petition = try await store.petition(slug) else { throw PageFailure.notFound }
    return petition
  }

  private func signatureList(
    _ petition: Petition, _ number: Int, _ context: PageContext
  ) async throws -> SignatureList {
    guard let page = ListPage(number: number, lastOrdinal: petition.tally.confirmed) else {
      throw PageFailure.notFound
    }
    return SignatureList(
      context: context, petition: petition, page: page,
      signatures: try await store.signatures(of: petition, page))
  }

  private func importedNames(
    _ petition: Petition, _ number: Int, _ context: PageContext
  ) async throws -> ImportedNames {
    let last = petition.importedCount == 0 ? 0 : try await store.lastImportedPosition(of: petition)
    guard let page = ListPage(number: number, lastOrdinal: last) else {
      throw PageFailure.notFound
    }
    return ImportedNames(
      context: context, petition: petition, page: page,
      names: try await store.importedNames(of: petition, page))
  }

  private func signaturesJSON(_ slug: Slug, _ number: Int) async throws -> Response {
    let petition = try await petition(slug)
    guard let page = ListPage(number: number, lastOrdinal: petition.tally.confirmed) else {
      throw PageFailure.notFound
    }
    let signatures = try await store.signatures(of: petition, page)
    return try json(
      PetitionJSON.Page(
        page: page.number, pages: page.pageCount, count: petition.tally.count,
        signatures: signatures.map(PetitionJSON.Entry.init)))
  }

  private func feed(_ context: PageContext) async throws -> Response {
    let petitions = try await store.openPetitions(.newest, limit: SiteLimits.petitionsInFeed)
    return shared(
      PetitionFeed(context: context, petitions: petitions).bytes,
      "application/atom+xml; charset=utf-8")
  }

  private func siteMap() async throws -> Response {
    let slugs = try await store.slugs(limit: SiteLimits.addressesInSiteMap)
    return shared(SiteMap(site: settings, slugs: slugs).bytes, "application/xml; charset=utf-8")
  }

  /// Whom to tell of holes (RFC 9116); it expires after a year, so that a dead one does not linger.
  func securityText(at now: Int64) -> String? {
    settings.securityContact.map { contact in
      "Contact: \(contact)\nExpires: \(Timestamp.text(now + 365 * 24 * FormToken.hour))\n"
    }
  }

  private var robots: [UInt8] {
    Array(
      """
      User-agent: *
      Disallow: /confirm/
      Disallow: /signatures/
      Sitemap: \(AbsoluteLink(Route.siteMap, on: settings).address)

      """.utf8)
  }

  private func page(_ bytes: [UInt8]) -> Response {
    shared(bytes, "text/html; charset=utf-8", headers.sharedByLanguage)
  }

  private func json(_ value: some Encodable) throws -> Response {
    shared(try PetitionJSON.bytes(value), "application/json")
  }

  private func shared(
    _ bytes: [UInt8], _ type: String, _ headers: HeaderFields? = nil
  ) -> Response {
    var fields = headers ?? self.headers.shared
    fields.set("Content-Type", type)
    return Response(headers: fields, body: bytes)
  }
}

/// How much stands on one page of everything.
enum SiteLimits {
  static let petitionsOnPage = 100
  static let petitionsInFeed = 50
  /// The most that one site map may hold (sitemaps.org).
  static let addressesInSiteMap = 50_000
}
