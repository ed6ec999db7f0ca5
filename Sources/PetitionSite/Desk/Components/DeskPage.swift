import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

/// The frame of every page of the desk: the site's own frame, with the menu of what a person can do.
struct DeskPage {
  let desk: DeskVisit
  let title: String
  /// Whether it shows a form again with what is wrong, which its title says first.
  var isRefused = false
  /// Whether the page makes or uses passkeys.
  var hasPasskeys = false

  private var context: PageContext { desk.context }

  func bytes(@HTMLBuilder content: () -> HTML) -> [UInt8] {
    Layout(
      context: context, title: isRefused ? desk.words("Error:") + " " + title : title,
      isListed: false,
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
  struct Item {
    let route: DeskRoute
    let label: String
    /// What there is to do, in a sentence.
    let purpose: String
    let permission: Permission?
  }

  /// What is open to the person, in the order of the menu.
  var items: [Item] {
    (ownItems + staffItems + accountItems).filter { $0.permission.map(desk.allows) ?? true }
  }

  private var ownItems: [Item] {
    let words = desk.words
    return [
      Item(
        route: .organiser(.petitions), label: words("Your petitions"),
        purpose: words("See how they go, post updates, and close them with an outcome."),
        permission: nil),
      Item(
        route: .proposal(.own), label: words("Your drafts"),
        purpose: words("Petitions that you write, or that wait for the moderators."),
        permission: nil),
    ]
  }

  private var staffItems: [Item] {
    let words = desk.words
    return [
      Item(
        route: .moderation(.queue), label: words("Moderation"),
        purpose: words("Petitions and changes that wait for a decision, and reports of readers."),
        permission: .readQueue),
      Item(
        route: .moderation(.rules), label: words("The rules"),
        purpose: words("The public list of reasons for which petitions are turned down."),
        permission: .editRules),
      Item(
        route: .removal(.alarms), label: words("Alarms"),
        purpose: words("What is unusual in the newest signatures of each petition."),
        permission: .readSignatures),
      Item(
        route: .removal(.removals(before: nil)), label: words("Removals"),
        purpose: words(
          "Signatures that were removed, are being removed, or wait for a second person."),
        permission: .readSignatures),
      Item(
        route: .removal(.journal(before: nil)), label: words("Journal"),
        purpose: words("Everything that was done at the desk, by whom and when."),
        permission: .readJournal),
      Item(
        route: .removal(.switches), label: words("Switches"),
        purpose: words("For emergencies: pause signing or starting, hide all names, read only."),
        permission: .useSwitches),
    ]
  }

  private var accountItems: [Item] {
    let words = desk.words
    return [
      Item(
        route: .account(.people), label: words("People"),
        purpose: words("Invite people, and decide what they may do."), permission: .managePeople),
      Item(
        route: .account(.security), label: words("Sign-in and security"),
        purpose: words("How you sign in, and in which browsers you are signed in."),
        permission: nil),
    ]
  }

  var html: HTML {
    nav(.class("desk-menu"), .aria(.label, desk.words("Desk"))) {
      ul {
        li { menuLink(.account(.home), desk.words("Your desk")) }
        for item in items { li { menuLink(item.route, item.label) } }
      }
      DeskForm(desk: desk, action: .account(.signOut)).html {
        button(.class("quiet")) { desk.words("Sign out") }
      }
    }
  }

  private func menuLink(_ part: DeskRoute, _ label: String) -> HTML {
    let route = Route.desk(part)
    return a(
      .href(desk.context.link(route)),
      .when(route.path == desk.request.path, .aria(.current, "page"))
    ) { label }
  }
}
