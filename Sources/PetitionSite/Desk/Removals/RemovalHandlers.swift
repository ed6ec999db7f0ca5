import HTTPServer
import PetitionStore
import Petitions

extension Site {
  func removalPage(_ id: Removal.ID, _ desk: DeskVisit) async throws -> Response {
    personalPage(try await removal(id, desk).bytes)
  }

  private func removal(_ id: Removal.ID, _ desk: DeskVisit) async throws -> RemovalPage {
    guard let removal = try await store.removal(id),
      let petition = try await store.petition(removal.petition)
    else { throw PageFailure.notFound }
    var page = RemovalPage(
      desk: desk, petition: petition, removal: removal, people: try await people(in: [removal]))
    guard removal.state == .counted || removal.state == .awaiting else { return page }
    let findings = try await store.findings(removal.filter, in: petition, at: desk.now)
    let tags = findings.sample.compactMap(\.domainTag) + findings.domains(10).map(\.key)
    page.findings = findings
    page.domains = try await store.domainNames(of: tags, in: petition)
    page.needsSecond = try await store.needsSecond(removal, by: desk.account.id, at: desk.now)
    return page
  }

  /// One step of a removal, by the button that was pressed.
  func moveRemoval(_ id: Removal.ID, _ desk: DeskVisit) async throws -> Response {
    guard try await store.removal(id) != nil else { throw PageFailure.notFound }
    guard desk.allows(.removeSignatures) else { throw PageFailure.forbidden }
    let form = try form(of: desk.request)
    let account = try desk.account.id
    do {
      switch form["action"] {
      case "request":
        guard let reason = form["reason"].flatMap(RemovalReason.init) else {
          var page = try await removal(id, desk)
          page.isReasonMissing = true
          return personalPage(page.bytes, status: .unprocessable)
        }
        try await store.requestRemoval(id, reason: reason, by: account, at: desk.now)
      case "agree":
        try await store.agreeToRemoval(id, by: account, mayRemove: true, at: desk.now)
      case "cancel": try await store.cancelRemoval(id, by: account, at: desk.now)
      case "undo": try await store.undoRemoval(id, by: account, at: desk.now)
      default: throw PageFailure.badForm(.malformed)
      }
    } catch let error as RemovalError {
      if error == .unknown { throw PageFailure.notFound }
      var page = try await removal(id, desk)
      page.refusal = error
      return personalPage(page.bytes, status: .conflict)
    }
    try await beginRemoval(id, desk)
    return redirect(to: desk.context.link(.desk(.removal(.removal(id)))))
  }

  /// What is small is done when the page comes; the rest goes on without it.
  private func beginRemoval(_ id: Removal.ID, _ desk: DeskVisit) async throws {
    for _ in 0..<store.limits.removals.batchesAtOnce {
      guard try await store.continueRemoval(id, at: desk.now) else { return }
    }
  }

  func removalsPage(_ before: Int64?, _ desk: DeskVisit) async throws -> Response {
    let removals = try await store.removals(before: before.map(Removal.ID.init))
    let page = RemovalListPage(
      desk: desk, removals: removals, people: try await people(in: removals),
      petitions: try await petitions(Set(removals.map(\.petition))),
      isFull: removals.count == store.limits.removals.listed)
    return personalPage(page.bytes)
  }

  private func people(in removals: [Removal]) async throws -> [Account.ID: Account] {
    try await people(Set(removals.flatMap { [$0.requester, $0.agreer].compactMap(\.self) }))
  }

  /// The accounts of numbers.
  func people(_ ids: Set<Account.ID>) async throws -> [Account.ID: Account] {
    var people: [Account.ID: Account] = [:]
    for id in ids { people[id] = try await store.account(id) }
    return people
  }

  /// The petitions of numbers.
  func petitions(_ ids: Set<Petition.ID>) async throws -> [Petition.ID: Petition] {
    var petitions: [Petition.ID: Petition] = [:]
    for id in ids { petitions[id] = try await store.petition(id) }
    return petitions
  }
}
