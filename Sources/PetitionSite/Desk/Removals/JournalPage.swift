import Localization
import Markup
import PetitionStore
import Petitions

/// Who did what, and when, the newest first.
struct JournalPage {
  let desk: DeskVisit
  let entries: [NumberedEntry]
  let people: [Account.ID: Account]
  let petitions: [Petition.ID: Petition]
  /// Whether there may be more.
  let isFull: Bool

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = words("Journal")
    return DeskPage(desk: desk, title: title).bytes {
      h1 { title }
      p(.class("note")) { words("Nothing here is ever changed or deleted.") }
      if entries.isEmpty {
        p { words("Nothing was done yet.") }
      } else {
        div(.class("table-box"), .role("region"), .tabindex(0), .aria(.label, title)) {
          table {
            thead {
              tr {
                th(.scope(.column)) { words("When") }
                th(.scope(.column)) { words("Who") }
                th(.scope(.column)) { words("What") }
                th(.scope(.column)) { words("Petition") }
              }
            }
            tbody { for entry in entries { row(entry.entry) } }
          }
        }
        if isFull, let last = entries.last {
          p {
            a(.href(desk.context.link(.desk(.removal(.journal(before: last.number)))))) {
              words("Older ones")
            }
          }
        }
      }
    }
  }

  private var journalWords: JournalWords { JournalWords(words: words) }

  private func line(of key: String, _ value: String) -> HTML {
    let fact = journalWords.fact(key, value)
    return div(.class("fact")) {
      "\(fact.label): "
      isolated(fact.value)
    }
  }

  private func row(_ entry: JournalEntry) -> HTML {
    tr {
      td { words.dateTime(entry.at) }
      td {
        if let account = entry.account {
          isolated(AccountName.text(of: account, in: people, words))
        } else {
          words("the site")
        }
      }
      th(.scope(.row)) {
        strong { journalWords.event(entry.event) }
        for fact in entry.facts.merging(entry.sealedFacts, uniquingKeysWith: { $1 })
          .sorted(by: { $0.key < $1.key })
        {
          line(of: fact.key, fact.value)
        }
      }
      td {
        if let petition = entry.petition.flatMap({ petitions[$0] }) {
          a(.href(desk.context.link(.desk(.removal(.history(petition.slug, before: nil)))))) {
            isolated(petition.wording.title)
          }
        }
      }
    }
  }
}
