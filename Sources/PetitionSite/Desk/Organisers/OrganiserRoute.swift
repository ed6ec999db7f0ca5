import Petitions

/// The addresses where people run their petitions.
public enum OrganiserRoute: Sendable, Hashable {
  case petitions
}

extension OrganiserRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    switch parts {
    case ["desk", "petitions"]: self = .petitions
    default: return nil
    }
  }

  var path: String {
    switch self {
    case .petitions: "/desk/petitions"
    }
  }

  var query: String { "" }

  var name: String {
    switch self {
    case .petitions: "own-petitions"
    }
  }

  var acceptsGet: Bool { true }
  var acceptsPost: Bool { false }

  var access: Access {
    switch self {
    case .petitions: .signedIn
    }
  }
}
