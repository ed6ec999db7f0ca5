public import PetitionStore
public import Petitions

/// The addresses where petitions are judged, and where everybody reads by which rules and with what
/// result.
public enum ModerationRoute: Sendable, Hashable {
  /// What waits for a moderator.
  case queue
  /// One case.
  case review(ReviewSubject)
  /// A POST to it decides a case; reading it leads to the case, for whoever loads the page of a refused
  /// form again.
  case decision(ReviewSubject)
  /// A POST to it takes a case or lets go of it.
  case claim(ReviewSubject)
  /// A POST to it keeps a note.
  case notes(ReviewSubject)
  /// What readers reported.
  case reports
  /// A POST to it puts a report aside.
  case closeReport(ReceivedReport.ID)
  /// The list of reasons, to be changed.
  case rules
  /// One reason, or a new one; a POST to it writes it.
  case rule(ReviewReason.Key?)
  /// Asks why to hide a petition; a POST to it does.
  case takeDown(Slug)
  /// Asks once whether to bring a hidden petition back; a POST to it does.
  case restore(Slug)
  /// Asks where to send readers of a petition; a POST to it does.
  case merge(Slug)
  /// The words of a petition, to be changed; a POST to it asks the moderators.
  case amend(Slug)
  /// The list of reasons, for everybody.
  case publicRules
  /// What was rejected, for everybody.
  case rejections
  /// One rejected petition.
  case rejection(Int64)
  /// Every version of a petition's words.
  case versions(Slug)
  /// Where a reader reports a petition; a POST to it does.
  case report(Slug)
}

extension ModerationRoute: DeskAddress {
  init?(_ parts: [Substring], _ query: RouteQuery) {
    switch parts.first {
    case "moderation-rules" where parts.count == 1: self = .publicRules
    case "rejected": self.init(rejected: parts.dropFirst())
    case "petitions" where parts.count == 3: self.init(public: parts[2], of: parts[1])
    case "desk" where parts.count >= 2: self.init(desk: parts[1], parts.dropFirst(2))
    default: return nil
    }
  }

  private init?(rejected parts: ArraySlice<Substring>) {
    if parts.isEmpty {
      self = .rejections
    } else {
      guard parts.count == 1, let number = Self.number(parts.first) else { return nil }
      self = .rejection(number)
    }
  }

  private init?(public part: Substring, of petition: Substring) {
    guard let slug = Slug(petition) else { return nil }
    switch part {
    case "versions": self = .versions(slug)
    case "report": self = .report(slug)
    default: return nil
    }
  }

  private init?(desk part: Substring, _ rest: ArraySlice<Substring>) {
    let rest = Array(rest)
    switch (part, rest.count) {
    case ("queue", 0): self = .queue
    case ("queue", 2...3): self.init(case: rest)
    case ("reports", 0): self = .reports
    case ("reports", 2):
      guard rest[1] == "close", let number = Self.number(rest[0]) else { return nil }
      self = .closeReport(ReceivedReport.ID(rawValue: number))
    case ("rules", 0): self = .rules
    case ("rules", 1):
      if rest[0] == "new" {
        self = .rule(nil)
      } else {
        guard let key = ReviewReason.Key(rest[0]) else { return nil }
        self = .rule(key)
      }
    case ("petitions", 2):
      guard let slug = Slug(rest[0]) else { return nil }
      switch rest[1] {
      case "take-down": self = .takeDown(slug)
      case "restore": self = .restore(slug)
      case "merge": self = .merge(slug)
      case "text": self = .amend(slug)
      default: return nil
      }
    default: return nil
    }
  }

  private init?(case parts: [Substring]) {
    guard let number = Self.number(parts[1]),
      let subject = ReviewSubject(kind: parts[0], number: number)
    else { return nil }
    switch parts.count == 3 ? parts[2] : "" {
    case "": self = .review(subject)
    case "decision": self = .decision(subject)
    case "claim": self = .claim(subject)
    case "notes": self = .notes(subject)
    default: return nil
    }
  }

  /// A number as this site prints it.
  private static func number(_ text: Substring?) -> Int64? {
    guard let text, let number = Int64(text), number > 0, String(number) == text else { return nil }
    return number
  }

  var path: String {
    switch self {
    case .queue: "/desk/queue"
    case .review(let subject): "/desk/queue/\(subject.kind)/\(subject.number)"
    case .decision(let subject): "/desk/queue/\(subject.kind)/\(subject.number)/decision"
    case .claim(let subject): "/desk/queue/\(subject.kind)/\(subject.number)/claim"
    case .notes(let subject): "/desk/queue/\(subject.kind)/\(subject.number)/notes"
    case .reports: "/desk/reports"
    case .closeReport(let id): "/desk/reports/\(id.rawValue)/close"
    case .rules: "/desk/rules"
    case .rule(let key): "/desk/rules/\(key?.text ?? "new")"
    case .takeDown(let slug): "/desk/petitions/\(slug.text)/take-down"
    case .restore(let slug): "/desk/petitions/\(slug.text)/restore"
    case .merge(let slug): "/desk/petitions/\(slug.text)/merge"
    case .amend(let slug): "/desk/petitions/\(slug.text)/text"
    case .publicRules: "/moderation-rules"
    case .rejections: "/rejected"
    case .rejection(let number): "/rejected/\(number)"
    case .versions(let slug): "/petitions/\(slug.text)/versions"
    case .report(let slug): "/petitions/\(slug.text)/report"
    }
  }

  var query: String { "" }

  var name: String {
    switch self {
    case .queue: "queue"
    case .review: "review"
    case .decision: "decide-case"
    case .claim: "claim-case"
    case .notes: "note-on-case"
    case .reports: "reports"
    case .closeReport: "close-report"
    case .rules: "desk-rules"
    case .rule: "desk-rule"
    case .takeDown: "take-down"
    case .restore: "restore"
    case .merge: "merge"
    case .amend: "amend"
    case .publicRules: "moderation-rules"
    case .rejections: "rejected"
    case .rejection: "rejection"
    case .versions: "versions"
    case .report: "report-petition"
    }
  }

  var acceptsGet: Bool {
    switch self {
    case .claim, .notes, .closeReport: false
    default: true
    }
  }

  var acceptsPost: Bool {
    switch self {
    case .decision, .claim, .notes, .closeReport, .rule, .takeDown, .restore, .merge, .amend,
      .report:
      true
    case .queue, .review, .reports, .rules, .publicRules, .rejections, .rejection, .versions: false
    }
  }

  var access: Access {
    switch self {
    case .queue, .review, .reports: .permission(.readQueue)
    case .decision, .claim, .notes, .closeReport, .takeDown, .merge: .permission(.moderate)
    case .restore, .rules, .rule: .permission(.editRules)
    case .amend: .owner(or: .moderate)
    case .publicRules, .rejections, .rejection, .versions, .report: .anyone
    }
  }
}
