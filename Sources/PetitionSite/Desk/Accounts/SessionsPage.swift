import Cryptography
import Localization
import Markup
import PetitionStore
import Petitions

/// Where a person is signed in, with the ways to end it.
struct SessionsPage {
  let desk: DeskVisit
  let sessions: [Session]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Where you are signed in")).bytes {
      h1 { words("Where you are signed in") }
      ul(.class("rows")) {
        for (number, session) in sessions.enumerated() { li { row(session, number) } }
      }
      if sessions.count > 1 {
        DeskForm(desk: desk, action: .account(.sessions)).html {
          button(.class("danger"), .name("action"), .value("others")) {
            words("Sign out everywhere else")
          }
        }
      }
      p(.class("hint")) {
        words("If you see a browser here that is not yours, sign it out and change your password.")
      }
    }
  }

  private func row(_ session: Session, _ number: Int) -> HTML {
    let isThis = session.id == desk.session?.id
    let browser = session.browser.isEmpty ? words("A browser that is not known") : session.browser
    return .sequence([
      p(.class("row-title"), .id("session-\(number)")) {
        isolated(browser)
        if isThis {
          " · "
          words("this browser")
        }
      },
      p(.class("hint")) {
        words(
          "Signed in on {date}, last seen on {seen}.",
          ["date": words.dateTime(session.createdAt), "seen": words.dateTime(session.seenAt)])
      },
      isThis
        ? .empty
        : DeskForm(desk: desk, action: .account(.sessions)).html {
          input(.type(.hidden), .name("session"), .value(Base64URL.encode(session.id)))
          button(
            .class("quiet"), .name("action"), .value("one"),
            .aria(.describedBy, "session-\(number)")
          ) { words("Sign out") }
        },
    ])
  }
}
