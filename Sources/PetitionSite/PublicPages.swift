import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

/// The pages that everybody sees alike, made anew when the ones in memory are too old.
extension Site {
  /// - Throws: ``PageFailure/notFound`` for an address without a page.
  func publicPage(_ route: Route, _ visit: Visit) async throws -> PublicPage {
    let context = visit.context
    switch route {
    case .home: return PublicPage(page(try await homePage(context).bytes), of: .site)
    case .petitions(let order, let category):
      let list = PetitionsPage(
        context: context, order: order, category: category,
        petitions: try await store.openPetitions(
          order, about: category, limit: SiteLimits.petitionsOnPage),
        counts: try await store.openPetitionsByCategory())
      return PublicPage(page(list.bytes), of: .site)
    case .feed: return PublicPage(try await feed(context), of: .site)
    case .siteMap: return PublicPage(try await siteMap(), of: .site)
    case .robots: return PublicPage(shared(robots, "text/plain; charset=utf-8"), of: .nothing)
    case .petition(let slug), .signatures(let slug, _), .importedNames(let slug, _),
      .checkYourMail(let slug), .petitionJSON(let slug), .countJSON(let slug),
      .signaturesJSON(let slug, _), .updates(let slug), .updatesFeed(let slug),
      .desk(.moderation(.versions(let slug))), .desk(.removal(.history(let slug, _))):
      let known = try await known(slug)
      if let hidden = try await hiddenAnswer(route, known.view.petition, context) {
        return PublicPage(hidden, of: known.view.petition, at: visit.now)
      }
      if case .checkYourMail = route { await mailDelay.refresh(from: store, at: visit) }
      let response =
        route.onlyPetition == nil
        ? try await listResponse(route, of: known, context)
        : try response(route, of: known, context)
      return PublicPage(response, of: known.view.petition, at: visit.now)
    default: throw PageFailure.notFound
    }
  }

  /// One of the pages that need no more than what is known of their petition.
  func response(
    _ route: Route, of known: KnownPetition, _ context: PageContext
  ) throws -> Response {
    let petition = known.view.petition
    switch route {
    case .checkYourMail:
      return page(checkYourMailPage(petition, context, .typed("")).bytes)
    case .petitionJSON:
      return try json(PetitionJSON.details(petition, on: settings, at: context.now))
    case .countJSON: return try json(PetitionJSON.Count(petition))
    default: return page(petitionPage(known, context).bytes)
    }
  }

  /// One page of a petition's lists.
  private func listResponse(
    _ route: Route, of known: KnownPetition, _ context: PageContext
  ) async throws -> Response {
    let view = known.view
    let petition = view.petition
    switch route {
    case .signatures(_, let number):
      let list = try await signatureList(view, number, context)
      return page(SignatureListPage(context: context, petition: petition, list: list).bytes)
    case .importedNames(_, let number):
      let names = try await importedNames(petition, number, context)
      return page(ImportedNamesPage(context: context, petition: petition, imported: names).bytes)
    case .signaturesJSON(_, let number): return try await signaturesJSON(view, number)
    case .updates:
      let updates = try await store.updates(of: petition.id)
      return page(UpdatesPage(context: context, petition: petition, updates: updates).bytes)
    case .updatesFeed:
      let updates = try await store.updates(of: petition.id)
      return shared(
        UpdatesFeed(context: context, petition: petition, updates: updates).bytes,
        "application/atom+xml; charset=utf-8")
    case .desk(.moderation(.versions)):
      let versions = try await store.wordingVersions(of: petition.id)
      return page(
        VersionsPage(
          context: context, petition: petition, versions: versions,
          styleSheet: deskAssets.styleSheet
        ).bytes)
    case .desk(.removal(.history(_, let before))):
      return page(try await historyPage(petition, before, context).bytes)
    default: throw PageFailure.notFound
    }
  }

  /// - Throws: ``PageFailure/notFound`` where no entry has the number: only pages that exist are kept.
  private func historyPage(
    _ petition: Petition, _ before: Int64?, _ context: PageContext
  ) async throws -> HistoryPage {
    let limit = store.limits.removals.journalEntries
    guard let before else {
      let entries = try await store.publicJournal(of: petition.id)
      return HistoryPage(
        context: context, petition: petition, before: nil, entries: entries,
        isFull: entries.count == limit)
    }
    guard before < .max else { throw PageFailure.notFound }
    let entries = try await store.publicJournal(of: petition.id, before: before + 1)
    guard entries.first?.number == before else { throw PageFailure.notFound }
    return HistoryPage(
      context: context, petition: petition, before: before, entries: Array(entries.dropFirst()),
      isFull: entries.count == limit)
  }

  /// A petition's page with an empty form.
  func petitionPage(_ petition: Petition, _ context: PageContext) async throws -> PetitionPage {
    petitionPage(try await known(petition.slug), context)
  }

  private func petitionPage(_ known: KnownPetition, _ context: PageContext) -> PetitionPage {
    let view = known.view
    let petition = view.petition
    return PetitionPage(
      context: context, petition: petition, story: RenderedMarkdown(rendered: view.storyHTML),
      token: formToken.token(for: petition, at: context.now),
      list: SignatureList(
        context: context, petition: petition, page: view.newestPage, signatures: view.newest),
      imported: ImportedNames(
        context: context, petition: petition, page: view.importedPage, names: view.importedNames),
      outcome: view.outcome,
      updates: UpdatesSection(
        context: context, petition: petition, updates: view.updates, count: view.updateCount),
      reasons: FeaturedReasons(context: context, reasons: view.featuredReasons),
      fragments: known.fragments.fragments(for: context))
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

  private func known(_ slug: Slug) async throws -> KnownPetition {
    guard let known = try await views.petition(slug, at: effects.uptime()) else {
      throw PageFailure.notFound
    }
    return known
  }

  /// One page of the list; the first one was read with the petition.
  private func signatures(
    _ view: PetitionView, _ number: Int
  ) async throws -> (page: ListPage, signatures: [ListedSignature]) {
    if number == 1 { return (view.newestPage, view.newest) }
    let last = view.petition.tally.confirmed
    guard let page = ListPage(number: number, lastOrdinal: last) else {
      throw PageFailure.notFound
    }
    return (page, try await store.signatures(of: view.petition, page))
  }

  private func signatureList(
    _ view: PetitionView, _ number: Int, _ context: PageContext
  ) async throws -> SignatureList {
    let (page, signatures) = try await signatures(view, number)
    return SignatureList(
      context: context, petition: view.petition, page: page, signatures: signatures)
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

  private func signaturesJSON(_ view: PetitionView, _ number: Int) async throws -> Response {
    let (page, signatures) = try await signatures(view, number)
    return try json(
      PetitionJSON.Page(
        page: page.number, pages: page.pageCount, count: view.petition.tally.count,
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
      Disallow: /desk
      Disallow: /drafts/
      Disallow: /signatures/
      Disallow: /submit/
      Disallow: /unsubscribe/
      Disallow: /new-text/
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
