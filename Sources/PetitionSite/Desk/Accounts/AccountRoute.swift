import Petitions

/// The addresses by which people sign in, and where they find what they can do.
public enum AccountRoute: Sendable, Hashable {
  /// Where somebody who is signed in begins.
  case home
  /// Asks for the address that a link goes to; a POST to it sends the link.
  case signIn
  /// The page with the button that signs in; a POST to it does.
  case signInLink(token: String)
  /// A POST to it ends the session.
  case signOut
}

extension AccountRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    guard parts.first == "desk" else { return nil }
    switch parts.dropFirst() {
    case []: self = .home
    case ["sign-in"]: self = .signIn
    case ["sign-out"]: self = .signOut
    default:
      guard parts.count == 3, parts[1] == "sign-in" else { return nil }
      self = .signInLink(token: String(parts[2]))
    }
  }

  var path: String {
    switch self {
    case .home: "/desk"
    case .signIn: "/desk/sign-in"
    case .signInLink(let token): "/desk/sign-in/\(token)"
    case .signOut: "/desk/sign-out"
    }
  }

  var query: String { "" }

  var name: String {
    switch self {
    case .home: "desk"
    case .signIn: "sign-in"
    case .signInLink: "sign-in-link"
    case .signOut: "sign-out"
    }
  }

  var acceptsGet: Bool { self != .signOut }
  var acceptsPost: Bool { self != .home }

  var access: Access {
    switch self {
    case .home, .signOut: .signedIn
    case .signIn, .signInLink: .anyone
    }
  }
}
