import Cryptography
import HTTPServer
import Localization
import PetitionStore
import Petitions
import WebAuthn

/// How people show who they are beyond a link.
extension Site {
  func provePage(_ desk: DeskVisit) async throws -> Response {
    let account = try desk.account
    let credentials = try await store.credentials(of: account.id)
    if credentials.isEmpty, account.role.isStaff, isProved(desk) {
      return redirect(to: desk.context.link(.desk(.account(.security))))
    }
    let goesTo = Self.ownPath(desk.request.query["next"])
    return passkeyPage(try provePage(desk, credentials, goesTo: goesTo).bytes)
  }

  /// Takes password and code.
  func prove(_ desk: DeskVisit) async throws -> Response {
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    let form = try form(of: desk.request)
    let credentials = try await store.credentials(of: session.account.id)
    var page = try provePage(desk, credentials, goesTo: Self.ownPath(form["next"]))
    guard mailRequestLimiter.allow(desk.request.network, now: desk.visit.uptime) else {
      page.messages = [FieldMessage(field: nil, text: SignInPage.tooMany(desk.words))]
      return passkeyPage(page.bytes, status: .tooManyRequests)
    }
    let outcome = try await store.prove(
      session, password: form["password"] ?? "", code: form["code"] ?? "", at: desk.now)
    return answer(outcome, page, desk, session.account, wrong: "password")
  }

  func proveByPasskey(_ desk: DeskVisit) async throws -> Response {
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    let form = try form(of: desk.request)
    let credentials = try await store.credentials(of: session.account.id)
    let page = try provePage(desk, credentials, goesTo: Self.ownPath(form["next"]))
    var outcome = ProofOutcome.wrong
    if let answer = PasskeyAnswer(form), let party = settings.relyingParty {
      outcome = try await store.prove(session, by: answer, on: party, at: desk.now)
    }
    return answer(outcome, page, desk, session.account, wrong: nil)
  }

  /// Signs in by a passkey alone, where nobody is signed in.
  func signInByPasskey(_ desk: DeskVisit) async throws -> Response {
    let form = try form(of: desk.request)
    let goesTo = Self.ownPath(form["next"])
    var page = signInPage(desk, goesTo: goesTo)
    guard mailRequestLimiter.allow(desk.request.network, now: desk.visit.uptime) else {
      page.messages = [FieldMessage(field: nil, text: SignInPage.tooMany(desk.words))]
      return passkeyPage(page.bytes, status: .tooManyRequests)
    }
    let browser = BrowserName(userAgent: desk.request.headers["User-Agent"] ?? "").text
    // Held, so that the time tells nobody whether a passkey is known.
    let signedIn = try await held(desk.visit) {
      guard let answer = PasskeyAnswer(form), let party = settings.relyingParty else {
        return nil as (session: AccountSecret, account: Account)?
      }
      return try await store.signIn(by: answer, on: party, browser: browser, at: desk.now)
    }
    guard let signedIn else {
      page.messages = [FieldMessage(field: nil, text: Self.refusedPasskey(desk.words))]
      return passkeyPage(page.bytes, status: .unprocessable)
    }
    if let earlier = desk.session { try await store.endSession(earlier, at: desk.now) }
    return begun(signedIn.session, of: signedIn.account, goesTo: goesTo, desk)
  }

  /// The page that signs in, with the button for passkeys where browsers have them.
  func signInPage(_ desk: DeskVisit, goesTo: String, typed: String = "") -> SignInPage {
    let passkey = settings.relyingParty.map { party in
      PasskeyUse(
        desk: desk, action: .signInByPasskey, goesTo: goesTo, party: party,
        challenge: store.challengeToSignIn(at: desk.now))
    }
    return SignInPage(desk: desk, goesTo: goesTo, passkey: passkey, typedEmail: typed)
  }

  private func provePage(
    _ desk: DeskVisit, _ credentials: Credentials, goesTo: String
  ) throws -> ProvePage {
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    var passkey: PasskeyUse?
    if let party = settings.relyingParty, !credentials.passkeys.isEmpty {
      passkey = PasskeyUse(
        desk: desk, action: .proveByPasskey, goesTo: goesTo, party: party,
        challenge: store.challengeToProve(session, at: desk.now),
        known: credentials.passkeys.map(\.id), isPrimary: true)
    }
    return ProvePage(
      desk: desk, account: session.account, credentials: credentials, goesTo: goesTo,
      passkey: passkey)
  }

  private func answer(
    _ outcome: ProofOutcome, _ page: ProvePage, _ desk: DeskVisit, _ account: Account,
    wrong field: String?
  ) -> Response {
    var page = page
    switch outcome {
    case .proved(let session): return begun(session, of: account, goesTo: page.goesTo, desk)
    case .wrong:
      let text =
        field == nil
        ? Self.refusedPasskey(desk.words)
        : desk.words("The password or the code is wrong. A code works only once.")
      page.messages = [FieldMessage(field: field, text: text)]
      return passkeyPage(page.bytes, status: .unprocessable)
    case .tooSoon(let until):
      let seconds = Int((until - desk.now + 999) / 1_000)
      page.messages = [
        FieldMessage(
          field: field,
          text: desk.words(
            "Too many were wrong. Please wait {count} second, then try again.",
            "Too many were wrong. Please wait {count} seconds, then try again.", count: seconds))
      ]
      var response = passkeyPage(page.bytes, status: .tooManyRequests)
      response.headers.set("Retry-After", "\(seconds)")
      return response
    }
  }

  /// Goes on in a session that has just begun, or under a new secret.
  func begun(
    _ session: AccountSecret, of account: Account, goesTo: String, _ desk: DeskVisit
  ) -> Response {
    let next = Self.ownRoute(goesTo) ?? .desk(.account(.home))
    var response = redirect(to: desk.context.link(next))
    setCookie(of: session, account, in: &response)
    return response
  }

  /// Lets the browser send a session from now on.
  func setCookie(of session: AccountSecret, _ account: Account, in response: inout Response) {
    let limits = store.limits.accounts
    response.headers.add(
      "Set-Cookie",
      sessionCookie.setting(
        session, for: account.role.isStaff ? limits.staffAbsoluteLimit : limits.absoluteLimit))
  }

  /// A page that may run the script for passkeys.
  func passkeyPage(_ bytes: [UInt8], status: Status = .ok) -> Response {
    personalPage(bytes, status: status, hasScript: status == .ok || status == .unprocessable)
  }

  func isProved(_ desk: DeskVisit) -> Bool {
    desk.session?.isProved(lifetime: desk.proofLifetime, at: desk.now) ?? false
  }

  private static func refusedPasskey(_ words: Words) -> String {
    words("This passkey was not accepted. Load the page again, or sign in in another way.")
  }
}

extension PasskeyAnswer {
  /// What the script put into a form; nil for what it never would.
  init?(_ form: Form) {
    func bytes(_ name: String) -> [UInt8]? { form[name].flatMap(Base64URL.decode) }
    guard let challenge = bytes("challenge"), let id = bytes("credential"), !id.isEmpty,
      let client = bytes("client-data"), let data = bytes("authenticator-data"),
      let signature = bytes("signature")
    else { return nil }
    self.init(
      challenge: challenge,
      assertion: RelyingParty.Assertion(
        credentialID: id, clientData: client, authenticatorData: data, signature: signature),
      userHandle: bytes("user-handle") ?? [])
  }
}

extension PasswordHashingError: Unavailability {
  var isTemporary: Bool { true }
}
