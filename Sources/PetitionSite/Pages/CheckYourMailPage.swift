import Localization
import Markup
import Petitions

/// What everybody sees who sent the form, whether the address is new or not.
struct CheckYourMailPage {
  let context: PageContext
  let petition: Petition

  var bytes: [UInt8] {
    let words = context.words
    return Layout(
      context: context, title: words("Check your mail"), route: .checkYourMail(petition.slug),
      isListed: false
    ).page {
      BackToPetition(context: context, petition: petition).html
      h1 { words("Check your mail") }
      p(.class("lead")) {
        words(
          "We have sent you a mail with a link. Open it and press the button: then your signature counts."
        )
      }
      ul {
        li {
          words(
            "The mail should arrive within a few minutes. Look in the folder for unwanted mail, too."
          )
        }
        li { words("The link works for seven days.") }
        li {
          words.html(
            "No mail after ten minutes? Check the spelling of your address and {again}.",
            [
              "again": a(.href(context.link(.petition(petition.slug)))) {
                words("sign once more")
              }
            ])
        }
      }
      ShareLinks(context: context, petition: petition).html
    }
  }
}
