import Localization
import PetitionStore
import Petitions

/// Says what a moderator decided about a petition that was submitted.
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
  /// What the petition is called; nil where that is not known.
  let title: String?
  let decision: Decision

  var mail: MailText {
    let matter = matter
    let body = MailBody(
      words: words, site: site, preview: matter.preview,
      blocks: [.paragraph(words("Hello,"))] + matter.blocks + [
        .small(
          words(
            "You get this email because you started this petition on {site}.",
            ["site": site.name]))
      ])
    return MailText(subject: matter.subject, text: body.text, html: body.html)
  }

  private typealias Matter = (subject: String, preview: String, blocks: [MailBody.Block])

  private var matter: Matter {
    switch decision {
    case .returned(let token, let verdict): returned(token, verdict)
    case .rejected(let token, let verdict): rejected(token, verdict)
    case .published(let slug): published(slug)
    }
  }

  private func returned(_ token: String, _ verdict: String) -> Matter {
    (
      words("Please change your petition"),
      words("A moderator asks you to change something."),
      [.paragraph(words("A moderator has read your petition and asks you to change something:"))]
        + about + paragraphs(verdict) + [
          .paragraph(words("With this link you change it and send it again:")),
          .button(label: words("Change my petition"), link: draft(token)),
          .paragraph(
            words("Nothing of what you wrote is lost. It is published when it has been accepted.")),
        ]
    )
  }

  private func rejected(_ token: String, _ verdict: String) -> Matter {
    (
      words("Your petition was not accepted"),
      words("You find the reasons in this email."),
      [.paragraph(words("A moderator has read your petition, and it was not accepted:"))] + about
        + [.paragraph(words("These are the reasons:"))] + paragraphs(verdict) + [
          .paragraph(words("Here is what you wrote:")),
          .button(label: words("See what you wrote"), link: draft(token)),
          .paragraph(
            words(
              "This petition cannot be sent again. You can start another one that keeps to the rules:"
            )),
          .link(
            label: words("The rules"),
            link: MailLink(.desk(.moderation(.publicRules)), words, site)),
        ]
    )
  }

  private func published(_ slug: String) -> Matter {
    let slug = Slug(slug)
    return (
      words("Your petition is open"),
      words("People can sign it now."),
      [.paragraph(words("Your petition is open, and people can sign it:"))] + about + [
        .button(
          label: words("See the petition"),
          link: MailLink(slug.map { .petition($0) } ?? .home, words, site)),
        .paragraph(words("It grows when you pass this address on.")),
        .paragraph(
          words("At your desk you see how it goes, post updates, and close it with an outcome:")),
        .link(
          label: words("How it goes"),
          link: MailLink(
            .desk(.organiser(slug.map { .dashboard($0) } ?? .petitions)), words, site)),
      ]
    )
  }

  private var about: [MailBody.Block] {
    // In whatever language it is written: the empty one stands for an unknown one.
    title.map { [.title($0, language: "")] } ?? []
  }

  private func paragraphs(_ verdict: String) -> [MailBody.Block] {
    verdict.split(separator: "\n").map { .paragraph(String($0)) }
  }

  private func draft(_ token: String) -> MailLink {
    MailLink(.desk(.proposal(.draft(token: token))), words, site)
  }
}
