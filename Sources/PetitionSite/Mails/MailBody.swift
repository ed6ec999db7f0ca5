import Localization
import Markup

/// The same words as plain text and as HTML: paragraphs, one action, and what follows it.
struct MailBody {
  let words: Words
  let site: SiteSettings
  let opening: [String]
  let action: (label: String, link: SignerLink)
  let closing: [String]
  let laterLink: SignerLink?

  var text: String {
    var mail = PlainText()
    mail.paragraph(words("Hello,"))
    for paragraph in opening { mail.paragraph(paragraph) }
    mail.link(action.link.address)
    for paragraph in closing { mail.paragraph(paragraph) }
    if let laterLink { mail.link(laterLink.address) }
    mail.paragraph(site.name)
    return mail.text
  }

  var html: String {
    HTML.document(
      language: words.language.code,
      direction: words.language.isRightToLeft ? .rightToLeft : .leftToRight
    ) {
      head {
        meta(.charset)
        meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
        meta(.name("color-scheme"), .content("light dark"))
        title { site.name }
        HTML.literal(Self.style)
      }
      body {
        p { words("Hello,") }
        for paragraph in opening { p { paragraph } }
        p { a(.class("button"), .href(action.link)) { action.label } }
        p(.class("address")) { action.link.address }
        for paragraph in closing { p { paragraph } }
        if let laterLink { p(.class("address")) { a(.href(laterLink)) { laterLink.address } } }
        p { site.name }
      }
    }.string
  }

  // Mail programs load no style sheets; what they do not know of this they leave out.
  private static let style: StaticString = """
    <style>
    body{font:1rem/1.5 system-ui,sans-serif;max-width:34rem;margin:1rem auto;padding:0 1rem}
    .button{display:inline-block;padding:.7rem 1.2rem;border-radius:.4rem;background:#0b5d5b;\
    color:#fff;text-decoration:none;font-weight:600}
    .address{overflow-wrap:anywhere;font-size:.875rem}
    html{background:#fff;color:#1d2526}
    a{color:#0b5d5b}
    @media (prefers-color-scheme:dark){html{background:#14191a;color:#e8ebe8}a{color:#7fd0c5}}
    </style>
    """
}
