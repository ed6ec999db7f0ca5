import Petitions

/// The addresses where signatures are looked through, with the journal and the switches.
public enum RemovalRoute: Sendable, Hashable {
  case journal
}

extension RemovalRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    switch parts {
    case ["desk", "journal"]: self = .journal
    default: return nil
    }
  }

  var path: String {
    switch self {
    case .journal: "/desk/journal"
    }
  }

  var query: String { "" }

  var name: String {
    switch self {
    case .journal: "journal"
    }
  }

  var acceptsGet: Bool { true }
  var acceptsPost: Bool { false }

  var access: Access {
    switch self {
    case .journal: .permission(.readJournal)
    }
  }
}
