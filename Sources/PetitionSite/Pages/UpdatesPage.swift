import Localization
import Markup
import Petitions

/// All that whoever runs a petition told everybody, the newest first.
struct UpdatesPage {
  let context: PageContext
  let petition: Petition
  let updates: [PetitionUpdate]

  var bytes: [UInt8] {
    let words = context.words
    return Layout(
      context: context, title: words("Updates: {title}", ["title": petition.wording.title]),
      route: .updates(petition.slug),
      head: link(
        .rel("alternate"), .type("application/atom+xml"), .href(Route.updatesFeed(petition.slug)))
    ).page {
      BackToPetition(context: context, petition: petition).html
      h1 { words("Updates") }
      p(.class("lead")) { isolated(petition.wording.title) }
      if updates.isEmpty {
        p { words("There are no updates yet.") }
      } else {
        div(.class("timeline")) {
          for update in updates {
            UpdateArticle(context: context, petition: petition, update: update).html
          }
        }
      }
      p {
        a(.href(Route.updatesFeed(petition.slug))) {
          words("Follow these updates in a feed reader")
        }
      }
    }
  }
}
