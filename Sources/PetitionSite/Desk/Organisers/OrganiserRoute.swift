import HTTPServer
public import Petitions

/// The addresses where people run their petitions.
public enum OrganiserRoute: Sendable, Hashable {
  /// The petitions that somebody runs.
  case petitions
  /// How a petition goes.
  case dashboard(Slug)
  /// The form for an update, and the updates; a POST to it posts one, or takes one off.
  case updates(Slug)
  /// One update, to be changed; a POST to it does.
  case update(Slug, PetitionUpdate.ID)
  /// Asks what became of a petition; a POST to it closes.
  case closing(Slug)
  /// Reasons that signers gave, those before a place of the list; a POST to it puts one on the page, or
  /// takes one off.
  case reasons(Slug, before: Int?)
  /// Says what is in the files; a POST to it makes the link to one.
  case downloads(Slug)
  /// A file with the signers.
  case download(Slug, ticket: String)
}

extension OrganiserRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    guard parts.count >= 2, parts[0] == "desk", parts[1] == "petitions" else { return nil }
    if parts.count == 2 {
      self = .petitions
      return
    }
    guard let slug = Slug(parts[2]) else { return nil }
    switch parts.dropFirst(3) {
    case []: self = .dashboard(slug)
    case ["updates"]: self = .updates(slug)
    case ["closing"]: self = .closing(slug)
    case ["reasons"]: self = .reasons(slug, before: Self.ordinal(query.items["before"]))
    case ["downloads"]: self = .downloads(slug)
    default:
      guard parts.count == 5 else { return nil }
      switch parts[3] {
      case "downloads": self = .download(slug, ticket: String(parts[4]))
      case "updates":
        guard let number = Self.number(parts[4]) else { return nil }
        self = .update(slug, PetitionUpdate.ID(rawValue: number))
      default: return nil
      }
    }
  }

  /// A number as this prints it; nil for every other spelling.
  private static func number(_ text: Substring) -> Int64? {
    guard let number = Int64(text), number > 0, String(number) == text else { return nil }
    return number
  }

  private static func ordinal(_ text: String?) -> Int? {
    guard let text, (1...9).contains(text.utf8.count),
      text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int(text)
  }

  var path: String {
    let slug = slug?.text ?? ""
    return switch self {
    case .petitions: "/desk/petitions"
    case .dashboard: "/desk/petitions/\(slug)"
    case .updates: "/desk/petitions/\(slug)/updates"
    case .update(_, let id): "/desk/petitions/\(slug)/updates/\(id.rawValue)"
    case .closing: "/desk/petitions/\(slug)/closing"
    case .reasons: "/desk/petitions/\(slug)/reasons"
    case .downloads: "/desk/petitions/\(slug)/downloads"
    case .download(_, let ticket): "/desk/petitions/\(slug)/downloads/\(ticket)"
    }
  }

  var query: String {
    if case .reasons(_, let before?) = self { "before=\(before)" } else { "" }
  }

  var name: String {
    switch self {
    case .petitions: "own-petitions"
    case .dashboard: "dashboard"
    case .updates: "own-updates"
    case .update: "own-update"
    case .closing: "closing"
    case .reasons: "reasons"
    case .downloads: "downloads"
    case .download: "download"
    }
  }

  var acceptsGet: Bool { true }

  var acceptsPost: Bool {
    switch self {
    case .petitions, .dashboard, .download: false
    case .updates, .update, .closing, .reasons, .downloads: true
    }
  }

  var access: Access {
    switch self {
    case .petitions: .signedIn
    case .dashboard: .owner(or: .readSignatures)
    case .updates, .update, .closing, .reasons, .downloads, .download:
      .owner(or: .runPetitions)
    }
  }

  /// The petition; nil where there is no single one.
  var slug: Slug? {
    switch self {
    case .petitions: nil
    case .dashboard(let slug), .updates(let slug), .update(let slug, _), .closing(let slug),
      .reasons(let slug, _), .downloads(let slug), .download(let slug, _):
      slug
    }
  }
}
