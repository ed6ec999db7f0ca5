import HTTPServer
import Markup
import PetitionStore
import Petitions

extension Site {
  func downloadsPage(_ petition: Petition, _ desk: DeskVisit) async throws -> Response {
    personalPage(DownloadsPage(desk: desk, petition: petition).bytes)
  }

  /// Makes a link to a file, and notes it: reading changes nothing, so the link is what is noted.
  func makeDownload(_ petition: Petition, _ desk: DeskVisit) async throws -> Response {
    try desk.requireFreshProof()
    let account = try desk.account.id
    guard let format = try form(of: desk.request)["format"].flatMap(SignerFormat.init) else {
      return try await downloadsPage(petition, desk)
    }
    try await store.noteExport(
      of: petition.id, as: format.rawValue, by: account, at: desk.now)
    let ticket = downloadLink.ticket(
      to: format, of: petition, for: account, at: desk.now, random: effects.random)
    return personalPage(
      DownloadsPage(
        desk: desk, petition: petition, link: .download(petition.slug, ticket: ticket)
      ).bytes)
  }

  /// A file of any size, one piece of it in memory.
  func download(
    _ ticket: String, _ petition: Petition, _ desk: DeskVisit
  ) async throws -> Response {
    try desk.requireFreshProof()
    let account = try desk.account.id
    guard
      let format = downloadLink.format(ticket, of: petition, for: account, at: desk.now)
    else { throw PageFailure.oldDownload }
    var fields = headers.personal
    fields.set("Content-Type", format == .csv ? CSV.contentType : "application/json")
    let day = Timestamp.text(desk.now).prefix(10)
    fields.set(
      "Content-Disposition",
      "attachment; filename=\"\(petition.slug.text)-signers-\(day).\(format.rawValue)\"")
    let file = SignerFile(of: petition, as: format, from: store)
    return Response(headers: fields, stream: BodyStream { try await file.next() })
  }
}
