import HTTPServer
import PetitionStore
import Petitions

extension Site {
  func signaturesPage(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    personalPage(try await signatures(slug, desk).bytes)
  }

  private func signatures(_ slug: Slug, _ desk: DeskVisit) async throws -> DeskSignaturesPage {
    guard let petition = try await store.petition(slug) else { throw PageFailure.notFound }
    let newest = try await store.newestSignatures(of: petition, at: desk.now)
    return DeskSignaturesPage(
      desk: desk, petition: petition, newest: newest,
      domains: try await store.domainNames(of: newest.compactMap(\.domainTag), in: petition))
  }

  /// Counts what fits, and goes to the page that shows it: nothing of a filter stands in an address.
  func countSignatures(_ slug: Slug, _ desk: DeskVisit) async throws -> Response {
    let sent = try form(of: desk.request)
    var form = SignatureFilterForm()
    form.name = sent["name"] ?? ""
    form.domain = sent["domain"] ?? ""
    form.network = sent["network"] ?? ""
    form.country = sent["country"] ?? ""
    form.from = sent["from"] ?? ""
    form.to = sent["to"] ?? ""
    form.origin = sent["origin"] ?? ""
    form.ordinals = sent["ordinals"] ?? ""
    switch form.checked(countries: countries) {
    case .refused(let mistakes):
      var page = try await signatures(slug, desk)
      page.typed = form
      page.mistakes = mistakes
      return personalPage(page.bytes, status: .unprocessable)
    case .accepted(let filter):
      guard let petition = try await store.petition(slug) else { throw PageFailure.notFound }
      let id = try await store.count(
        filter, in: petition, by: desk.account.id, at: desk.now)
      return redirect(to: desk.context.link(.desk(.removal(.removal(id)))))
    }
  }
}
