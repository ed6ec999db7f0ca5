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
            "with this button you send the petition that you wrote on {site}:", ["site": site.name])
        ),
        .button(
          label: words("Send my petition"),
          link: MailLink(.desk(.proposal(.submit(secret: token))), words, site)),
        .paragraph(
          words(
            "The petition becomes yours, and a moderator reads it. The link works for seven days.")),
        .small(
          words(
            "If you have not written one, somebody typed your address. You need to do nothing.")),
      ])
    return MailText(
      subject: words("Send your petition on {site}", ["site": site.name]), text: body.text,
      html: body.html)
  }
}

/// Says what a moderator decided about a petition.
struct DecisionMail {
  /// What was decided.
  enum Decision {
    case returned(token: String, verdict: String)
    case rejected(token: String, verdict: String)
    /// - Parameter slug: the address of the petition.
    case published(String)
  }

  let words: Words
  let site: SiteSettings
  let decision: Decision

  var mail: MailText {
    let (subject, blocks) = content
    let body = MailBody(
      words: words, site: site, preview: nil, blocks: [.paragraph(words("Hello,"))] + blocks)
    return MailText(subject: subject, text: body.text, html: body.html)
  }

  private var content: (String, [MailBody.Block]) {
    switch decision {
    case .returned(let token, let verdict):
      (
        words("Please change your petition"),
        [.paragraph(words("a moderator has read your petition and asks you to change something:"))]
          + paragraphs(verdict) + [
            .button(label: words("Change it and send it again"), link: draft(token))
          ]
      )
    case .rejected(let token, let verdict):
      (
        words("Your petition was not accepted"),
        [.paragraph(words("a moderator has read your petition, and it was not accepted:"))]
          + paragraphs(verdict) + [
            .link(label: words("See what you wrote"), link: draft(token))
          ]
      )
    case .published(let slug):
      (
        words("Your petition is open"),
        [
          .paragraph(words("your petition is open, and people can sign it.")),
          .button(
            label: words("See the petition"),
            link: MailLink(Slug(slug).map(Route.petition) ?? .home, words, site)),
        ]
      )
    }
  }

  private func paragraphs(_ verdict: String) -> [MailBody.Block] {
    verdict.split(separator: "\n").map { .paragraph(String($0)) }
  }

  private func draft(_ token: String) -> MailLink {
    MailLink(.desk(.proposal(.draft(token: token))), words, site)
  }
}
