import HTTPServer
import Localization
import PetitionStore
import Petitions

extension Site {
  /// The page with the button; after the confirmation, the signer's own page.
  func confirmPage(_ token: String, _ visit: Visit) async throws -> Response {
    let secret = try secret(of: token)
    if let pending = try await store.pendingSignature(secret, at: visit.now),
      let petition = try await store.petition(pending.petition)
    {
      guard petition.takenDownAt == nil else { throw PageFailure.takenDown }
      guard petition.isOpen(at: visit.now) else { throw PageFailure.petitionClosed }
      let page = ConfirmPage(
        context: visit.context, petition: petition,
        signed: try await store.petition(petition, asOf: pending.wordingVersion),
        way: .link(token: token), name: pending.name, audience: pending.audience)
      return personalPage(page.bytes)
    }
    guard try await store.signature(secret) != nil else { throw PageFailure.deadLink }
    return redirect(to: visit.context.link(.ownSignature(token: token)))
  }

  /// The button was pressed.
  func confirm(_ token: String, _ visit: Visit) async throws -> Response {
    switch try await store.confirm(
      try secret(of: token), from: network(of: visit), at: visit.now)
    {
    case .confirmed: redirect(to: visit.context.link(.ownSignature(token: token)))
    case .signedBefore: throw PageFailure.signedBefore
    case .petitionClosed: throw PageFailure.petitionClosed
    case .unknown: throw PageFailure.deadLink
    }
  }

  /// A signer's own page; before the confirmation, the page with the button.
  func ownSignaturePage(_ token: String, _ visit: Visit) async throws -> Response {
    let secret = try secret(of: token)
    if let page = try await ownPage(secret, token, visit) { return personalPage(page.bytes) }
    guard try await store.pendingSignature(secret, at: visit.now) != nil else {
      throw PageFailure.deadLink
    }
    return redirect(to: visit.context.link(.confirm(token: token)))
  }

  /// Corrects the name, changes the audience, ends updates.
  func changeSignature(_ token: String, _ visit: Visit) async throws -> Response {
    let secret = try secret(of: token)
    let form = try form(of: visit.request)
    let typed = form["name"] ?? ""
    guard var page = try await ownPage(secret, token, visit) else { throw PageFailure.deadLink }
    // Taken back, perhaps, in another window: the page says so, and nothing was saved.
    guard page.signature.state == .standing else {
      return redirect(to: visit.context.link(.ownSignature(token: token)))
    }
    page.typedName = typed
    page.typedAudience = form["audience"].flatMap(Audience.init)
    do {
      let name = try PersonName(typed: typed)
      guard let audience = page.typedAudience else {
        page.refusals = [.audienceUnknown]
        return personalPage(page.bytes, status: .unprocessable)
      }
      try await store.change(
        secret, name: name, audience: audience,
        endingUpdates: page.signature.wantsUpdates && form["updates"] != "yes")
    } catch let refused as NameRefused {
      page.refusals = [refused.refusal]
      return personalPage(page.bytes, status: .unprocessable)
    }
    guard var changed = try await ownPage(secret, token, visit) else { throw PageFailure.deadLink }
    changed.notice = Notice(kind: .done, title: visit.words("Your changes have been saved"))
    return personalPage(changed.bytes)
  }

  /// Asks once.
  func withdrawPage(_ token: String, _ visit: Visit) async throws -> Response {
    guard let page = try await ownPage(try secret(of: token), token, visit) else {
      throw PageFailure.deadLink
    }
    guard page.signature.state != .withdrawn else {
      return redirect(to: visit.context.link(.ownSignature(token: token)))
    }
    let question = WithdrawPage(
      context: visit.context, petition: page.petition, signature: page.signature, token: token)
    return personalPage(question.bytes)
  }

  /// Takes the signature back.
  func withdraw(_ token: String, _ visit: Visit) async throws -> Response {
    let secret = try secret(of: token)
    guard try await store.signature(secret) != nil else { throw PageFailure.deadLink }
    try await store.withdraw(secret, language: visit.words.language.code, at: visit.now)
    return redirect(to: visit.context.link(.ownSignature(token: token)))
  }

  private func ownPage(
    _ secret: SignatureSecret, _ token: String, _ visit: Visit
  ) async throws -> OwnSignaturePage? {
    guard let signature = try await store.signature(secret),
      let petition = try await store.petition(signature.petition)
    else { return nil }
    return OwnSignaturePage(
      context: visit.context, petition: petition,
      signed: try await store.petition(petition, asOf: signature.wordingVersion),
      signature: signature, token: token)
  }

  func secret(of token: String) throws -> SignatureSecret {
    guard let secret = SignatureSecret(token: token) else { throw PageFailure.brokenLink }
    return secret
  }

  func form(of request: Request) throws -> Form {
    do throws(BodyError) {
      return try request.form()
    } catch {
      throw PageFailure.badForm(error)
    }
  }
}
