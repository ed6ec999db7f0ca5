import Localization
import Markup
import Petitions

/// What became of a petition, on top of its page.
struct OutcomeNotice {
  let context: PageContext
  let petition: Petition
  let outcome: PetitionOutcome

  var html: HTML {
    let words = context.words
    return section(.class("notice done outcome"), .aria(.labelledBy, "outcome-heading")) {
      h2(.class("notice-title"), .id("outcome-heading")) { words(outcome.kind) }
      div(.class("story"), .lang(petition.language), .dir(.auto)) {
        HTML.markdown(RenderedMarkdown(rendered: outcome.textHTML))
      }
      p(.class("note")) {
        words(
          "Closed on {date}. It no longer accepts signatures. The list stays public.",
          ["date": words.date(outcome.closedAt)])
      }
    }
  }
}

extension Words {
  /// What became of a petition, in one sentence.
  func callAsFunction(_ outcome: PetitionOutcome.Kind) -> String {
    switch outcome {
    case .won: self("This petition won")
    case .partly: self("This petition won a part of what it asked for")
    case .answered: self("This petition was answered")
    case .unanswered: self("This petition ended without an answer")
    }
  }
}
