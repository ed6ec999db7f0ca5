import Petitions

/// The addresses where people start petitions.
public enum ProposalRoute: Sendable, Hashable {
  case start
}

extension ProposalRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    switch parts {
    case ["petitions", "new"]: self = .start
    default: return nil
    }
  }

  var path: String {
    switch self {
    case .start: "/petitions/new"
    }
  }

  var query: String { "" }

  var name: String {
    switch self {
    case .start: "start-petition"
    }
  }

  var acceptsGet: Bool { true }
  var acceptsPost: Bool { false }

  var access: Access {
    switch self {
    case .start: .anyone
    }
  }
}
