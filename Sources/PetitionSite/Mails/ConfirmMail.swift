import Localization
import Petitions

/// Asks to confirm a signature.
///
/// It holds nothing that the person at the form typed, so that the site cannot be used to send
/// somebody else's words to a stranger.
struct ConfirmMail {
  let words: Words
  let site: SiteSettings
  let topic: MailTopic
  /// The token of the link that confirms, and of the signer's own page.
  let token: String
  /// The eight digits that confirm where the form was sent; nil once they are worth nothing any more.
  let code: String?

  var mail: MailText {
    let body = MailBody(
      words: words, site: site,
      preview: code == nil
        ? words("One step is left: press the button.")
        : words("One step is left: press the button, or type the code."),
      blocks: [.paragraph(words("Hello,"))] + introduction + [
        .paragraph(
          words(
            "To make the signature count, open this link and press the button on the page that opens:"
          )),
        .button(
          label: words("Continue to confirm"),
          link: MailLink(.confirm(token: token), words, site)),
      ] + typing + [
        .paragraph(
          words(
            "The link works for seven days. If it was not you, do nothing: no signature will be counted, and your address will be deleted."
          )),
        .rule,
        .small(
          words(
            "Please keep this email. With this link you can see, change or withdraw your signature later:"
          )),
        .address(MailLink(.ownSignature(token: token), words, site)),
      ])
    return MailText(
      subject: words("Confirm your signature"), text: body.text, html: body.html)
  }

  private var introduction: [MailBody.Block] {
    topic.introduced(
      named: words("Someone, hopefully you, signed this petition with your email address:"),
      discreet: words(
        "Someone, hopefully you, signed a petition on {site} with your email address.",
        ["site": site.name]))
  }

  private var typing: [MailBody.Block] {
    guard let code else { return [] }
    return [
      .paragraph(
        words(
          "Or type this code on the page where you signed. It is valid for fifteen minutes there:"
        )),
      .code(TypedCode.grouped(code)),
    ]
  }
}
