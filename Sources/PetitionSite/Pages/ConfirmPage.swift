import Localization
import Markup
import Petitions

/// The page behind the link of the mail: text and one button, and opening it changes nothing.
struct ConfirmPage {
  let context: PageContext
  let petition: Petition
  let token: String
  let name: String
  let audience: Audience

  var bytes: [UInt8] {
    let words = context.words
    return Layout(context: context, title: words("Confirm your signature"), isListed: false).page {
      h1 { words("Last step: confirm your signature") }
      p(.class("lead")) {
        words.html(
          "You are signing as {name}: {title}",
          [
            "name": strong { isolated(name) },
            "title": span(.lang(petition.language)) { isolated(petition.wording.title) },
          ])
      }
      p {
        words("Who can see your name?")
        " "
        words(audience)
      }
      form(.method(.post), .action(context.link(.confirm(token: token)))) {
        button(.class("primary")) { words("Confirm my signature") }
      }
      p(.class("hint")) {
        words(
          "If you did not sign, close this page. Nothing will be counted, and the request will be deleted after seven days."
        )
      }
      LetterView(context: context, petition: petition, name: name).html
    }
  }
}
