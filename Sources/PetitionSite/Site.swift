public import Cryptography
public import HTTPServer
public import Localization
public import PetitionStore
import Petitions

/// The whole site: turns requests into answers.
public final class Site: Sendable {
  let store: Store
  let settings: SiteSettings
  let localizations: Localizations
  let effects: Effects
  let assets: StaticFiles
  let styleSheet: Route
  let icon: Route
  let deskAssets: DeskAssets
  let deskFormToken: DeskFormToken
  let downloadLink: DownloadLink
  let headers: SiteHeaders
  let formToken: FormToken
  let mailTicket: MailTicket
  let confirmTicket: ConfirmTicket
  /// The codes of all countries, the same in every language.
  let countries: Set<String>
  let signingLimiter: RateLimiter
  /// Counts how often one network beyond its limit gets its form back with what was typed.
  let refusalLimiter: RateLimiter
  /// Counts what one network asks of the page that speaks of the mail.
  let mailRequestLimiter: RateLimiter
  /// Counts the drafts that one network begins.
  let startingLimiter: RateLimiter
  /// Counts the reports that one network sends.
  let reportLimiter: RateLimiter

  /// Stand for the networks that confirmations come from.
  let networkTags = DailyNetworkTags()
  /// How late mails are.
  let mailDelay = MailDelay()
  /// What was read of petitions, until they change.
  let views: PetitionViews
  private let pages: PageCache
  private let photos: PageCache

  /// Puts the site together over an open store.
  ///
  /// - Parameters:
  ///   - formTokenKey: the key of the tokens in public forms, the same on every node.
  ///   - mailTicketKey: the key of what follows a sent form, the same on every node.
  ///   - deskFormKey: the key of the tokens in forms of people who are signed in, the same on every node.
  ///   - localizations: the languages that readers can choose.
  public init(
    store: Store, settings: SiteSettings, formTokenKey: SecretKey, mailTicketKey: SecretKey,
    deskFormKey: SecretKey, localizations: Localizations, effects: Effects
  ) {
    self.store = store
    self.settings = settings
    self.localizations = localizations
    self.effects = effects
    headers = SiteHeaders(isSecure: settings.isSecure)
    assets = SiteAssets.files(headers)
    styleSheet = SiteAssets.route(to: "site.css", in: assets)
    icon = SiteAssets.route(to: "icon.svg", in: assets)
    deskAssets = DeskAssets(
      styleSheet: SiteAssets.route(to: "desk.css", in: assets),
      passkeyScript: SiteAssets.route(to: "passkeys.js", in: assets),
      composeScript: SiteAssets.route(to: "compose.js", in: assets))
    deskFormToken = DeskFormToken(key: deskFormKey)
    downloadLink = DownloadLink(key: deskFormKey)
    formToken = FormToken(key: formTokenKey, lifetimeHours: settings.formLifetimeHours)
    mailTicket = MailTicket(key: mailTicketKey)
    confirmTicket = ConfirmTicket(key: mailTicketKey)
    countries = Set(Words.countryCodes)
    signingLimiter = RateLimiter(
      burst: settings.signingBurst, perMinute: settings.signingsPerMinute)
    refusalLimiter = RateLimiter(
      burst: settings.signingBurst, perMinute: settings.signingsPerMinute)
    mailRequestLimiter = RateLimiter(
      burst: settings.mailRequestBurst, perMinute: settings.mailRequestsPerMinute)
    startingLimiter = RateLimiter(
      burst: settings.startBurst, perMinute: settings.startsPerMinute)
    reportLimiter = RateLimiter(
      burst: settings.reportBurst, perMinute: settings.reportsPerMinute)
    views = PetitionViews(store: store, largestAge: settings.largestPageAge)
    pages = PageCache(
      PageCache.Limits(
        lifetime: settings.pageLifetime, largestAge: settings.largestPageAge,
        bytes: settings.pageMemory),
      versions: store.versions)
    photos = PageCache(
      PageCache.Limits(
        // Made anew only where a petition was hidden.
        lifetime: 1_000, largestAge: 3_600_000, bytes: settings.photoMemory),
      versions: store.versions)
  }

