import EmailAddresses
import Localization
import Mail
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
    let unsubscribe = MailLink(.unsubscribe(token: unsubscribeToken), words, site)
    // Without a preview of its own: the organiser's first words are a better one.
    let body = MailBody(
      words: words, site: site, preview: nil,
      blocks: opening + [
        .markdown(
          RenderedMarkdown(rendered: message.bodyHTML),
          plain: Markdown.plainText(message.body, showingLinks: true),
          language: message.language),
        .rule,
        .small(
          words(
            "You get this email because you signed a petition on {site} and asked for news.",
            ["site": site.name])),
      ] + petitionLink + [.link(label: words("End these emails"), link: unsubscribe)])
    return MailText(
      subject: topic.isDiscreet ? words("News from {site}", ["site": site.name]) : message.subject,
      text: body.text, html: body.html, headers: headers(unsubscribe))
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

  private var petitionLink: [MailBody.Block] {
    guard case .named(_, _, let slug) = topic else { return [] }
    return [.link(label: words("See the petition"), link: MailLink(.petition(slug), words, site))]
  }

  /// For the button that mail programs show beside the sender (RFC 8058, RFC 2369), and for sorting
  /// (RFC 2919).
  ///
  /// The name of a list is no word of a cause either where that is not to be named.
  private func headers(_ unsubscribe: MailLink) -> [MailMessage.Header] {
    var list = "news." + site.mailFrom.domain
    if case .named(_, _, let slug) = topic { list = slug.text + "." + list }
    // Without the language: a provider posts to it, and nobody reads the answer.
    let route = Route.unsubscribe(token: unsubscribeToken)
    return [
      MailMessage.Header("List-Id", "<\(list)>"),
      MailMessage.Header("List-Unsubscribe", "<\(AbsoluteLink(route, on: site).address)>"),
      MailMessage.Header("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
      // Programs that answer while somebody is away look for this where they know no better.
      MailMessage.Header("Precedence", "bulk"),
    ]
  }
}
