import Cryptography
import HTTPServer
import Localization
import PetitionStore
import Petitions

/// Password, authenticator app and recovery codes.
extension Site {
  func securityPage(_ desk: DeskVisit) async throws -> Response {
    let account = try desk.account
    let credentials = try await store.credentials(of: account.id)
    if !credentials.isEmpty { try desk.requireFullSession() }
    let page = SecurityPage(
      desk: desk, account: account, credentials: credentials,
      offersPasskeys: settings.relyingParty != nil)
    return personalPage(page.bytes)
  }

  func passwordPage(_ desk: DeskVisit) async throws -> Response {
    let credentials = try await credentialsToChange(desk)
    let app = credentials.hasPassword ? nil : try newApp(desk)
    return personalPage(PasswordPage(desk: desk, app: app).bytes)
  }

  /// Sets a password with an app, or changes the password alone.
  func setPassword(_ desk: DeskVisit) async throws -> Response {
    let credentials = try await credentialsToChange(desk)
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    let form = try form(of: desk.request)
    var page = PasswordPage(
      desk: desk, app: credentials.hasPassword ? nil : try typedApp(form, desk))
    var password: NewPassword?
    do throws(NewPassword.Problem) {
      password = try NewPassword(
        typed: form["password"] ?? "", again: form["again"] ?? "", of: session.account)
    } catch {
      let field = error == .different ? "again" : "password"
      page.messages.append(FieldMessage(field: field, text: desk.words(error)))
    }
    let step = page.app.flatMap { Self.step(of: form, $0, at: desk.now) }
    if page.app != nil, step == nil {
      page.messages.append(FieldMessage(field: "code", text: Self.wrongCode(desk.words)))
    }
    guard page.messages.isEmpty, let password else {
      return personalPage(page.bytes, status: .unprocessable)
    }
    let hash = try await store.hash(password)
    guard let app = page.app, let step else {
      _ = try await store.changePassword(to: hash, of: session, at: desk.now)
      return redirect(to: desk.context.link(.desk(.account(.security))))
    }
    let setUp = PasswordSetUp(hash: hash, appSecret: app.ticket.secret, step: step)
    guard let done = try await store.setPassword(setUp, of: session, at: desk.now) else {
      throw PageFailure.signInNeeded
    }
    return try await codesPage(done.codes, raised: done.session, desk)
  }

  func appPage(_ desk: DeskVisit) async throws -> Response {
    guard try await credentialsToChange(desk).hasPassword else { throw PageFailure.notFound }
    return personalPage(AppPage(desk: desk, app: try newApp(desk)).bytes)
  }

  func changeApp(_ desk: DeskVisit) async throws -> Response {
    guard try await credentialsToChange(desk).hasPassword else { throw PageFailure.notFound }
    let form = try form(of: desk.request)
    var page = AppPage(desk: desk, app: try typedApp(form, desk))
    guard let step = Self.step(of: form, page.app, at: desk.now) else {
      page.messages = [FieldMessage(field: "code", text: Self.wrongCode(desk.words))]
      return personalPage(page.bytes, status: .unprocessable)
    }
    guard
      let codes = try await store.changeApp(
        secret: page.app.ticket.secret, step: step, of: try desk.account.id, at: desk.now)
    else { throw PageFailure.notFound }
    return personalPage(RecoveryCodesPage(desk: desk, codes: codes).bytes)
  }

  func makeRecoveryCodes(_ desk: DeskVisit) async throws -> Response {
    guard try await credentialsToChange(desk).hasPassword else { throw PageFailure.notFound }
    let codes = try await store.newRecoveryCodes(of: try desk.account.id, at: desk.now)
    return personalPage(RecoveryCodesPage(desk: desk, codes: codes).bytes)
  }

  /// By what the person shows who they are, for somebody who may change it now.
  ///
  /// Where there is nothing yet, a link that was just used is enough.
  ///
  /// - Throws: ``PageFailure/proofNeeded``.
  func credentialsToChange(_ desk: DeskVisit) async throws -> Credentials {
    let credentials = try await store.credentials(of: try desk.account.id)
    if credentials.isEmpty {
      guard isProved(desk) else { throw PageFailure.proofNeeded }
    } else {
      try desk.requireFreshProof()
    }
    return credentials
  }

  /// The recovery codes, in the session that has just begun.
  private func codesPage(
    _ codes: [RecoveryCode], raised secret: AccountSecret, _ desk: DeskVisit
  ) async throws -> Response {
    let session = try await store.session(secret, at: desk.now)
    let raised = deskVisit(desk.visit, session)
    var response = personalPage(RecoveryCodesPage(desk: raised, codes: codes).bytes)
    setCookie(of: secret, try desk.account, in: &response)
    return response
  }

  private func newApp(_ desk: DeskVisit) throws -> AppSetUp {
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    let ticket = AppTicket(
      for: session.id, key: deskFormToken.key, at: desk.now, random: effects.random)
    return AppSetUp(desk: desk, account: session.account, ticket: ticket)
  }

  /// The app of a form; a new one where the form is too old.
  private func typedApp(_ form: Form, _ desk: DeskVisit) throws -> AppSetUp {
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    guard
      let ticket = AppTicket(
        form["app"] ?? "", for: session.id, key: deskFormToken.key, at: desk.now)
    else { return try newApp(desk) }
    return AppSetUp(desk: desk, account: session.account, ticket: ticket)
  }

  private static func step(of form: Form, _ app: AppSetUp, at now: Int64) -> Int64? {
    let digits = (form["code"] ?? "").filter { $0 != " " }
    return app.ticket.app.step(ofCode: digits, at: now / 1_000, after: nil)
  }

  private static func wrongCode(_ words: Words) -> String {
    words("This is not the code that the app shows now. Check the clock of your phone.")
  }
}
