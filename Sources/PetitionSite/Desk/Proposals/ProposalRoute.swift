import HTTPServer
public import Petitions

/// The addresses where people start petitions.
public enum ProposalRoute: Sendable, Hashable {
  /// The first step, before anything was saved; a POST to it begins a draft.
  case start(from: Slug?)
  /// Where a draft stands, and what comes next.
  case draft(token: String)
  /// One step of a draft; a POST to it saves the step, or submits the petition from the last one.
  case stage(token: String, ProposalStage)
  /// The petition as it will look.
  case preview(token: String)
  /// Says that the mail with the link is on its way.
  case sent(token: String)
  /// Asks once whether to delete a draft; a POST to it does.
  case delete(token: String)
  /// The page behind the link of the mail; a POST to it submits the petition.
  case submit(secret: String)
  /// The petitions on their way of whoever is signed in.
  case own
}

extension ProposalRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    switch (parts.first, parts.count) {
    case ("petitions", 2) where parts[1] == "new":
      self = .start(from: query.items["from"].flatMap { Slug($0) })
    case ("desk", 2) where parts[1] == "drafts": self = .own
    case ("submit", 2): self = .submit(secret: String(parts[1]))
    case ("drafts", 2): self = .draft(token: String(parts[1]))
    case ("drafts", 3): self.init(token: String(parts[1]), part: parts[2])
    default: return nil
    }
  }

  private init?(token: String, part: Substring) {
    switch part {
    case "preview": self = .preview(token: token)
    case "sent": self = .sent(token: token)
    case "delete": self = .delete(token: token)
    default:
      guard let stage = ProposalStage(rawValue: String(part)) else { return nil }
      self = .stage(token: token, stage)
    }
  }

  var path: String {
    switch self {
    case .start: "/petitions/new"
    case .draft(let token): "/drafts/\(token)"
    case .stage(let token, let stage): "/drafts/\(token)/\(stage.rawValue)"
    case .preview(let token): "/drafts/\(token)/preview"
    case .sent(let token): "/drafts/\(token)/sent"
    case .delete(let token): "/drafts/\(token)/delete"
    case .submit(let secret): "/submit/\(secret)"
    case .own: "/desk/drafts"
    }
  }

  var query: String {
    if case .start(let slug?) = self { "from=\(slug.text)" } else { "" }
  }

  var name: String {
    switch self {
    case .start: "start-petition"
    case .draft: "draft"
    case .stage: "draft-stage"
    case .preview: "draft-preview"
    case .sent: "draft-sent"
    case .delete: "delete-draft"
    case .submit: "submit-petition"
    case .own: "own-drafts"
    }
  }

  var acceptsGet: Bool { true }

  var acceptsPost: Bool {
    switch self {
    case .start, .stage, .delete, .submit: true
    case .draft, .preview, .sent, .own: false
    }
  }

  /// A draft is open to whoever has its link until it has an owner, who is asked for where it is
  /// answered.
  var access: Access {
    switch self {
    case .own: .signedIn
    case .start, .draft, .stage, .preview, .sent, .delete, .submit: .anyone
    }
  }
}
