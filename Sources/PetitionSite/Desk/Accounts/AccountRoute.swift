public import Petitions

/// The addresses by which people sign in, and where they find what they can do.
public enum AccountRoute: Sendable, Hashable {
  /// Where somebody who is signed in begins.
  case home
  /// Asks for the address that a link goes to; a POST to it sends the link.
  case signIn
  /// The page with the button that signs in; a POST to it does.
  case signInLink(token: String)
  /// A POST to it signs in by a passkey.
  case signInByPasskey
  /// A POST to it ends the session.
  case signOut
  /// Asks who somebody is beyond a link; a POST to it brings password and code.
  case prove
  /// A POST to it brings the answer of a passkey.
  case proveByPasskey
  /// By what a person can show who they are.
  case security
  /// Sets a password: with an authenticator app at first, alone afterwards.
  case password
  /// Takes another authenticator app.
  case app
  /// A POST to it makes new recovery codes.
  case recoveryCodes
  /// The passkeys of a person; a POST to it adds, renames or removes one.
  case passkeys
  /// The sessions of a person; a POST to it ends some.
  case sessions
  /// Everybody who works at the desk; a POST to it invites somebody or finds an account.
  case people
  /// One account; a POST to it changes what its person may do.
  case person(Account.ID)
}

extension AccountRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    guard parts.first == "desk", parts.count <= 3 else { return nil }
    if parts.count == 3, parts[1] == "people" {
      guard let id = Int64(parts[2]), id > 0, String(id) == parts[2] else { return nil }
      self = .person(Account.ID(rawValue: id))
      return
    }
    let address = "/" + parts.joined(separator: "/")
    if let fixed = Self.fixed.first(where: { $0.path == address }) {
      self = fixed
      return
    }
    guard parts.count == 3, parts[1] == "sign-in" else { return nil }
    self = .signInLink(token: String(parts[2]))
  }

  /// The addresses that name nothing.
  private static let fixed: [AccountRoute] = [
    .home, .signIn, .signInByPasskey, .signOut, .prove, .proveByPasskey, .security, .password, .app,
    .recoveryCodes, .passkeys, .sessions, .people,
  ]

  var path: String {
    switch self {
    case .home: "/desk"
    case .signIn: "/desk/sign-in"
    case .signInLink(let token): "/desk/sign-in/\(token)"
    case .signInByPasskey: "/desk/sign-in/passkey"
    case .signOut: "/desk/sign-out"
    case .prove: "/desk/prove"
    case .proveByPasskey: "/desk/prove/passkey"
    case .security: "/desk/security"
    case .password: "/desk/security/password"
    case .app: "/desk/security/app"
    case .recoveryCodes: "/desk/security/recovery-codes"
    case .passkeys: "/desk/security/passkeys"
    case .sessions: "/desk/sessions"
    case .people: "/desk/people"
    case .person(let id): "/desk/people/\(id.rawValue)"
    }
  }

  var query: String { "" }

  var name: String {
    switch self {
    case .home: "desk"
    case .signIn: "sign-in"
    case .signInLink: "sign-in-link"
    case .signInByPasskey: "sign-in-passkey"
    case .signOut: "sign-out"
    case .prove: "prove"
    case .proveByPasskey: "prove-passkey"
    case .security: "security"
    case .password: "password"
    case .app: "authenticator-app"
    case .recoveryCodes: "recovery-codes"
    case .passkeys: "passkeys"
    case .sessions: "sessions"
    case .people: "people"
    case .person: "person"
    }
  }

  var acceptsGet: Bool {
    switch self {
    case .signOut, .signInByPasskey, .proveByPasskey, .recoveryCodes: false
    default: true
    }
  }

  var acceptsPost: Bool { self != .home && self != .security }

  var access: Access {
    switch self {
    case .signIn, .signInLink, .signInByPasskey: .anyone
    case .home, .signOut, .prove, .proveByPasskey, .security, .password, .app, .recoveryCodes,
      .passkeys, .sessions:
      .signedIn
    case .people, .person: .permission(.managePeople)
    }
  }
}
