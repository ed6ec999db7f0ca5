import EmailAddresses
import Localization
import Mail
import Petitions

/// What every mail has that goes to the signers who asked for news.
struct NewsEnvelope {
  let words: Words
  let site: SiteSettings
  let topic: MailTopic
  /// The token of the address at which the signer ends news.
  let unsubscribeToken: String

  /// Why the mail came, and how to end such mails.
  var end: [MailBody.Block] {
    [
      .rule,
      .small(
        words(
          "You get this email because you signed a petition on {site} and asked for news.",
          ["site": site.name])),
    ] + petitionLink + [
      .link(
        label: words("End these emails"),
        link: MailLink(.unsubscribe(token: unsubscribeToken), words, site))
    ]
  }

  private var petitionLink: [MailBody.Block] {
    guard case .named(_, _, let slug) = topic else { return [] }
    return [.link(label: words("See the petition"), link: MailLink(.petition(slug), words, site))]
  }

  /// For the button that mail programs show beside the sender (RFC 8058, RFC 2369), and for sorting
  /// (RFC 2919).
  ///
  /// The name of a list is no word of a cause either where that is not to be named.
  var headers: [MailMessage.Header] {
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
