import Localization
import Mail
import Markup
import Petitions

/// What a mail says, before it has an envelope.
struct MailText {
  let subject: String
  let text: String
  let html: String
  /// Header fields of its kind, such as `List-Unsubscribe`.
  var headers: [MailMessage.Header] = []
}

/// What a mail may call the petition that it is about.
///
/// Where signers could be in danger, a mail holds no word of the cause: no title, and no address
/// that a title can be read from. Such a mail is written without ever having them.
enum MailTopic {
  /// - Parameter language: the language of the title, a BCP 47 tag.
  case named(title: String, language: String, slug: Slug)
  case discreet

  init(_ petition: Petition) {
    self =
      petition.isDiscreet
      ? .discreet
      : .named(
        title: petition.wording.title, language: petition.language, slug: petition.slug)
  }

  var isDiscreet: Bool {
    if case .discreet = self { true } else { false }
  }

  /// A sentence, and below it what it speaks of; alone where that is not to be named.
  func introduced(named: String, discreet: String) -> [MailBody.Block] {
    switch self {
    case .named(let title, let language, _):
      [.paragraph(named), .title(title, language: language)]
    case .discreet: [.paragraph(discreet)]
    }
  }

  /// The way to the petition; to the site where the petition is not to be named.
  func link(_ words: Words, _ site: SiteSettings) -> (label: String, link: MailLink) {
    switch self {
    case .named(_, _, let slug):
      (words("See the petition"), MailLink(.petition(slug), words, site))
    case .discreet:
      (words("Go to {site}", ["site": site.name]), MailLink(.home, words, site))
    }
  }
}

/// A link in a mail, in the language of the mail.
struct MailLink: LinkTarget {
  let address: String

  init(_ route: Route, _ words: Words, _ site: SiteSettings) {
    let link = LocalizedLink(route: route, language: words.language.code)
    address = AbsoluteLink(link, on: site).address
  }
}
