import Localization
import Markup
import Petitions

/// The newest signatures of a petition, and the form that finds others.
struct DeskSignaturesPage {
  let desk: DeskVisit
  let petition: Petition
  let newest: [SignatureTraits]
  let domains: [Int64: String]
  var typed = SignatureFilterForm()
  var mistakes: [SignatureFilterForm.Mistake] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let fields = SignatureFilterFields(
      desk: desk, petition: petition, typed: typed, mistakes: mistakes)
    let heading = words("Signatures")
    return DeskPage(
      desk: desk, title: heading, isRefused: !mistakes.isEmpty
    ).bytes {
      PetitionLine(desk: desk, petition: petition).html
      h1 { heading }
      FieldMessages(title: words("Nothing was counted yet"), messages: fields.messages).html
      p {
        words(
          "{count} signature stands.", "{count} signatures stand.", count: petition.tally.count)
        " "
        a(.href(desk.context.link(.desk(.removal(.pulse(petition.slug)))))) {
          words("What is unusual")
        }
      }
      h2 { words("Find signatures") }
      p(.class("note")) {
        words(
          "Fill in what the signatures have in common. They are counted first; nothing is removed by this form."
        )
      }
      fields.html
      if !newest.isEmpty {
        h2 { words("The newest") }
        SignatureTable(
          desk: desk, petition: petition, caption: words("The newest signatures"),
          signatures: newest, domains: domains, offersRemoval: desk.allows(.removeSignatures)
        ).html
      }
    }
  }
}

/// Which petition a page of the desk is about.
struct PetitionLine {
  let desk: DeskVisit
  let petition: Petition

  var html: HTML {
    p(.class("about")) {
      a(.href(desk.context.link(.petition(petition.slug)))) { isolated(petition.wording.title) }
    }
  }
}
