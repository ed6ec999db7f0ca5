import EmailAddresses
import HTTPServer
import Localization
import PetitionStore
import Petitions

extension Site {
  /// One case for each address that is read.
  func read(_ route: AccountRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .home: return personalPage(DeskHomePage(desk: desk, account: try desk.account).bytes)
    case .signIn:
      return personalPage(
        SignInPage(desk: desk, goesTo: Self.ownPath(desk.request.query["next"])).bytes)
    case .signInLink(let token): return try await signInLinkPage(token, desk)
    case .signOut: throw PageFailure.methodNotAllowed([.post])
    }
  }

  /// One case for each address that changes something.
  func change(_ route: AccountRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .home: throw PageFailure.methodNotAllowed([.get])
    case .signIn: try await sendSignInLink(desk)
    case .signInLink(let token): try await signIn(token, desk)
    case .signOut: try await signOut(desk)
    }
  }

  /// The same answer for every address, after the same time.
  private func sendSignInLink(_ desk: DeskVisit) async throws -> Response {
    let isLimited = !mailRequestLimiter.allow(desk.request.network, now: desk.visit.uptime)
    let form = try form(of: desk.request)
    let typed = form["email"] ?? ""
    var page = SignInPage(desk: desk, goesTo: Self.ownPath(form["next"]), typedEmail: typed)
    if isLimited {
      page.messages = [FieldMessage(field: nil, text: SignInPage.tooMany(desk.words))]
      return personalPage(page.bytes, status: .tooManyRequests)
    }
    let email: EmailAddress
    do throws(EmailAddressError) {
      email = try EmailAddress(parsing: typed)
    } catch {
      let text = desk.words(Refusal(error))
      page.messages = [FieldMessage(field: "email", text: text)]
      return personalPage(page.bytes, status: .unprocessable)
    }
    try await held(desk.visit) {
      try await store.sendSignInLink(
        to: email, goesTo: page.goesTo, language: desk.words.language.code, at: desk.now)
    }
    return personalPage(SignInSentPage(desk: desk, email: email.text).bytes)
  }

  private func signInLinkPage(_ token: String, _ desk: DeskVisit) async throws -> Response {
    guard let secret = AccountSecret(token: token) else { throw PageFailure.brokenLink }
    guard let link = try await store.signInLink(secret, at: desk.now) else {
      throw PageFailure.usedSignInLink
    }
    return personalPage(SignInButtonPage(desk: desk, token: token, name: link.account.name).bytes)
  }

  private func signIn(_ token: String, _ desk: DeskVisit) async throws -> Response {
    guard let secret = AccountSecret(token: token) else { throw PageFailure.brokenLink }
    let browser = BrowserName(userAgent: desk.request.headers["User-Agent"] ?? "").text
    guard let signedIn = try await store.signIn(by: secret, browser: browser, at: desk.now) else {
      throw PageFailure.usedSignInLink
    }
    // Whoever was signed in before in this browser is not any more.
    if let earlier = desk.session { try await store.endSession(earlier, at: desk.now) }
    let limits = store.limits.accounts
    let isStaff = signedIn.link.account.role.isStaff
    let next = Self.ownRoute(signedIn.link.goesTo) ?? .desk(.account(.home))
    var response = redirect(to: desk.context.link(next))
    response.headers.add(
      "Set-Cookie",
      sessionCookie.setting(
        signedIn.session, for: isStaff ? limits.staffAbsoluteLimit : limits.absoluteLimit))
    return response
  }

  private func signOut(_ desk: DeskVisit) async throws -> Response {
    if let session = desk.session { try await store.endSession(session, at: desk.now) }
    var response = redirect(to: desk.context.link(.home))
    response.headers.add("Set-Cookie", sessionCookie.ending)
    return response
  }

  /// An address of this site's desk; nil for any other, so that no link leads away.
  private static func ownRoute(_ address: String) -> Route? {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first else { return nil }
    let query = RouteQuery(QueryItems(parts.count > 1 ? String(parts[1]) : nil))
    guard let route = Route(path: String(path), query: query), case .desk = route else {
      return nil
    }
    return route
  }

  private static func ownPath(_ address: String?) -> String {
    address.flatMap(ownRoute)?.address ?? ""
  }
}
