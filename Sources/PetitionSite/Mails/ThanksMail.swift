import Localization
import Petitions

/// Thanks a signer who has confirmed, and gives the link to the signature once more.
struct ThanksMail {
  let words: Words
  let site: SiteSettings
  let topic: MailTopic
  /// The token of the signer's own page; nil where the signature was confirmed by its code, from which
  /// no link can be made.
  let token: String?

  var mail: MailText {
    let introduction = topic.introduced(
      named: words("Thank you. You have confirmed your signature of this petition:"),
      discreet: words(
        "Thank you. You have confirmed your signature of a petition on {site}.",
        ["site": site.name]))
    let body = MailBody(
      words: words, site: site, preview: words("Your signature is on the list."),
      blocks: [.paragraph(words("Hello,"))] + introduction + passingOn + own)
    return MailText(subject: words("Your signature counts"), text: body.text, html: body.html)
  }

  private var own: [MailBody.Block] {
    guard let token else {
      return [
        .paragraph(
          words(
            "To see, change or withdraw your signature, use the link at the end of the email with the code."
          ))
      ]
    }
    return [
      .paragraph(
        words(
          "Please keep this email. With this link you can see, change or withdraw your signature at any time:"
        )),
      .button(
        label: words("My signature"), link: MailLink(.ownSignature(token: token), words, site)),
      .small(
        words("Do not pass this email on: whoever has the link can change your signature.")),
    ]
  }

  private var passingOn: [MailBody.Block] {
    guard case .named(_, _, let slug) = topic else { return [] }
    return [
      .paragraph(words("The petition grows when you pass it on. This is its address:")),
      .address(MailLink(.petition(slug), words, site)),
    ]
  }
}
