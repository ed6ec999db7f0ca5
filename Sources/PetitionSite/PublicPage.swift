import HTTPServer
import PetitionStore
import Petitions

/// An answer that everybody gets alike, and what it was made of.
struct PublicPage: Sendable {
  var response: Response
  var scope: PetitionVersions.Scope
  /// For so many milliseconds from now the answer is right; nil for as long as nothing changes.
  var validFor: Int64?

  /// What is made of all petitions, or of what never changes.
  init(_ response: Response, of scope: PetitionVersions.Scope) {
    self.response = response
    self.scope = scope
  }

  /// What is made of one petition, which may close before anything changes.
  init(_ response: Response, of petition: Petition, at now: Int64) {
    self.response = response
    scope = .petition(petition.id)
    validFor = petition.closesAt.flatMap { $0 > now ? $0 - now : nil }
  }
}
