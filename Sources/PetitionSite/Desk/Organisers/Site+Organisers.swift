import HTTPServer
import PetitionStore
import Petitions

extension Site {
  /// One case for each address that is read.
  func read(_ route: OrganiserRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .petitions: return try await ownPetitionsPage(desk)
    case .dashboard: return try await dashboardPage(try await petition(of: route, desk), desk)
    case .updates:
      let run = try await petition(of: route, desk)
      return try await updatesPage(run, UpdateForm(), [], desk)
    case .update(_, let id):
      return try await updatePage(id, try await petition(of: route, desk), desk)
    case .closing:
      let run = try await petition(of: route, desk)
      return try await closingPage(run, nil, [], desk)
    case .reasons(_, let before):
      return try await reasonsPage(try await petition(of: route, desk), before, nil, desk)
    case .downloads: return try await downloadsPage(try await petition(of: route, desk), desk)
    case .download(_, let ticket):
      return try await download(ticket, try await petition(of: route, desk), desk)
    }
  }

  /// One case for each address that changes something.
  func change(_ route: OrganiserRoute, _ desk: DeskVisit) async throws -> Response {
    switch route {
    case .updates: return try await changeUpdates(try await petition(of: route, desk), desk)
    case .update(_, let id):
      return try await changeUpdate(id, try await petition(of: route, desk), desk)
    case .closing: return try await close(try await petition(of: route, desk), desk)
    case .reasons(_, let before):
      return try await changeReasons(try await petition(of: route, desk), before, desk)
    case .downloads: return try await makeDownload(try await petition(of: route, desk), desk)
    case .petitions, .dashboard, .download: throw PageFailure.methodNotAllowed([.get])
    }
  }

  /// The petition that an address names, if it is for the person.
  ///
  /// - Throws: ``PageFailure/notFound`` also for somebody else's, so that nobody learns what there is.
  private func petition(of route: OrganiserRoute, _ desk: DeskVisit) async throws -> Petition {
    guard let slug = route.slug, case .owner(let permission) = route.access,
      let petition = try await store.petition(slug)
    else { throw PageFailure.notFound }
    try desk.require(petition, or: permission)
    // What was taken down is in its organiser's hands no more, but for its numbers.
    guard petition.takenDownAt == nil || route == .dashboard(slug) || desk.allows(.runPetitions)
    else { throw PageFailure.takenDown }
    return petition
  }

  private func ownPetitionsPage(_ desk: DeskVisit) async throws -> Response {
    let petitions = try await store.petitions(
      runBy: try desk.account.id, limit: SiteLimits.petitionsOnPage)
    return personalPage(OwnPetitionsPage(desk: desk, petitions: petitions).bytes)
  }

  private func dashboardPage(_ petition: Petition, _ desk: DeskVisit) async throws -> Response {
    let start = desk.now - Int64(DashboardPage.days) * Activity.day
    await mailDelay.refresh(from: store, at: desk.visit)
    let dashboard = try await store.dashboard(of: petition, from: start, at: desk.now)
    return personalPage(
      DashboardPage(
        desk: desk, petition: petition, dashboard: dashboard,
        outcome: try await store.outcome(of: petition.id), delay: mailDelay.known(at: desk.now)
      ).bytes)
  }
}
