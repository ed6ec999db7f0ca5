import Localization
import Markup
import PetitionStore
import Petitions

/// What was counted, and everything that becomes of it.
struct RemovalPage {
  let desk: DeskVisit
  let petition: Petition
  let removal: Removal
  let people: [Account.ID: Account]
  /// What fits now; nil where it does not matter any more.
  var findings: SignatureFindings?
  var domains: [Int64: String] = [:]
  var needsSecond = false
  var isReasonMissing = false
  var refusal: RemovalError?

  private var words: Words { desk.words }
  private var mayRemove: Bool { desk.allows(.removeSignatures) }

  var bytes: [UInt8] {
    let isRefused = isReasonMissing || refusal != nil
    let title = RemovalSummary(words: words, removal: removal).title
    return DeskPage(
      desk: desk, title: title, isRefused: isRefused
    ).bytes {
      PetitionLine(desk: desk, petition: petition).html
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { title }
      facts
      steps
      if let findings, findings.count > 0 { found(findings) }
      if removal.state == .counted {
        h2 { words("Look for others") }
        SignatureFilterFields(
          desk: desk, petition: petition, typed: SignatureFilterForm(removal.filter)
        ).html
      }
    }
  }

  private var messages: [FieldMessage] {
    if isReasonMissing {
      return [FieldMessage(field: "reason", text: words("Choose a reason."))]
    }
    let text: String? =
      switch refusal {
      case .cannotAgree(.askedForIt):
        words("You asked for this removal, so somebody else must agree.")
      case .cannotAgree(.mayNotRemove): words("Your account may not remove signatures.")
      case .everything:
        words("This would remove every signature. To take the petition down, use its own page.")
      case .ownPetition:
        words("You run this petition: somebody else must decide about its signatures.")
      case .networkForgotten:
        words("The number of this network is not known any more. Count again with another filter.")
      case .notPossible, .unknown: words("Somebody else was faster. This is how it stands now.")
      case nil: nil
      }
    return text.map { [FieldMessage(field: nil, text: $0)] } ?? []
  }

  // MARK: What is known

  private var facts: HTML {
    dl(.class("facts")) {
      for part in FilterWords(words: words, domains: domains).parts(of: removal.filter) {
        fact(part.label, isolated(part.value))
      }
      if let reason = removal.reason { fact(words("Reason"), .text(words(removal: reason))) }
      if removal.state != .counted {
        fact(words("Asked for by"), name(of: removal.requester))
        if let agreer = removal.agreer { fact(words("Agreed by"), name(of: agreer)) }
      }
      fact(words("Found"), .text(words.number(removal.counted)))
      if removal.state != .counted, removal.state != .awaiting {
        fact(words("Removed now"), .text(words.number(removal.removed)))
      }
      if removal.restored > 0 { fact(words("Put back"), .text(words.number(removal.restored))) }
    }
  }

  private func fact(_ label: String, _ value: HTML) -> HTML {
    .sequence([dt { label }, dd { value }])
  }

  private func name(of id: Account.ID) -> HTML {
    isolated(AccountName.text(of: id, in: people, words))
  }

  // MARK: What can be done

  private var steps: HTML {
    switch removal.state {
    case .counted: removal.counted == 0 ? nothingFound : request
    case .awaiting: agreement
    case .running, .undoing: work
    case .done: undo
    case .cancelled: .sequence([rest, undo])
    case .undone: .empty
    }
  }

  private var nothingFound: HTML {
    p {
      words("No signature that stands fits.")
      if removal.filter.domain != nil, petition.state == .closed {
        " "
        words("The petition is closed: nobody can tell any more which domains the addresses had.")
      }
    }
  }

  private var request: HTML {
    guard mayRemove, !removal.filter.isEmpty else { return .empty }
    return step("request") {
      DeskField(
        "reason", label: words("Why are they removed?"),
        hint: words("The reason stands on the public list beside each number."),
        messages: messages
      ).html { field in
        select(.id("reason"), .name("reason"), field.invalid, field.described) {
          option(.value("")) { words("Choose…") }
          for reason in RemovalReason.allCases {
            option(.value(reason.rawValue)) { words(removal: reason) }
          }
        }
      }
      if needsSecond {
        p(.class("note")) {
          words(
            "This is more than one person may remove in a day: a second person has to agree before anything happens."
          )
        }
      }
      button(.class("danger")) {
        if needsSecond {
          words("Ask for the removal")
        } else {
          words(
            "Remove {count} signature", "Remove {count} signatures", count: removal.counted)
        }
      }
    }
  }

  private var agreement: HTML {
    .sequence([
      p {
        words("Nothing happens until a second person agrees who may remove signatures.")
      },
      mayRemove && (try? desk.account.id) != removal.requester
        ? step("agree") {
          button(.class("danger")) {
            words(
              "Agree, and remove {count} signature", "Agree, and remove {count} signatures",
              count: removal.counted)
          }
        } : .empty,
      mayRemove
        ? step("cancel") { button(.class("quiet")) { words("Do not remove them") } } : .empty,
    ])
  }

  private var work: HTML {
    let isRemoving = removal.state == .running
    let done = isRemoving ? removal.removed : removal.restored
    let all = isRemoving ? removal.counted : removal.restored + removal.removed
    return .sequence([
      progress(
        .max(max(1, all)), .value(done), .aria(.label, words("How far it is"))
      ) { words.percent(removal.progress) },
      p {
        words(
          "{done} of {all}.", ["done": words.number(done), "all": words.number(all)])
        " "
        a(.href(desk.context.link(.desk(.removal(.removal(removal.id)))))) {
          words("See how far it is now")
        }
      },
      isRemoving && mayRemove
        ? step("cancel") { button(.class("quiet")) { words("Stop here") } } : .empty,
    ])
  }

  /// What was found and stands still.
  private var rest: HTML {
    let count = removal.counted - removal.removed
    guard count > 0 else { return .empty }
    return p {
      words(
        "{count} signature that was found was not removed.",
        "{count} signatures that were found were not removed.", count: count)
      if removal.filter.networkTag != nil {
        " "
        words("Which signatures come from one network is forgotten after a day or two.")
      }
    }
  }

  private var undo: HTML {
    guard removal.removed > 0, mayRemove else { return .empty }
    return step("undo") {
      p {
        words("Every signature can be put back as it was, under its own number.")
      }
      button {
        words(
          "Put {count} signature back", "Put {count} signatures back", count: removal.removed)
      }
    }
  }

  private func step(_ action: String, @HTMLBuilder content: () -> HTML) -> HTML {
    DeskForm(desk: desk, action: .removal(.removal(removal.id))).html {
      input(.type(.hidden), .name("action"), .value(action))
      content()
    }
  }

  // MARK: What was found

  private func found(_ findings: SignatureFindings) -> HTML {
    .sequence([
      h2 { words("What they have in common") },
      FindingsGroups(desk: desk, petition: petition, removal: removal, domains: domains)
        .html(findings),
      h2 { words("Some of them") },
      SignatureTable(
        desk: desk, petition: petition,
        caption: words(
          "{shown} of {count}",
          [
            "shown": words.number(findings.sample.count), "count": words.number(findings.count),
          ]),
        signatures: findings.sample, domains: domains
      ).html,
    ])
  }
}

/// How people at the desk are called.
enum AccountName {
  static func text(
    of id: Account.ID, in people: [Account.ID: Account], _ words: Words
  ) -> String {
    guard let account = people[id] else {
      return words("Account {number}", ["number": "\(id.rawValue)"])
    }
    return account.name.isEmpty ? account.email : account.name
  }
}
