import Localization
import Markup
import Petitions

/// An organiser's news to a signer who asked for it.
struct NewsMail {
  /// What the organiser wrote.
  struct Message {
    let isOutcome: Bool
    let subject: String
    /// Markdown.
    let body: String
    /// The same, made safe when it was saved.
    let bodyHTML: String
    /// The language of subject and body, a BCP 47 tag.
    let language: String
  }

  let words: Words
  let site: SiteSettings
  let topic: MailTopic
  let message: Message
  /// The token of the address at which the signer ends news.
  let unsubscribeToken: String

  var mail: MailText {
    let envelope = NewsEnvelope(
      words: words, site: site, topic: topic, unsubscribeToken: unsubscribeToken)
    // Without a preview of its own: the organiser's first words are a better one.
    let body = MailBody(
      words: words, site: site, preview: nil,
      blocks: opening + [
        .markdown(
          RenderedMarkdown(rendered: message.bodyHTML),
          plain: Markdown.plainText(message.body, showingLinks: true),
          language: message.language)
      ] + envelope.end)
    return MailText(
      subject: topic.isDiscreet ? words("News from {site}", ["site": site.name]) : message.subject,
      text: body.text, html: body.html, headers: envelope.headers)
  }

  /// What the news is about.
  private var opening: [MailBody.Block] {
    switch topic {
    case .named(let title, let language, _):
      [
        .small(
          message.isOutcome
            ? words("What became of the petition that you signed:")
            : words("News about the petition that you signed:")),
        .title(title, language: language),
      ]
    case .discreet:
      [
        .small(
          message.isOutcome
            ? words(
              "What became of a petition that you signed on {site}.", ["site": site.name])
            : words("News about a petition that you signed on {site}.", ["site": site.name]))
      ]
    }
  }
}
