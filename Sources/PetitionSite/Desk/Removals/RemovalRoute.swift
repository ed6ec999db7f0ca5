import HTTPServer
public import Petitions

/// The addresses where signatures are looked through, with the journal and the switches.
public enum RemovalRoute: Sendable, Hashable {
  /// Signatures of a petition; a POST to it counts those that fit a filter.
  case signatures(Slug)
  /// What is unusual in the newest signatures of a petition.
  case pulse(Slug)
  /// What is unusual anywhere.
  case alarms
  /// What was removed, the newest first, before a number.
  case removals(before: Int64?)
  /// One removal; a POST to it goes a step on.
  case removal(Removal.ID)
  /// Who did what, the newest first, before a number.
  case journal(before: Int64?)
  /// The emergency switches; a POST to it turns one.
  case switches
  /// What everybody may know of what was done to a petition, before a number.
  case history(Slug, before: Int64?)
}

extension RemovalRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    let before = Self.number(query.items["before"])
    switch parts {
    case ["desk", "alarms"]: self = .alarms
    case ["desk", "removals"]: self = .removals(before: before)
    case ["desk", "journal"]: self = .journal(before: before)
    case ["desk", "switches"]: self = .switches
    default:
      if parts.count == 3, parts[0] == "desk", parts[1] == "removals",
        let number = Self.number(String(parts[2]))
      {
        self = .removal(Removal.ID(rawValue: number))
      } else if parts.count == 3, parts[0] == "petitions", parts[2] == "history",
        let slug = Slug(parts[1])
      {
        self = .history(slug, before: before)
      } else if parts.count == 4, parts[0] == "desk", parts[1] == "petitions",
        let slug = Slug(parts[2])
      {
        switch parts[3] {
        case "signatures": self = .signatures(slug)
        case "alarms": self = .pulse(slug)
        default: return nil
        }
      } else {
        return nil
      }
    }
  }

  /// A number as this prints it; nil for every other spelling.
  private static func number(_ text: String?) -> Int64? {
    guard let text, let number = Int64(text), number > 0, String(number) == text else { return nil }
    return number
  }

  var path: String {
    switch self {
    case .signatures(let slug): "/desk/petitions/\(slug.text)/signatures"
    case .pulse(let slug): "/desk/petitions/\(slug.text)/alarms"
    case .alarms: "/desk/alarms"
    case .removals: "/desk/removals"
    case .removal(let id): "/desk/removals/\(id.rawValue)"
    case .journal: "/desk/journal"
    case .switches: "/desk/switches"
    case .history(let slug, _): "/petitions/\(slug.text)/history"
    }
  }

  var query: String {
    switch self {
    case .removals(let before?), .journal(let before?), .history(_, let before?):
      "before=\(before)"
    default: ""
    }
  }

  var name: String {
    switch self {
    case .signatures: "desk-signatures"
    case .pulse: "petition-alarms"
    case .alarms: "alarms"
    case .removals: "removals"
    case .removal: "removal"
    case .journal: "journal"
    case .switches: "switches"
    case .history: "history"
    }
  }

  var acceptsGet: Bool { true }

  var acceptsPost: Bool {
    switch self {
    case .signatures, .removal, .switches: true
    default: false
    }
  }

  var access: Access {
    switch self {
    case .signatures, .pulse, .alarms, .removals, .removal: .permission(.readSignatures)
    case .journal: .permission(.readJournal)
    case .switches: .permission(.useSwitches)
    case .history: .anyone
    }
  }
}
