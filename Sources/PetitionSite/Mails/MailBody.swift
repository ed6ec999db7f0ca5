import Localization
import Markup

/// The same words as plain text and as HTML, block by block.
struct MailBody {
  /// One thing that a mail says.
  enum Block {
    case paragraph(String)
    /// Somebody else's words in a language of their own.
    case title(String, language: String)
    /// What the mail is for; the address follows for programs that show no button.
    case button(label: String, link: MailLink)
    /// Digits to be typed elsewhere, in groups.
    case code(String)
    /// An address behind words.
    case link(label: String, link: MailLink)
    /// An address that is to be kept, shown in full.
    case address(MailLink)
    /// An organiser's own text, made safe when it was saved, as HTML and as plain text.
    case markdown(RenderedMarkdown, plain: String, language: String)
    /// What belongs to the mail rather than to its matter.
    case small(String)
    /// Parts what follows from what stands before.
    case rule
  }

  let words: Words
  let site: SiteSettings
  /// What a list of mails shows behind the subject, also on locked screens; nil for the first words.
  let preview: String?
  let blocks: [Block]

  var text: String {
    var mail = PlainText()
    for block in blocks {
      switch block {
      case .paragraph(let text), .small(let text): mail.paragraph(text)
      case .title(let title, _): mail.paragraph(PlainText.isolated(title))
      case .button(_, let link), .address(let link): mail.link(link.address)
      case .code(let digits): mail.paragraph(digits)
      case .link(let label, let link):
        mail.paragraph(label)
        mail.link(link.address)
      case .markdown(_, let plain, _): mail.verbatim(plain)
      case .rule: mail.paragraph("--")
      }
    }
    mail.paragraph(site.name)
    return mail.text
  }

  var html: String {
    HTML.document(language: words.language.code, direction: direction) {
      head {
        meta(.charset)
        meta(.name("viewport"), .content("width=device-width, initial-scale=1"))
        meta(.name("color-scheme"), .content("light dark"))
        meta(.name("supported-color-schemes"), .content("light dark"))
        // A code is no telephone number.
        meta(.name("format-detection"), .content("telephone=no, date=no, address=no, email=no"))
        title { site.name }
        MailStyle.element
      }
      body {
        if let preview { div(.class("preview")) { preview } }
        MailStyle.frame(
          // Mail programs that show a mail inside a page of theirs drop the root element.
          div(.class("mail"), .lang(words.language.code), .dir(direction)) {
            for block in blocks { html(of: block) }
            p(.class("site")) { site.name }
          })
      }
    }.string
  }

  private func html(of block: Block) -> HTML {
    switch block {
    case .paragraph(let text): p { text }
    case .small(let text): p(.class("small")) { text }
    case .title(let title, let language):
      p(.class("title"), .lang(language), .dir(.auto)) { isolated(title) }
    case .button(let label, let link):
      .sequence([
        MailStyle.button(a(.href(link)) { label }),
        p(.class("small address"), .dir(.leftToRight)) { link.address },
      ])
    case .code(let digits): p(.class("code"), .dir(.leftToRight)) { digits }
    case .link(let label, let link): p { a(.href(link)) { label } }
    case .address(let link):
      p(.class("small address"), .dir(.leftToRight)) { a(.href(link)) { link.address } }
    case .markdown(let text, _, let language):
      div(.class("news"), .lang(language), .dir(.auto)) { HTML.markdown(text) }
    case .rule: hr()
    }
  }

  private var direction: TextDirection {
    words.language.isRightToLeft ? .rightToLeft : .leftToRight
  }
}
