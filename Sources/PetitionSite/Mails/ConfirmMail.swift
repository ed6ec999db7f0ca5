import Localization
import Markup
import Petitions

/// What a mail says, before it has an envelope.
struct MailText {
  let subject: String
  let text: String
  let html: String
}

/// Asks to confirm a signature.
///
/// It holds nothing that the person at the form typed, so that the site cannot be used to send
/// somebody else's words to a stranger.
struct ConfirmMail {
  let words: Words
  let site: SiteSettings
  let petition: Petition
  let token: String

  var mail: MailText {
    let link = SignerLink(.confirm(token: token), words, site)
    let own = SignerLink(.ownSignature(token: token), words, site)
    let body = MailBody(
      words: words, site: site,
      opening: [
        words("Someone, hopefully you, signed this petition with your email address:"),
        petition.wording.title,
        words("To make the signature count, open this link and press the button:"),
      ],
      action: (words("Confirm my signature"), link),
      closing: [
        words(
          "The link works for seven days. If it was not you, do nothing: no signature will be counted, and your address will be deleted."
        ),
        words(
          "Please keep this email. With this link you can see, change or withdraw your signature later:"
        ),
      ],
      laterLink: own)
    return MailText(
      subject: words("Confirm your signature"), text: body.text, html: body.html)
  }
}

/// Tells an address that it has signed before.
struct AlreadySignedMail {
  let words: Words
  let site: SiteSettings
  let petition: Petition

  var mail: MailText {
    let link = SignerLink(.petition(petition.slug), words, site)
    let body = MailBody(
      words: words, site: site,
      opening: [
        words("Someone, hopefully you, signed this petition again with your email address:"),
        petition.wording.title,
        words(
          "Your signature is already on the list. Nothing has changed, and nothing was counted twice."
        ),
      ],
      action: (words("See the petition"), link),
      closing: [
        words(
          "To see, change or withdraw your signature, use the link in the first email that we sent you."
        )
      ],
      laterLink: nil)
    return MailText(
      subject: words("You have already signed"), text: body.text, html: body.html)
  }
}

/// A link in a mail, in the language of the mail.
struct SignerLink: LinkTarget {
  let address: String

  init(_ route: Route, _ words: Words, _ site: SiteSettings) {
    let link = LocalizedLink(route: route, language: words.language.code)
    address = AbsoluteLink(link, on: site).address
  }
}
