import Localization
import PetitionStore
import Petitions

/// Brings the link that submits a petition.
struct SubmitMail {
  let words: Words
  let site: SiteSettings
  let token: String

  var mail: MailText {
    let body = MailBody(
      words: words, site: site, preview: words("One button, and the moderators have it."),
      blocks: [
        .paragraph(words("Hello,")),
        .paragraph(
          words(
            "With this link you send the petition that you wrote on {site}:", ["site": site.name])
        ),
        .button(
          label: words("Send my petition"),
          link: MailLink(.desk(.proposal(.submit(secret: token))), words, site)),
        .paragraph(
          words(
            "It becomes yours, and a moderator reads it by the public rules. You get an email when it is decided. Nothing is sent before you use the link, which works for seven days."
          )),
        .small(
          words(
            "If you have not written one, somebody typed your address. You need to do nothing: without this email nobody can send it."
          )),
      ])
    return MailText(
      subject: words("Send your petition on {site}", ["site": site.name]), text: body.text,
      html: body.html)
  }
}
