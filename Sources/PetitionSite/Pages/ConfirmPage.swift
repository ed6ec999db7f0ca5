import Localization
import Markup
import Petitions

/// The page behind the link of the mail, and behind its code: text and one button, and opening it
/// changes nothing.
struct ConfirmPage {
  /// What the button sends, and where.
  enum Way {
    /// The token of the link.
    case link(token: String)
    /// A ``ConfirmTicket``, and whose mail the page before spoke of, in case it is too old.
    case code(ticket: String, CheckYourMailPage.Recipient)
  }

  let context: PageContext
  let petition: Petition
  /// The petition with the words of the form, whatever they were changed to since.
  let signed: Petition
  let way: Way
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
            "title": span(.lang(petition.language)) { isolated(signed.wording.title) },
          ])
      }
      p {
        words("Who can see your name?")
        " "
        words(audience)
      }
      confirmForm
      p(.class("hint")) {
        words(
          "If you did not sign, close this page. Nothing will be counted, and the request will be deleted after seven days."
        )
      }
      EarlierWording(context: context, petition: petition, signed: signed).html
      LetterView(context: context, petition: signed, name: name).html
    }
  }

  private var confirmForm: HTML {
    let label = context.words("Confirm my signature")
    switch way {
    case .link(let token):
      return form(.method(.post), .action(context.link(.confirm(token: token)))) {
        button(.class("primary")) { label }
      }
    case .code(let ticket, let recipient):
      return form(.method(.post), .action(context.link(.checkYourMail(petition.slug)))) {
        switch recipient {
        case .ticket(let ticket): input(.type(.hidden), .name("for"), .value(ticket))
        case .typed(let address): input(.type(.hidden), .name("email"), .value(address))
        }
        input(.type(.hidden), .name("ticket"), .value(ticket))
        button(.class("primary"), .name("action"), .value("confirm")) { label }
      }
    }
  }
}
