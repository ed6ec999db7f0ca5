import Localization
import Markup
import PetitionStore
import Petitions

/// What everybody may know of what was done to a petition.
struct HistoryPage {
  let context: PageContext
  let petition: Petition
  /// The number of the entry that the list goes on after; nil for the newest.
  let before: Int64?
  let entries: [NumberedEntry]
  /// Whether there may be more.
  let isFull: Bool

  private var words: Words { context.words }

  var bytes: [UInt8] {
    let title = words("History of this petition")
    return Layout(
      context: context, title: title,
      route: .desk(.removal(.history(petition.slug, before: before))), isListed: false
    ).page {
      BackToPetition(context: context, petition: petition).html
      h1 { title }
      p(.class("lead")) {
        words(
          "What the site did to the petition, and why. Nothing is ever taken out of this list.")
      }
      ol(.class("timeline")) {
        for entry in entries { line(entry.entry) }
        if !isFull {
          item(petition.openedAt) { .text(words("The petition was opened.")) }
        }
      }
      if isFull, let last = entries.last {
        p {
          a(
            .href(
              context.link(.desk(.removal(.history(petition.slug, before: last.number)))))
          ) { words("Older ones") }
        }
      }
    }
  }

  private func line(_ entry: JournalEntry) -> HTML {
    guard let sentence = HistoryWords(words: words).sentence(entry) else { return .empty }
    return item(entry.at) { .text(sentence) }
  }

  private func item(_ at: Int64, _ content: () -> HTML) -> HTML {
    li {
      time(.datetime(Timestamp.text(at)), .class("when")) { words.dateTime(at) }
      p { content() }
    }
  }
}

/// The public part of the journal, an entry a sentence.
struct HistoryWords {
  let words: Words

  /// Nil for what says nothing to readers, or is said elsewhere on the page.
  func sentence(_ entry: JournalEntry) -> String? {
    let count = entry.facts["count"].flatMap { Int($0) } ?? 0
    let reason = entry.facts["reason"].flatMap(RemovalReason.init) ?? .other
    switch entry.event {
    case .signaturesRemoved:
      return words(
        "{count} signature was removed: {reason}.", "{count} signatures were removed: {reason}.",
        count: count, ["reason": words(removal: reason)])
    case .signaturesRestored:
      return words(
        "{count} signature that had been removed was put back.",
        "{count} signatures that had been removed were put back.", count: count)
    default: return other(entry)
    }
  }

  private func other(_ entry: JournalEntry) -> String? {
    switch entry.event.rawValue {
    case "text-changed" where entry.facts["asks-signers"] == "yes":
      words("The text was changed, and signers who get news were asked whether they sign it.")
    case "text-changed": words("The text was changed.")
    case "petition-closed": words("The petition was closed.")
    case "outcome-written": words("The petition was closed with an outcome.")
    case "petition-taken-down": words("The petition was taken down.")
    case "petition-restored": words("The petition was put back.")
    case "petition-merged": words("Another petition that asks the same now leads here.")
    default: nil
    }
  }
}

/// Leads from a petition to what was done to it.
struct HistoryLink {
  let context: PageContext
  let petition: Petition

  var html: HTML {
    p(.class("note")) {
      a(.href(context.link(.desk(.removal(.history(petition.slug, before: nil)))))) {
        context.words("History of this petition")
      }
    }
  }
}
