import HTTPServer
import PetitionStore
import Petitions

extension Site {
  func publicRulesPage(_ desk: DeskVisit) async throws -> Response {
    let page = PublicRulesPage(
      desk: desk, reasons: try await store.reviewReasons(), limits: store.limits.moderation)
    return personalPage(page.bytes)
  }

  func rulesPage(_ desk: DeskVisit) async throws -> Response {
    personalPage(RulesPage(desk: desk, reasons: try await store.reviewReasons()).bytes)
  }

  func rulePage(_ key: ReviewReason.Key?, _ desk: DeskVisit) async throws -> Response {
    var form = ReviewReasonForm()
    if let key {
      guard let reason = try await store.reviewReasons().first(where: { $0.key == key }) else {
        throw PageFailure.notFound
      }
      form = ReviewReasonForm(reason)
    }
    return personalPage(
      RulePage(desk: desk, key: key, form: form, limits: store.limits.moderation).bytes)
  }

  /// Writes a reason of the list, or shows the form again.
  func writeRule(_ key: ReviewReason.Key?, _ desk: DeskVisit) async throws -> Response {
    let sent = try form(of: desk.request)
    let form = ReviewReasonForm(
      key: key?.text ?? sent["key"] ?? "", text: sent["text"] ?? "",
      explanation: sent["explanation"] ?? "", hidesText: sent["hides"] == "yes",
      isInUse: sent["used"] == "yes")
    let reasons = try await store.reviewReasons()
    if let key, !reasons.contains(where: { $0.key == key }) { throw PageFailure.notFound }
    // A key that is an address of its own could not be changed later.
    let taken =
      key == nil ? Set(reasons.map(\.key) + [ReviewReason.Key("new")].compactMap(\.self)) : []
    let checked = Result { () throws(ReviewRefused) in
      try form.checked(taken: taken, limits: store.limits.moderation)
    }
    switch checked {
    case .success(let reason):
      try await store.write(reason, by: try desk.account.id, at: desk.now)
      return redirect(to: desk.context.link(.desk(.moderation(.rules))))
    case .failure(let refused):
      var page = RulePage(desk: desk, key: key, form: form, limits: store.limits.moderation)
      page.messages = messages(refused, desk)
      return personalPage(page.bytes, status: .unprocessable)
    }
  }
}
