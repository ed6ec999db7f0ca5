import Localization
import Markup
import PetitionStore
import Petitions

/// Removals that somebody asked for, the newest first.
struct RemovalListPage {
  let desk: DeskVisit
  let removals: [Removal]
  let people: [Account.ID: Account]
  let petitions: [Petition.ID: Petition]
  /// Whether there may be more.
  let isFull: Bool

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = words("Removed signatures")
    return DeskPage(desk: desk, title: title).bytes {
      h1 { title }
      if removals.isEmpty {
        p { words("Nothing was removed.") }
      } else {
        div(.class("table-box"), .role("region"), .tabindex(0), .aria(.label, title)) {
          table {
            thead {
              tr {
                th(.scope(.column)) { words("Removal") }
                th(.scope(.column)) { words("Petition") }
                th(.scope(.column)) { words("Reason") }
                th(.scope(.column)) { words("Asked for by") }
                th(.scope(.column)) { words("Since") }
              }
            }
            tbody { for removal in removals { row(removal) } }
          }
        }
        if isFull, let last = removals.last {
          p {
            a(.href(desk.context.link(.desk(.removal(.removals(before: last.id.rawValue)))))) {
              words("Older ones")
            }
          }
        }
      }
    }
  }

  private func row(_ removal: Removal) -> HTML {
    tr {
      th(.scope(.row)) {
        a(.href(desk.context.link(.desk(.removal(.removal(removal.id)))))) {
          RemovalSummary(words: words, removal: removal).title
        }
      }
      td { petitions[removal.petition].map { isolated($0.wording.title) } }
      td { removal.reason.map { words(removal: $0) } ?? "" }
      td { isolated(AccountName.text(of: removal.requester, in: people, words)) }
      td { words.dateTime(removal.changedAt) }
    }
  }
}

/// A removal in one line.
struct RemovalSummary {
  let words: Words
  let removal: Removal

  var title: String {
    let (counted, removed) = (removal.counted, removal.removed)
    return switch removal.state {
    case .counted: words("{count} signature fits", "{count} signatures fit", count: counted)
    case .awaiting:
      words(
        "{count} signature waits for a second person",
        "{count} signatures wait for a second person", count: counted)
    case .running:
      words(
        "{count} signature is being removed", "{count} signatures are being removed",
        count: counted)
    case .cancelled:
      words(
        "Stopped; {count} signature is removed", "Stopped; {count} signatures are removed",
        count: removed)
    case .done:
      words("{count} signature is removed", "{count} signatures are removed", count: removed)
    case .undoing:
      words(
        "{count} signature is being put back", "{count} signatures are being put back",
        count: removal.restored + removed)
    case .undone:
      words(
        "{count} signature was put back", "{count} signatures were put back",
        count: removal.restored)
    }
  }
}