  /// Answers from memory, inside the server's callback; nil where something must be awaited.
  public func answerFromMemory(_ head: borrowing RequestHead) -> PreparedResponse? {
    guard head.method == .get || head.method == .head else { return nil }
    let query = QueryItems(head.query)
    guard let route = Route(path: head.path, query: RouteQuery(query)) else { return nil }
    if case .asset = route { return assets.response(for: route.path) }
    // What may have been switched since it was made is looked at first.
    guard !route.dependsOnSwitches || store.knownSwitches != nil else { return nil }
    // Who is signed in sees a bar on it, which is nobody else's.
    if route.hasToolbar, sessionCookie.isNamed(in: head.header("Cookie")) { return nil }
    let language = LanguageChoice(
      acceptLanguage: head.header("Accept-Language"), asked: query["lang"], in: localizations)
    let now = effects.uptime()
    if case .photo = route { return photos.fresh(.photo(route), at: now) }
    return pages.fresh(.page(route, language), at: now) ?? pageOfKnownPetition(route, language)
  }

  /// A page that can be made of what is in memory of its petition, without waiting for anything.
  private func pageOfKnownPetition(
    _ route: Route, _ language: LanguageChoice
  ) -> PreparedResponse? {
    guard let slug = route.onlyPetition else { return nil }
    let uptime = effects.uptime()
    // Before the petition is looked up: what changes from here on may be missing in the page.
    let mark = store.versions.mark
    guard let known = views.known(slug, at: uptime), !known.view.petition.isHidden else {
      return nil
    }
    let context = PageContext(language, on: self, at: effects.now())
    // An error is thrown again, and told, where the page is made in the other way.
    guard let response = try? response(route, of: known, context) else { return nil }
    let page = PublicPage(response, of: known.view.petition, at: context.now)
    return pages.keep(made(page, route), .page(route, language), mark: mark, at: uptime)
  }

  private func made(_ page: PublicPage, _ route: Route) -> PageCache.Made {
    PageCache.Made(
      response: PreparedResponse(page.response, compressing: .live, routeName: route.name),
      scope: page.scope, validFor: page.validFor)
  }

  /// Answers a request; whatever goes wrong is an answer, too.
  public func respond(to request: Request) async throws -> Response {
    let found = Route(path: request.path, query: RouteQuery(request.query))
    // Before anything is made that shows them.
    if found?.dependsOnSwitches ?? true { await readSwitches() }
    let visit = Visit(request, on: self)
    guard let route = found else {
      return answer(.notFound, visit)
    }
    var response: Response
    do {
      response = try await dispatch(route, visit)
    } catch let failure as PageFailure {
      response = answer(failure, visit, route)
    } catch let error as any Unavailability where error.isTemporary {
      response = answer(.unavailable, visit, route)
    }
    response.routeName = route.name
    return response
  }

  /// The answer where answering itself failed.
  public func failureResponse(to request: Request) -> Response {
    answer(.internalError, Visit(request, on: self))
  }

  /// The answer to a request that the server turned down before it was read.
  public func refusal(_ status: Status) -> Response {
    let failure: PageFailure = status == .serviceUnavailable ? .unavailable : .refused(status)
    return answer(failure, Visit(Request(), on: self))
  }

  private func dispatch(_ route: Route, _ visit: Visit) async throws -> Response {
    guard isServed(route) else { throw PageFailure.notFound }
    switch visit.request.method {
    case .get where route.acceptsGet, .head where route.acceptsGet:
      return try await read(route, visit)
    case .post where route.acceptsPost:
      try OriginCheck(site: settings).verify(visit.request)
      try await checkSwitches(route, visit)
      return try await change(route, visit)
    default:
      throw PageFailure.methodNotAllowed(
        (route.acceptsGet ? [.get] : []) + (route.acceptsPost ? [.post] : []))
    }
  }

