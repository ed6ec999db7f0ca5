import Localization
import Petitions

/// Reminds somebody who asked for it, once, of a signature that is not confirmed.
struct ReminderMail {
  let words: Words
  let site: SiteSettings
  let topic: MailTopic
  let token: String
  /// When the link ends to work, in UTC milliseconds.
  let expiresAt: Int64

  var mail: MailText {
    let introduction = topic.introduced(
      named: words("You signed this petition and have not confirmed it yet:"),
      discreet: words(
        "You signed a petition on {site} and have not confirmed it yet.", ["site": site.name]))
    let body = MailBody(
      words: words, site: site, preview: words("Your signature does not count yet."),
      blocks: [.paragraph(words("Hello,"))] + introduction + [
        .paragraph(
          words(
            "To make the signature count, open this link and press the button on the page that opens:"
          )),
        .button(
          label: words("Continue to confirm"),
          link: MailLink(.confirm(token: token), words, site)),
        .paragraph(
          words(
            "The link works until {date}. If you do nothing, no signature will be counted, and your address will be deleted.",
            ["date": words.dateTime(expiresAt)])),
        .rule,
        .small(
          words(
            "You get this email because the box for a reminder was ticked when your address was used to sign. There will be no other reminder."
          )),
      ])
    return MailText(
      subject: words("Reminder: confirm your signature"), text: body.text, html: body.html)
  }
}
