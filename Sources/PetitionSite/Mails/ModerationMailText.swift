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
      words: words, site: site, preview: nil, blocks: [.paragraph(words("Hello,"))] + blocks)
    return MailText(subject: subject, text: body.text, html: body.html)
  }

  private var matter: (subject: String, blocks: [MailBody.Block]) {
    switch content {
    case .textChanged(let title, let slug, let message):
      (
        words("The new text of your petition is published"),
        [.paragraph(words("The change of the text of your petition was accepted:"))]
          + about(title) + lines(message) + page(slug)
      )
    case .textNotChanged(let title, let slug, let message):
      (
        words("The text of your petition stays as it was"),
        [.paragraph(words("The change of the text of your petition was not accepted:"))]
          + about(title) + lines(message) + page(slug)
      )
    case .takenDown(let title, let reasons, let statement):
      (
        words("Your petition was taken down"),
        [.paragraph(words("The moderators have taken your petition down:"))] + about(title)
          + [.paragraph(words("These are the reasons:"))] + lines(reasons) + lines(statement)
      )
    case .restored(let title, let slug):
      (
        words("Your petition is back"),
        [.paragraph(words("Everybody can see your petition again. It stays closed."))]
          + about(title) + page(slug)
      )
    case .merged(let title, let otherTitle, let otherSlug):
      (
        words("Your petition was merged with another"),
        [.paragraph(words("Your petition asks the same as another one and has ended:"))]
          + about(title) + [.paragraph(words("Its address now leads to this petition:"))]
          + about(otherTitle) + page(otherSlug)
      )
    }
  }

  private func about(_ title: String) -> [MailBody.Block] {
    // In whatever language it is written; the mail's own stands for an unknown one.
    [.title(title, language: words.language.code)]
  }

  private func lines(_ text: String) -> [MailBody.Block] {
    text.split(separator: "\n").map { .paragraph(String($0)) }
  }

  private func page(_ slug: String) -> [MailBody.Block] {
    guard let slug = Slug(slug) else { return [] }
    return [.link(label: words("The petition"), link: MailLink(.petition(slug), words, site))]
  }
}
