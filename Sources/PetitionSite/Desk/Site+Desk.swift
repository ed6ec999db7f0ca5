import HTTPServer
import PetitionStore
import Petitions

extension Site {
  /// Answers at the desk: who it is comes first, then whether the address is for them.
  func deskAnswer(_ route: DeskRoute, _ visit: Visit) async throws -> Response {
    let desk = try await deskVisit(visit)
    do {
      return try await deskAnswer(route, desk)
    } catch PageFailure.proofNeeded {
      return proveFirst(route, visit)
    }
  }

  private func deskAnswer(_ route: DeskRoute, _ desk: DeskVisit) async throws -> Response {
    let visit = desk.visit
    let access = route.address.access
    guard access.allows(desk.session?.role, isOwn: true) else {
      guard let session = desk.session else { return signInFirst(route, visit) }
      if access.allows(session.account.role, isOwn: true) { throw PageFailure.proofNeeded }
      throw PageFailure.forbidden
    }
    guard visit.request.method == .post else { return try await read(route, desk) }
    if let session = desk.session {
      let token = try form(of: visit.request)[DeskForm.tokenField] ?? ""
      guard deskFormToken.isValid(token, for: session) else { throw PageFailure.otherSession }
    }
    return try await change(route, desk)
  }

  /// Who makes a request.
  func deskVisit(_ visit: Visit) async throws -> DeskVisit {
    var session: Session?
    if let cookie = sessionCookie.session(of: visit.request) {
      session = try await store.session(cookie, at: visit.now)
    }
    return deskVisit(visit, session)
  }

  /// A request with the session that it has now.
  func deskVisit(_ visit: Visit, _ session: Session?) -> DeskVisit {
    DeskVisit(
      visit: visit, session: session, formToken: session.map(deskFormToken.token) ?? "",
      assets: deskAssets, proofLifetime: store.limits.accounts.proofLifetime)
  }

  /// The page that signs in, which goes on with the page that was asked for.
  func signInFirst(_ route: DeskRoute, _ visit: Visit) -> Response {
    let goesTo = visit.request.method == .post ? "" : Route.desk(route).address
    return redirect(to: visit.context.link(.desk(.account(.signIn))), next: goesTo)
  }

  /// The page that asks who somebody is, which goes on with the page that was asked for.
  private func proveFirst(_ route: DeskRoute, _ visit: Visit) -> Response {
    let goesTo = route.address.acceptsGet ? Route.desk(route).address : ""
    return redirect(to: visit.context.link(.desk(.account(.prove))), next: goesTo)
  }

  private func read(_ route: DeskRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .account(let route): try await read(route, desk)
    case .proposal(let route): try await read(route, desk)
    case .moderation(let route): try await read(route, desk)
    case .removal(let route): try await read(route, desk)
    case .organiser(let route): try await read(route, desk)
    }
  }

  private func change(_ route: DeskRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .account(let route): try await change(route, desk)
    case .proposal(let route): try await change(route, desk)
    case .moderation(let route): try await change(route, desk)
    case .removal(let route): try await change(route, desk)
    case .organiser(let route): try await change(route, desk)
    }
  }

  var sessionCookie: SessionCookie { SessionCookie(isSecure: settings.isSecure) }

  /// A redirect that says what to go on with.
  func redirect(to link: LocalizedLink, next: String) -> Response {
    var response = redirect(to: link)
    guard !next.isEmpty else { return response }
    let separator = link.address.contains("?") ? "&" : "?"
    let value = PercentEncoding.encode(queryValue: next)
    response.headers.set("Location", link.address + separator + "next=" + value)
    return response
  }
}
