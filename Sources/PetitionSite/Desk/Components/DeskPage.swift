import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

/// The frame of every page of the desk: the site's own frame, with the menu of what a person can do.
struct DeskPage {
  let desk: DeskVisit
  let title: String
  /// Whether the page makes or uses passkeys.
  var hasPasskeys = false

  private var context: PageContext { desk.context }

  func bytes(@HTMLBuilder content: () -> HTML) -> [UInt8] {
    Layout(
      context: context, title: title, isListed: false,
      head: .sequence([
        link(.rel("stylesheet"), .href(desk.assets.styleSheet)),
        hasPasskeys ? script(desk.assets.passkeyScript) : .empty,
      ])
    ).page {
      if desk.session != nil { DeskMenu(desk: desk).html }
      content()
    }
  }
}

/// The parts of the desk that are open to a person.
struct DeskMenu {
  let desk: DeskVisit

  /// A part of the desk, and what is needed to see it; nil for an account.
  private struct Item {
    let route: DeskRoute
    let label: String
    let permission: Permission?
  }

  /// In the order of the menu.
  private var items: [Item] {
    let words = desk.words
    return [
      Item(route: .account(.home), label: words("Your desk"), permission: nil),
      Item(route: .organiser(.petitions), label: words("Your petitions"), permission: nil),
      Item(route: .proposal(.own), label: words("Your drafts"), permission: nil),
      Item(route: .moderation(.queue), label: words("Moderation"), permission: .readQueue),
      Item(route: .moderation(.rules), label: words("The rules"), permission: .editRules),
      Item(route: .removal(.alarms), label: words("Alarms"), permission: .readSignatures),
      Item(
        route: .removal(.removals(before: nil)), label: words("Removals"),
        permission: .readSignatures),
      Item(
        route: .removal(.journal(before: nil)), label: words("Journal"), permission: .readJournal),
      Item(route: .removal(.switches), label: words("Switches"), permission: .useSwitches),
      Item(route: .account(.people), label: words("People"), permission: .managePeople),
      Item(route: .account(.security), label: words("Sign-in and security"), permission: nil),
    ]
  }

  var html: HTML {
    nav(.class("desk-menu"), .aria(.label, desk.words("Desk"))) {
      ul {
        for item in items where item.permission.map(desk.allows) ?? true {
          li { menuLink(item) }
        }
      }
      DeskForm(desk: desk, action: .account(.signOut)).html {
        button(.class("quiet")) { desk.words("Sign out") }
      }
    }
  }

  private func menuLink(_ item: Item) -> HTML {
    let route = Route.desk(item.route)
    return a(
      .href(desk.context.link(route)),
      .when(route.path == desk.request.path, .aria(.current, "page"))
    ) { item.label }
  }
}
