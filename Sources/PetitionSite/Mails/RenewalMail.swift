import Localization
import Petitions

/// Asks a signer who gets news whether to sign the text of a petition as it was changed.
struct RenewalMail {
  let words: Words
  let site: SiteSettings
  let topic: MailTopic
  /// The token of the page with the change and the button.
  let renewalToken: String
  /// The token of the address at which the signer ends news.
  let unsubscribeToken: String

  var mail: MailText {
    let envelope = NewsEnvelope(
      words: words, site: site, topic: topic, unsubscribeToken: unsubscribeToken)
    let body = MailBody(
      words: words, site: site,
      preview: words(
        "Your signature stays with the text that you signed, unless you sign the new one."),
      blocks: [.paragraph(words("Hello,"))] + introduction + [
        .paragraph(
          words(
            "Your signature stands for the text as you signed it. Do you sign the new text, too? The page shows what was changed, and asks."
          )),
        .button(
          label: words("See what was changed"),
          link: MailLink(.renewal(token: renewalToken), words, site)),
        .paragraph(
          words(
            "If you do nothing, nothing changes: you stay on the list, with the text that you signed."
          )),
        .small(
          words("Do not pass this email on: whoever has the link can sign the new text for you.")),
      ] + envelope.end)
    return MailText(
      subject: words("The text that you signed was changed"), text: body.text, html: body.html,
      headers: envelope.headers)
  }

  private var introduction: [MailBody.Block] {
    topic.introduced(
      named: words("You signed this petition, and its text was changed afterwards:"),
      discreet: words(
        "You signed a petition on {site}, and its text was changed afterwards.",
        ["site": site.name]))
  }
}
