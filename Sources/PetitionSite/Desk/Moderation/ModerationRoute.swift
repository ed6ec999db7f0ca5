import Petitions

/// The addresses where petitions are judged.
public enum ModerationRoute: Sendable, Hashable {
  case queue
}

extension ModerationRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    switch parts {
    case ["desk", "queue"]: self = .queue
    default: return nil
    }
  }

  var path: String {
    switch self {
    case .queue: "/desk/queue"
    }
  }

  var query: String { "" }

  var name: String {
    switch self {
    case .queue: "queue"
    }
  }

  var acceptsGet: Bool { true }
  var acceptsPost: Bool { false }

  var access: Access {
    switch self {
    case .queue: .permission(.readQueue)
    }
  }
}
