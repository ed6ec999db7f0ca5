import Localization
import Markup

/// Says that a mail with a link is on its way, and what to do where none comes.
struct MailboxPage {
  let desk: DeskVisit
  let lead: HTML
  let hint: String
  /// Where to go on without the mail.
  let ways: [(route: DeskRoute, label: String)]

  var bytes: [UInt8] {
    let title = desk.words("Look into your mailbox")
    return DeskPage(desk: desk, title: title).bytes {
      h1 { title }
      p(.class("lead")) { lead }
      p { hint }
      p {
        for way in ways {
          a(.href(desk.context.link(.desk(way.route)))) { way.label }
          " "
        }
      }
    }
  }
}
