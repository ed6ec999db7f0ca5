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
      context: context, title: words("Check your email"), route: .checkYourMail(petition.slug),
      isListed: false
    ).page {
      BackToPetition(context: context, petition: petition).html
      h1 { words("Check your email") }
      p(.class("lead")) {
        words(
          "We have sent you an email with a link. Open the link and press the button: then your signature counts."
        )
      }
      ul {
        li {
          words(
            "The email should arrive within a few minutes. Please look in your spam folder, too."
          )
        }
        li { words("The link works for seven days.") }
        li {
          words.html(
            "No email after ten minutes? Check that you typed your address correctly and {again}.",
            [
              "again": a(.href(context.link(.petition(petition.slug)))) {
                words("sign again")
              }
            ])
        }
      }
      ShareLinks(context: context, petition: petition).html
    }
  }
}
