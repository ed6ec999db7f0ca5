import Localization
import PetitionStore
import Petitions

/// Brings the link by which a new account begins.
struct InvitationMail {
  let words: Words
  let site: SiteSettings
  let token: String

  var mail: MailText {
    let body = MailBody(
      words: words, site: site, preview: words("The link works once, and for a week."),
      blocks: [
        .paragraph(words("Hello,")),
        .paragraph(
          words(
            "You are invited to help to look after {site}. With this link you sign in for the first time:",
            ["site": site.name])),
        .button(
          label: words("Sign in"),
          link: MailLink(.desk(.account(.signInLink(token: token))), words, site)),
        .paragraph(
          words(
            "The link works once, and for a week. After that, ask whoever invited you for another one."
          )
        ),
        .small(
          words(
            "If you know nothing of this, you need to do nothing. Nobody can accept it without the link."
          )),
      ])
    return MailText(
      subject: words("Your invitation to {site}", ["site": site.name]), text: body.text,
      html: body.html)
  }
}
