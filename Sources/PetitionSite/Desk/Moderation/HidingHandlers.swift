import HTTPServer
import Localization
import PetitionStore
import Petitions

extension Site {
  /// A petition that somebody at the desk looks at, hidden or not.
  private func anyPetition(_ slug: Slug) async throws -> Petition {
    guard let petition = try await store.petition(slug) else { throw PageFailure.notFound }
    return petition
  }

  func takeDownPage(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let page = TakeDownPage(
      desk: desk, petition: try await anyPetition(slug),
      reasons: try await store.reviewReasons(), limits: store.limits.moderation)
    return personalPage(page.bytes)
  }

  /// Hides a petition, or shows the form again.
  func takeDown(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let sent = try form(of: desk.request)
    let petition = try await anyPetition(slug)
    let reasons = try await store.reviewReasons()
    let form = TakeDownForm(reasons: sent.all("reason"), statement: sent["message"] ?? "")
    let refused: ReviewRefused
    let checked = Result { () throws(ReviewRefused) in
      try form.checked(against: reasons, limits: store.limits.moderation)
    }
    switch checked {
    case .success(let decision):
      let refusal = try await store.takeDown(
        petition.id, reasons: decision.reasons, statement: decision.statement,
        explanation: ReasonList(desk.words, decision.reasons, of: reasons).text,
        by: try desk.account.id, at: desk.now)
      guard let refusal else {
        return redirect(to: desk.context.link(.petition(slug)))
      }
      refused = ReviewRefused([refusal])
    case .failure(let error): refused = error
    }
    var page = TakeDownPage(
      desk: desk, petition: petition, reasons: reasons, limits: store.limits.moderation,
      form: form)
    page.messages = messages(refused, desk)
    return personalPage(page.bytes, status: .unprocessable)
  }

  func restorePage(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let petition = try await anyPetition(slug)
    guard petition.takenDownAt != nil else { throw PageFailure.notFound }
    return personalPage(RestorePage(desk: desk, petition: petition).bytes)
  }

  /// Brings a hidden petition back.
  func restore(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let petition = try await anyPetition(slug)
    let refusal = try await store.restore(petition.id, by: try desk.account.id, at: desk.now)
    guard let refusal else { return redirect(to: desk.context.link(.petition(slug))) }
    var page = RestorePage(desk: desk, petition: petition)
    page.messages = messages(ReviewRefused([refusal]), desk)
    return personalPage(page.bytes, status: .unprocessable)
  }

  func mergePage(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    personalPage(MergePage(desk: desk, petition: try await anyPetition(slug)).bytes)
  }

  /// Lets a petition's address lead to another one, or shows the form again.
  func merge(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let typed = try form(of: desk.request)["other"] ?? ""
    let petition = try await anyPetition(slug)
    var refusal: ReviewRefusal? = typed.isEmpty ? .otherMissing : .otherUnknown
    if let other = Self.slug(typed), let target = try await store.petition(other) {
      refusal = try await store.merge(
        petition.id, into: target.id, by: try desk.account.id, at: desk.now)
    }
    guard let refusal else { return redirect(to: desk.context.link(.petition(slug))) }
    var page = MergePage(desk: desk, petition: petition, typed: typed)
    page.messages = messages(ReviewRefused([refusal]), desk)
    return personalPage(page.bytes, status: .unprocessable)
  }

  /// The slug in an address as somebody copies it from a browser.
  private static func slug(_ typed: String) -> Slug? {
    guard typed.utf8.count <= 1_000 else { return nil }
    let address = TypedText.line(typed).prefix { $0 != "?" && $0 != "#" }
    let parts = address.split(separator: "/")
    guard let place = parts.lastIndex(of: "petitions"), place + 1 < parts.count else {
      return parts.count == 1 ? parts.first.flatMap { Slug($0) } : nil
    }
    return Slug(parts[place + 1])
  }

  /// What is answered at any address of a petition that is not shown; nil where it is.
  ///
  /// A merged one leads to the other for good, one that was taken down says why.
  func hiddenAnswer(
    _ route: Route, _ petition: Petition, _ context: PageContext
  ) async throws -> Response? {
    // Taken down comes first: a merged petition may be taken down, too.
    if petition.takenDownAt != nil { return try await takenDownAnswer(route, petition, context) }
    guard let other = petition.mergedInto, let target = try await store.petition(other) else {
      return nil
    }
    var response = Response.redirect(
      to: context.link(route.of(target.slug)).address, status: .movedPermanently)
    response.headers.add(headers.personal)
    return response
  }

  private func takenDownAnswer(
    _ route: Route, _ petition: Petition, _ context: PageContext
  ) async throws -> Response {
    guard let takedown = try await store.takedown(of: petition.id) else {
      throw PageFailure.takenDown
    }
    if route.isForPrograms {
      return problem(
        Problem(
          title: context.words("This petition was taken down"), status: Status.gone.code,
          detail: nil, errors: nil))
    }
    let page = TakenDownPage(
      context: context, takedown: takedown, reasons: try await store.reviewReasons())
    return personalPage(page.bytes, status: .gone)
  }
}

extension Route {
  /// The same address of another petition; its first page, where there are several.
  func of(_ slug: Slug) -> Route {
    switch self {
    case .signatures: .signatures(slug, page: 1)
    case .importedNames: .signatures(slug, page: 1)
    case .petitionJSON: .petitionJSON(slug)
    case .countJSON: .countJSON(slug)
    case .signaturesJSON: .signaturesJSON(slug, page: 1)
    case .desk(.moderation(.versions)): .desk(.moderation(.versions(slug)))
    default: .petition(slug)
    }
  }
}
