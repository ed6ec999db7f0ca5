import Localization
import PetitionStore
import Petitions

/// A mail to a person with an account, in words.
struct DeskMailText {
  let words: Words
  let site: SiteSettings
  let content: DeskMail

  var mail: MailText {
    switch content {
    case .signIn(let token): SignInMail(words: words, site: site, token: token).mail
    case .submit(let token): SubmitMail(words: words, site: site, token: token).mail
    case .proposalReturned(let token, let verdict, let title):
      DecisionMail(
        words: words, site: site, title: title,
        decision: .returned(token: token, verdict: verdict)
      ).mail
    case .proposalRejected(let token, let verdict, let title):
      DecisionMail(
        words: words, site: site, title: title,
        decision: .rejected(token: token, verdict: verdict)
      ).mail
    case .petitionPublished(let slug, let title):
      DecisionMail(words: words, site: site, title: title, decision: .published(slug)).mail
    case .invitation(let token): InvitationMail(words: words, site: site, token: token).mail
    case .moderation(let mail):
      ModerationMailText(words: words, site: site, content: mail).mail
    }
  }
}

/// Brings the link that signs in.
struct SignInMail {
  let words: Words
  let site: SiteSettings
  let token: String

  var mail: MailText {
    let body = MailBody(
      words: words, site: site, preview: words("The link works once, and for an hour."),
      blocks: [
        .paragraph(words("Hello,")),
        .paragraph(words("With this link you sign in on {site}:", ["site": site.name])),
        .button(
          label: words("Sign in"),
          link: MailLink(.desk(.account(.signInLink(token: token))), words, site)),
        .paragraph(words("The link works once, and for an hour.")),
        .small(
          words(
            "If you did not ask for it, somebody typed your address. Without this email they cannot sign in; you need to do nothing."
          )),
      ])
    return MailText(
      subject: words("Your link to sign in on {site}", ["site": site.name]), text: body.text,
      html: body.html)
  }
}
