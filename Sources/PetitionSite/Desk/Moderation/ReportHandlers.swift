import HTTPServer
import PetitionStore
import Petitions

extension Site {
  /// A petition as readers see it.
  ///
  /// - Throws: ``PageFailure/notFound``, ``PageFailure/takenDown``.
  private func shownPetition(_ slug: Slug) async throws -> Petition {
    guard let petition = try await store.petition(slug) else { throw PageFailure.notFound }
    guard !petition.isHidden else { throw PageFailure.takenDown }
    return petition
  }

  func reportPage(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let page = ReportPage(
      desk: desk, petition: try await shownPetition(slug), limits: store.limits.moderation)
    return personalPage(page.bytes)
  }

  /// Keeps a report, or shows the form again.
  func report(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    // Before anything is read: whatever the form turns out to be, it counts against its network.
    let isLimited = !reportLimiter.allow(desk.request.network, now: desk.visit.uptime)
    let sent = try form(of: desk.request)
    let petition = try await shownPetition(slug)
    let limits = store.limits.moderation
    let form = ReportForm(
      kind: sent["choice"] ?? "", text: sent["text"] ?? "", email: sent["email"] ?? "")
    var page = ReportPage(desk: desk, petition: petition, limits: limits, form: form)
    if isLimited {
      page.refusals = [.tooManyReports]
      return personalPage(page.bytes, status: .tooManyRequests)
    }
    switch form.checked(limits: limits) {
    case .refused(let refusals):
      page.refusals = refusals
      return personalPage(page.bytes, status: .unprocessable)
    case .accepted(let report):
      try await store.report(petition.id, report, at: desk.now)
      return personalPage(ReportSentPage(desk: desk, petition: petition).bytes)
    }
  }

  func reportsPage(_ desk: DeskVisit) async throws -> Response {
    personalPage(ReportsPage(desk: desk, reports: try await store.openReports()).bytes)
  }

  /// Puts a report aside.
  func closeReport(_ id: ReceivedReport.ID, _ desk: DeskVisit) async throws -> Response {
    try await store.close(id, by: try desk.account.id, at: desk.now)
    return redirect(to: desk.context.link(.desk(.moderation(.reports))))
  }
}
