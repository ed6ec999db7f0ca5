import Localization
import PetitionStore
import Petitions

/// Tells whoever runs a published petition what the moderators decided about it.
struct ModerationMailText {
  let words: Words
  let site: SiteSettings
  let content: ModerationMail

  var mail: MailText {
    let (subject, blocks) = matter
    let body = MailBody(
      words: words, site: site, preview: nil,
      blocks: [.paragraph(words("Hello,"))] + blocks + [
        .small(
          words(
            "You get this email because you run this petition on {site}.", ["site": site.name]))
      ])
    return MailText(subject: subject, text: body.text, html: body.html)
  }

  private typealias Matter = (subject: String, blocks: [MailBody.Block])

  private var matter: Matter {
    switch content {
    case .textChanged(let title, let slug, let message, let asksSigners):
      textChanged(title, slug, message, asksSigners: asksSigners == true)
    case .textNotChanged(let title, let slug, let message): textNotChanged(title, slug, message)
    case .takenDown(let title, let reasons, let statement): takenDown(title, reasons, statement)
    case .restored(let title, let slug):
      (
        words("Your petition is back"),
        [
          .paragraph(
            words("Everybody can see your petition again. It stays closed: nobody can sign it."))
        ] + about(title) + page(slug)
      )
    case .merged(let title, let otherTitle, let otherSlug): merged(title, otherTitle, otherSlug)
    }
  }

  private func textChanged(
    _ title: String, _ slug: String, _ message: String, asksSigners: Bool
  ) -> Matter {
    (
      words("The new text of your petition is published"),
      [.paragraph(words("The change of the text of your petition was accepted:"))] + about(title)
        + page(slug) + said(message) + [
          .paragraph(
            words(
              "Each signature stays bound to the text that its signer saw, and everybody can see what was changed."
            ))
        ]
        + (asksSigners
          ? [
            .paragraph(
              words("Those who get news are asked by email whether they sign the new text, too."))
          ] : [])
    )
  }

  private func textNotChanged(_ title: String, _ slug: String, _ message: String) -> Matter {
    (
      words("The text of your petition stays as it was"),
      [.paragraph(words("The change of the text of your petition was not accepted:"))]
        + about(title) + page(slug) + said(message)
        + (Slug(slug).map { slug in
          [
            .paragraph(words("You can ask for another change:")),
            .link(
              label: words("Change the text"),
              link: MailLink(.desk(.moderation(.amend(slug))), words, site)),
          ]
        } ?? [])
    )
  }

  private func takenDown(_ title: String, _ reasons: String, _ statement: String) -> Matter {
    (
      words("Your petition was taken down"),
      [
        .paragraph(
          words(
            "The moderators have taken your petition down. Nobody can see it or sign it any more:"))
      ] + about(title) + [.paragraph(words("These are the reasons:"))] + lines(reasons)
        + lines(statement) + [
          .paragraph(
            words(
              "Its address now says that it was taken down, with the same reasons. If you think that this is a mistake, tell the people who look after {site}: an administrator can bring it back.",
              ["site": site.name])),
          .link(
            label: words("The rules"),
            link: MailLink(.desk(.moderation(.publicRules)), words, site)),
        ]
    )
  }

  private func merged(_ title: String, _ otherTitle: String, _ otherSlug: String) -> Matter {
    (
      words("Your petition was merged with another"),
      [.paragraph(words("Your petition asks the same as another one and has ended:"))]
        + about(title) + [.paragraph(words("Its address now leads to this petition:"))]
        + about(otherTitle) + page(otherSlug) + [
          .paragraph(
            words("Signatures do not move: whoever signed your text has not signed the other one."))
        ]
    )
  }

  private func about(_ title: String) -> [MailBody.Block] {
    // In whatever language it is written: the empty one stands for an unknown one.
    [.title(title, language: "")]
  }

  /// What the moderators wrote besides, as theirs.
  private func said(_ message: String) -> [MailBody.Block] {
    let lines = lines(message)
    return lines.isEmpty ? [] : [.paragraph(words("The moderators write:"))] + lines
  }

  private func lines(_ text: String) -> [MailBody.Block] {
    text.split(separator: "\n").map { .paragraph(String($0)) }
  }

  private func page(_ slug: String) -> [MailBody.Block] {
    guard let slug = Slug(slug) else { return [] }
    return [
      .button(
        label: words("See the petition"), link: MailLink(.petition(slug), words, site))
    ]
  }
}
