import Localization
import Markup
import PetitionStore
import Petitions

/// What follows when a signature was confirmed that a code found: no link, since only the mail holds it.
struct CodeConfirmedPage {
  let context: PageContext
  let petition: Petition
  let signature: OwnSignature

  var bytes: [UInt8] {
    let words = context.words
    return Layout(context: context, title: words("Your signature"), isListed: false).page {
      BackToPetition(context: context, petition: petition).html
      h1 {
        words("Your signature is number {ordinal}", ["ordinal": words.number(signature.ordinal)])
      }
      p {
        words.html(
          "You have signed as {name}: {title}",
          [
            "name": strong { isolated(signature.name) },
            "title": span(.lang(petition.language)) { isolated(petition.wording.title) },
          ])
      }
      p {
        words("Who can see your name?")
        " "
        words(signature.audience)
      }
      p(.class("lead")) {
        words(
          "Thank you. Keep the email whose code you typed: the link in it is the only way to see, change or withdraw your signature."
        )
      }
      ShareLinks(context: context, petition: petition).html
    }
  }
}
