import Localization
import Markup
import Petitions

/// What follows when the code was right: no link, since only the mail holds it.
struct CodeConfirmedPage {
  let context: PageContext
  let petition: Petition
  let ordinal: Int

  var bytes: [UInt8] {
    let words = context.words
    return Layout(context: context, title: words("Your signature"), isListed: false).page {
      BackToPetition(context: context, petition: petition).html
      h1 {
        words("Your signature is number {ordinal}", ["ordinal": words.number(ordinal)])
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
