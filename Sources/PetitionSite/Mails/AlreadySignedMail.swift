import Localization
import Petitions

/// Tells an address that it has signed before; like ``ConfirmMail``, in no words of who sent the form.
struct AlreadySignedMail {
  let words: Words
  let site: SiteSettings
  let topic: MailTopic

  var mail: MailText {
    let introduction = topic.introduced(
      named: words("Someone, hopefully you, signed this petition again with your email address:"),
      discreet: words(
        "Someone, hopefully you, signed a petition on {site} again with your email address.",
        ["site": site.name]))
    let (label, link) = topic.link(words, site)
    let body = MailBody(
      words: words, site: site, preview: words("Nothing has changed."),
      blocks: [.paragraph(words("Hello,"))] + introduction + [
        .paragraph(
          words(
            "Your signature is already on the list. Nothing has changed, and nothing was counted twice."
          )),
        .paragraph(
          words(
            "To see, change or withdraw your signature, use the link in the email that you confirmed it with."
          )),
        .link(label: label, link: link),
      ])
    return MailText(
      subject: words("You have already signed"), text: body.text, html: body.html)
  }
}