  /// Whether the operator wants an address to be there.
  private func isServed(_ route: Route) -> Bool {
    switch route {
    case .mailPreviews, .mailPreview: settings.isDevelopment
    case .bounceHook: settings.bounceSecret != nil
    default: true
    }
  }

  /// One case for each address that is read.
  private func read(_ route: Route, _ visit: Visit) async throws -> Response {
    switch route {
    case .home, .petitions, .petition, .signatures, .importedNames, .checkYourMail, .petitionJSON,
      .countJSON, .signaturesJSON, .updates, .updatesFeed, .feed, .siteMap, .robots,
      .desk(.moderation(.versions)), .desk(.removal(.history)):
      if let page = try await pageWithToolbar(route, visit) { return page }
      let key = PageCache.Key.page(route, visit.language)
      return try await pages.response(key, at: visit.uptime) { [self] in
        made(try await publicPage(route, visit), route)
      }.response(for: visit.request)
    case .photo(let id, let width, let format):
      return try await photos.response(.photo(route), at: visit.uptime) { [self] in
        let photo = try await photo(id, width, format)
        return PageCache.Made(
          response: PreparedResponse(photo, compressing: .none, routeName: route.name),
          scope: .nothing)
      }.response(for: visit.request)
    case .asset:
      guard let file = assets.response(for: route.path) else { throw PageFailure.notFound }
      return file.response(for: visit.request)
    case .confirm(let token): return try await confirmPage(token, visit)
    case .ownSignature(let token): return try await ownSignaturePage(token, visit)
    case .withdraw(let token): return try await withdrawPage(token, visit)
    case .ownRenewal, .renewal: return try await renewalPage(route, visit)
    case .mailSent(let slug, let ticket): return try await mailSentPage(slug, ticket, visit)
    case .unsubscribe(let token): return try await unsubscribePage(token, visit)
    case .mailPreviews: return mailPreviews(visit)
    case .mailPreview(let file): return try mailPreview(file, visit)
    case .bounceHook: throw PageFailure.methodNotAllowed([.post])
    case .securityContact:
      guard let text = securityText(at: visit.now) else { throw PageFailure.notFound }
      return plain(text)
    case .health: return plain("ok\n")
    case .readiness:
      guard await store.isAvailable() else { throw PageFailure.unavailable }
      return plain("ready\n")
    case .metrics: return try await metrics(visit)
    case .desk(let desk): return try await deskAnswer(desk, visit)
    }
  }

  /// One case for each address that changes something.
  private func change(_ route: Route, _ visit: Visit) async throws -> Response {
    switch route {
    case .signatures(let slug, _): try await sign(slug, visit)
    case .confirm(let token): try await confirm(token, visit)
    case .ownSignature(let token): try await changeSignature(token, visit)
    case .withdraw(let token): try await withdraw(token, visit)
    case .ownRenewal, .renewal: try await renew(route, visit)
    case .checkYourMail(let slug): try await answerAboutMail(slug, visit)
    case .unsubscribe(let token): try await unsubscribe(token, visit)
    case .bounceHook: try await noteBounces(visit)
    case .desk(let desk): try await deskAnswer(desk, visit)
    default: throw PageFailure.methodNotAllowed([.get])
    }
  }
}

extension PageCache.Key {
  static func page(_ route: Route, _ language: LanguageChoice) -> Self {
    let dependsOnLanguage = !route.isForPrograms && route != .robots && route != .siteMap
    return Self(
      route: route, language: dependsOnLanguage ? language.words.language.code : "",
      isLanguageChosen: dependsOnLanguage && language.isChosen)
  }

  static func photo(_ route: Route) -> Self {
    Self(route: route, language: "", isLanguageChosen: false)
  }
}

extension RouteQuery {
  init(_ query: QueryItems) {
    self.init(
      page: query["page"], list: query["list"], sort: query["sort"],
      category: query["category"], ticket: query["for"], items: query)
  }
}
