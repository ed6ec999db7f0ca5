import HTTPServer
import PetitionStore
import Petitions

extension Site {
  func pulsePage(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    guard let petition = try await store.petition(slug) else { throw PageFailure.notFound }
    let pulse = try await store.pulse(of: petition, at: desk.now)
    let page = PulsePage(
      desk: desk, petition: petition, pulse: pulse,
      domains: try await store.domainNames(of: Array(pulse.domains.keys), in: petition))
    return personalPage(page.bytes)
  }

  /// The open petitions with the most signatures are looked through.
  func alarmsPage(_ desk: DeskVisit) async throws -> Response {
    let open = try await store.openPetitions(.mostSigned, limit: SiteLimits.petitionsOnPage)
    var found: [AlarmsPage.Watched] = []
    for petition in open {
      let pulse = try await store.pulse(of: petition, at: desk.now)
      guard !pulse.alarms.isEmpty else { continue }
      let domains = try await store.domainNames(of: Array(pulse.domains.keys), in: petition)
      found.append(
        AlarmsPage.Watched(petition: petition, alarms: pulse.alarms, domains: domains))
    }
    let page = AlarmsPage(desk: desk, watched: open, found: found)
    return personalPage(page.bytes)
  }

  func journalPage(_ before: Int64?, _ desk: DeskVisit) async throws -> Response {
    let entries = try await store.journal(before: before)
    let page = JournalPage(
      desk: desk, entries: entries,
      people: try await people(Set(entries.compactMap(\.entry.account))),
      petitions: try await petitions(Set(entries.compactMap(\.entry.petition))),
      isFull: entries.count == store.limits.removals.journalEntries)
    return personalPage(page.bytes)
  }
}
