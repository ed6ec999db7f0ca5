import Cryptography
import HTTPServer
import Localization
import PetitionStore
import Petitions
import WebAuthn

/// The passkeys of a person.
extension Site {
  func passkeysPage(_ desk: DeskVisit) async throws -> Response {
    let credentials = try await credentialsToChange(desk)
    return passkeyPage(try passkeysPage(desk, credentials).bytes)
  }

  /// Adds, renames or removes one.
  func changePasskeys(_ desk: DeskVisit) async throws -> Response {
    let credentials = try await credentialsToChange(desk)
    let form = try form(of: desk.request)
    let isAddition = form["action"] == "add"
    let passkey = credentials.passkeys.first { PasskeysPage.token(of: $0.id) == form["passkey"] }
    let number = credentials.passkeys.firstIndex { $0.id == passkey?.id } ?? 0
    var page = try passkeysPage(desk, credentials)
    let typed = form["name"] ?? ""
    if isAddition { page.typedName = typed }
    guard typed.utf8.count <= Passkey.nameLimit else {
      let field = isAddition ? "name" : "name-\(number)"
      page.messages = [FieldMessage(field: field, text: desk.words("This name is too long."))]
      return passkeyPage(page.bytes, status: .unprocessable)
    }
    let name = TypedText.line(typed)
    if isAddition { return try await addPasskey(form, named: name, page, desk) }
    guard let passkey else { return passkeyPage(page.bytes, status: .unprocessable) }
    let account = try desk.account
    switch form["action"] {
    case "rename": try await store.renamePasskey(passkey.id, of: account.id, to: name)
    case "remove":
      guard try await store.removePasskey(passkey.id, of: account.id, at: desk.now) else {
        let text = desk.words("This is your only way to sign in. Add another one first.")
        page.messages = [FieldMessage(field: nil, text: text)]
        return passkeyPage(page.bytes, status: .unprocessable)
      }
    default: return passkeyPage(page.bytes, status: .unprocessable)
    }
    return redirect(to: desk.context.link(.desk(.account(.passkeys))))
  }

  private func addPasskey(
    _ form: Form, named name: String, _ page: PasskeysPage, _ desk: DeskVisit
  ) async throws -> Response {
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    var page = page
    do {
      guard let challenge = form["challenge"].flatMap(Base64URL.decode),
        let client = form["client-data"].flatMap(Base64URL.decode),
        let attestation = form["attestation"].flatMap(Base64URL.decode)
      else { throw PasskeyProblem.notAccepted }
      let secret = try await store.addPasskey(
        RelyingParty.Registration(clientData: client, attestation: attestation), for: challenge,
        named: name, of: session, on: page.party, at: desk.now)
      var response = redirect(to: desk.context.link(.desk(.account(.passkeys))))
      setCookie(of: secret, session.account, in: &response)
      return response
    } catch let problem as PasskeyProblem {
      let text =
        switch problem {
        case .notAccepted: desk.words("This passkey was not accepted. Please try again.")
        case .tooMany: desk.words("You have too many passkeys. Remove one first.")
        }
      page.messages = [FieldMessage(field: nil, text: text)]
      return passkeyPage(page.bytes, status: .unprocessable)
    }
  }

  private func passkeysPage(_ desk: DeskVisit, _ credentials: Credentials) throws -> PasskeysPage {
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    guard let party = settings.relyingParty else { throw PageFailure.notFound }
    return PasskeysPage(
      desk: desk, account: session.account, passkeys: credentials.passkeys, party: party,
      challenge: store.challengeToRegister(session, at: desk.now),
      userHandle: store.userHandle(of: session.account.id))
  }
}
