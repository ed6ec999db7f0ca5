import Localization
import Markup
import PetitionStore
import Petitions

/// Where somebody who is signed in begins.
struct DeskHomePage {
  let desk: DeskVisit
  let account: Account

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Your desk")).bytes {
      h1 { words("Your desk") }
      p(.class("lead")) {
        if account.name.isEmpty {
          words("You are signed in.")
        } else {
          words.html("You are signed in as {name}.", ["name": isolated(account.name)])
        }
      }
      if account.role.isStaff, desk.session?.strength == .link {
        p {
          a(.class("primary"), .href(desk.context.link(.desk(.account(.prove))))) {
            words("Show that it is you")
          }
        }
      }
      dl(.class("given")) {
        for item in DeskMenu(desk: desk).items {
          dt { a(.href(desk.context.link(.desk(item.route)))) { item.label } }
          dd { item.purpose }
        }
      }
      p {
        a(.class("primary"), .href(desk.context.link(.desk(.proposal(.start(from: nil)))))) {
          words("Start a petition")
        }
      }
    }
  }
}
