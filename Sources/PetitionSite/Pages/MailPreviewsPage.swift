import Localization
import Markup

/// The mails by kind, each in every language, as text, as HTML and as a whole.
///
/// Its words are in no catalogue: nobody but developers reads them.
struct MailPreviewsPage {
  let context: PageContext
  let languages: [Words]

  var bytes: [UInt8] {
    Layout(context: context, title: "Mails", isListed: false).page {
      div(.lang("en"), .dir(.leftToRight)) {
        h1 { "Mails" }
        p(.class("lead")) { "Every kind of mail with made-up matter, exactly as it is sent." }
        for sample in MailSample.allCases {
          for isDiscreet in sample.forms {
            h2 { sample.rawValue + (isDiscreet ? ", discreet" : "") }
            ul {
              for words in languages { li { links(sample, isDiscreet, words) } }
            }
          }
        }
      }
    }
  }

  private func links(_ sample: MailSample, _ isDiscreet: Bool, _ words: Words) -> HTML {
    let code = words.language.code
    return .sequence([
      .text(code + ": "),
      span(.lang(code), .dir(.auto)) {
        isolated(sample.mail(words, context.site, isDiscreet: isDiscreet).subject)
      },
      .sequence(
        MailPreview.Part.allCases.flatMap { part in
          let preview = MailPreview(sample, isDiscreet: isDiscreet, part: part)
          let link = context.link(.mailPreview(file: preview.file), in: words.language)
          let name = "\(preview.file), \(code)"
          return [HTML.text(" "), a(.href(link), .aria(.label, name)) { part.rawValue }]
        }),
    ])
  }
}
