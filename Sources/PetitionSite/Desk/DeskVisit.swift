import Cryptography
import HTTPServer
import Localization
import PetitionStore
import Petitions

/// One request to the desk, with who makes it.
struct DeskVisit: Sendable {
  let visit: Visit
  /// Nil for somebody who is not signed in.
  let session: Session?
  /// Stands in every form of this session, where no other site can read it; empty without a session.
  let formToken: String
  let assets: DeskAssets
  /// For so many milliseconds a proof is fresh.
  let proofLifetime: Int64

  var request: Request { visit.request }
  var words: Words { visit.words }
  var context: PageContext { visit.context }
  /// UTC milliseconds.
  var now: Int64 { visit.now }

  /// Who is signed in.
  ///
  /// - Throws: ``PageFailure/signInNeeded``.
  var account: Account {
    get throws {
      guard let session else { throw PageFailure.signInNeeded }
      return session.account
    }
  }

  /// Whether the person may do something now.
  func allows(_ permission: Permission) -> Bool { session?.allows(permission) ?? false }

  /// Lets nobody pass but whoever has just shown who they are, for what cannot be undone.
  ///
  /// - Throws: ``PageFailure/proofNeeded``, which leads to the page that asks, and back.
  func requireFreshProof() throws {
    guard let session else { throw PageFailure.signInNeeded }
    let isFull = !session.account.role.isStaff || session.strength == .full
    guard isFull, session.isProved(lifetime: proofLifetime, at: now) else {
      throw PageFailure.proofNeeded
    }
  }

  /// Lets nobody pass whose role asks for more than the link by which they came.
  ///
  /// - Throws: ``PageFailure/proofNeeded``, which leads to the page that asks, and back.
  func requireFullSession() throws {
    guard let session else { throw PageFailure.signInNeeded }
    guard !session.account.role.isStaff || session.strength == .full else {
      throw PageFailure.proofNeeded
    }
  }

  /// Lets nobody pass but whoever runs a petition and whoever has the permission.
  ///
  /// - Throws: ``PageFailure/notFound``, so that nobody learns what there is.
  func require(_ petition: Petition, or permission: Permission) throws {
    let isOwn = try petition.owner == account.id
    guard isOwn || allows(permission) else { throw PageFailure.notFound }
  }
}

/// The files that only the pages of the desk need.
struct DeskAssets: Sendable {
  let styleSheet: Route
  /// What makes and uses passkeys; only for pages that allow it.
  let passkeyScript: Route

  /// Counts what is typed and shows the letter while it is written.
  let composeScript: Route
}

/// The token that binds a form to a session, besides what the browser says of its origin.
struct DeskFormToken {
  let key: SecretKey

  func token(for session: Session) -> String {
    Base64URL.encode(HMACSHA256.code(for: session.id, key: key))
  }

  func isValid(_ token: String, for session: Session) -> Bool {
    guard let code = Base64URL.decode(token) else { return false }
    return isEqualInConstantTime(code, HMACSHA256.code(for: session.id, key: key))
  }
}
