import Localization
import Petitions

/// Says that a signature was taken back, to a signer whose address was kept for news.
struct WithdrawnMail {
  let words: Words
  let site: SiteSettings
  let topic: MailTopic

  var mail: MailText {
    let introduction = topic.introduced(
      named: words("Your signature of this petition has been withdrawn:"),
      discreet: words(
        "Your signature of a petition on {site} has been withdrawn.", ["site": site.name]))
    let (label, link) = topic.link(words, site)
    let body = MailBody(
      words: words, site: site, preview: words("Your name and your address have been deleted."),
      blocks: [.paragraph(words("Hello,"))] + introduction + [
        .paragraph(
          words(
            "Your name and your address have been deleted, and you will get no more news. This is the last email about it."
          )),
        .paragraph(
          words(
            "If it was not you: somebody used the link from one of your emails. You can simply sign again."
          )),
        .link(label: label, link: link),
      ])
    return MailText(
      subject: words("Your signature has been withdrawn"), text: body.text, html: body.html)
  }
}
