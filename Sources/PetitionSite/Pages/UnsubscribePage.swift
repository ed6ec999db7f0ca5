import Localization
import Markup
import Petitions

/// The page behind the link at the end of news: one button, and opening it changes nothing.
struct UnsubscribePage {
  let context: PageContext
  let petition: Petition
  let token: String
  /// Whether news is still sent.
  let isSubscribed: Bool

  private var words: Words { context.words }

  var bytes: [UInt8] {
    let title =
      isSubscribed
      ? words("Stop news about this petition?") : words("You will get no more news")
    return Layout(context: context, title: title, isListed: false).page {
      BackToPetition(context: context, petition: petition).html
      h1 { title }
      if petition.takenDownAt == nil {
        p(.class("lead")) {
          words.html(
            "It is about this petition: {title}",
            ["title": span(.lang(petition.language)) { isolated(petition.wording.title) }])
        }
      }
      if isSubscribed { question } else { answer }
    }
  }

  private var question: HTML {
    .sequence([
      p {
        words(
          "Your email address will be deleted from this site. Your signature stays and counts as before. News cannot be asked for again later."
        )
      },
      form(.method(.post), .action(context.link(.unsubscribe(token: token)))) {
        button(.class("primary")) { words("End these emails") }
      },
    ])
  }

  private var answer: HTML {
    p {
      words(
        "Your email address has been deleted from this site. Your signature stays and counts as before. An email that was already on its way may still arrive."
      )
    }
  }
}
