import Cryptography
import HTTPServer
import PetitionStore
import Petitions

/// Where a person is signed in.
extension Site {
  func sessionsPage(_ desk: DeskVisit) async throws -> Response {
    try desk.requireFullSession()
    let sessions = try await store.sessions(of: try desk.account.id, at: desk.now)
    return personalPage(SessionsPage(desk: desk, sessions: sessions).bytes)
  }

  func endSessions(_ desk: DeskVisit) async throws -> Response {
    try desk.requireFullSession()
    guard let session = desk.session else { throw PageFailure.signInNeeded }
    let form = try form(of: desk.request)
    switch form["action"] {
    case "others": try await store.endOtherSessions(than: session, at: desk.now)
    case "one":
      if let id = form["session"].flatMap(Base64URL.decode), id != session.id {
        try await store.endSession(id, of: session.account.id, at: desk.now)
      }
    default: break
    }
    return redirect(to: desk.context.link(.desk(.account(.sessions))))
  }
}
