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
      return passkeyPage(
        signInPage(desk, goesTo: Self.ownPath(desk.request.query["next"])).bytes)
    case .signInLink(let token): return try await signInLinkPage(token, desk)
    case .prove: return try await provePage(desk)
    case .security: return try await securityPage(desk)
    case .password: return try await passwordPage(desk)
    case .app: return try await appPage(desk)
    case .passkeys: return try await passkeysPage(desk)
    case .sessions: return try await sessionsPage(desk)
    case .people: return try await peoplePage(desk)
    case .person(let id): return try await personPage(id, desk)
    case .signOut, .signInByPasskey, .proveByPasskey, .recoveryCodes:
      throw PageFailure.methodNotAllowed([.post])
    }
  }

  /// One case for each address that changes something.
  func change(_ route: AccountRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .home, .security: throw PageFailure.methodNotAllowed([.get])
    case .signIn: try await sendSignInLink(desk)
    case .signInLink(let token): try await signIn(token, desk)
    case .signInByPasskey: try await signInByPasskey(desk)
    case .signOut: try await signOut(desk)
    case .prove: try await prove(desk)
    case .proveByPasskey: try await proveByPasskey(desk)
    case .password: try await setPassword(desk)
    case .app: try await changeApp(desk)
    case .recoveryCodes: try await makeRecoveryCodes(desk)
    case .passkeys: try await changePasskeys(desk)
    case .sessions: try await endSessions(desk)
    case .people: try await changePeople(desk)
    case .person(let id): try await changePerson(id, desk)
    }
  }

  /// The same answer for every address, after the same time.
  private func sendSignInLink(_ desk: DeskVisit) async throws -> Response {
    let isLimited = !mailRequestLimiter.allow(desk.request.network, now: desk.visit.uptime)
    let form = try form(of: desk.request)
    let typed = form["email"] ?? ""
    var page = signInPage(desk, goesTo: Self.ownPath(form["next"]), typed: typed)
    if isLimited {
      page.messages = [FieldMessage(field: nil, text: SignInPage.tooMany(desk.words))]
      return passkeyPage(page.bytes, status: .tooManyRequests)
    }
    let email: EmailAddress
    do throws(EmailAddressError) {
      email = try EmailAddress(parsing: typed)
    } catch {
      let text = desk.words(Refusal(error))
      page.messages = [FieldMessage(field: "email", text: text)]
      return passkeyPage(page.bytes, status: .unprocessable)
    }
    try await held(desk.visit) {
      try await store.sendSignInLink(
        to: email, goesTo: page.goesTo, language: desk.words.language.code, at: desk.now)
    }
    return passkeyPage(SignInSentPage(desk: desk, email: email.text).bytes)
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
    let account = signedIn.link.account
    let goesTo = signedIn.link.goesTo
    guard account.role.isStaff else {
      return begun(signedIn.session, of: account, goesTo: goesTo, desk)
    }
    var response = redirect(to: desk.context.link(.desk(.account(.prove))), next: goesTo)
    setCookie(of: signedIn.session, account, in: &response)
    return response
  }

  private func signOut(_ desk: DeskVisit) async throws -> Response {
    if let session = desk.session { try await store.endSession(session, at: desk.now) }
    var response = redirect(to: desk.context.link(.home))
    response.headers.add("Set-Cookie", sessionCookie.ending)
    return response
  }

  /// An address of this site's desk; nil for any other, so that no link leads away.
  static func ownRoute(_ address: String) -> Route? {
    let parts = address.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    guard let path = parts.first else { return nil }
    let query = RouteQuery(QueryItems(parts.count > 1 ? String(parts[1]) : nil))
    guard let route = Route(path: String(path), query: query), case .desk = route else {
      return nil
    }
    return route
  }

  static func ownPath(_ address: String?) -> String {
    address.flatMap(ownRoute)?.address ?? ""
  }
}
