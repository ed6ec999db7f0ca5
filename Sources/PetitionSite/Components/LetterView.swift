import Localization
import Markup
import Petitions

/// The letter, set apart like a letter, with a name or the place for one.
struct LetterView {
  let context: PageContext
  let petition: Petition
  /// The name below the letter; nil where the place of a name is shown.
  let name: String?

  var html: HTML {
    let letter = petition.wording.letter
    return section(.class("letter"), .aria(.labelledBy, "letter-heading")) {
      h2(.id("letter-heading")) { context.words("The letter") }
      blockquote(.lang(petition.language), .dir(.auto)) {
        p(.class("salutation")) { letter.salutation }
        for paragraph in letter.body { p { paragraph } }
        if !letter.closing.isEmpty { p { letter.closing } }
        p(.class("signature-line")) {
          if let name {
            isolated(name)
          } else {
            span(.class("name-slot"), .lang(context.words.language.code)) {
              context.words("[Your Name Here]")
            }
          }
        }
      }
    }
  }
}
