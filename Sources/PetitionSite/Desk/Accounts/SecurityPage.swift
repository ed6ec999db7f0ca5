import Localization
import Markup
import PetitionStore
import Petitions

/// By what a person can show who they are, with the ways to change it.
struct SecurityPage {
  let desk: DeskVisit
  let account: Account
  let credentials: Credentials
  /// Whether browsers make passkeys for this site.
  let offersPasskeys: Bool

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Sign-in and security")).bytes {
      h1 { words("Sign-in and security") }
      if account.role.isStaff, credentials.isEmpty {
        Notice(
          kind: .caution, title: words("Choose how you show who you are"),
          text: p {
            words(
              "With your role you can do much here, so a link in an email is not enough. Set a passkey, or a password with an authenticator app. Either is enough."
            )
          }
        ).html
      }
      passkeys
      if account.role.isStaff { password }
      sessions
    }
  }

  private var passkeys: HTML {
    section(.class("part"), .aria(.labelledBy, "passkeys-heading")) {
      h2(.id("passkeys-heading")) { words("Passkeys") }
      p {
        words(
          "A passkey lies on your phone, your computer or a security key. You unlock it as you unlock the device, and it works on no other site."
        )
      }
      if offersPasskeys {
        p {
          if credentials.passkeys.isEmpty {
            words("You have none yet.")
          } else {
            words.countHTML(
              "You have {count} passkey.", "You have {count} passkeys.",
              count: credentials.passkeys.count)
          }
        }
        p {
          a(.href(link(.passkeys))) {
            credentials.passkeys.isEmpty ? words("Add a passkey") : words("Manage passkeys")
          }
        }
      } else {
        p(.class("hint")) {
          words("Browsers make passkeys only for sites with a name and an encrypted address.")
        }
      }
    }
  }

  private var password: HTML {
    section(.class("part"), .aria(.labelledBy, "password-heading")) {
      h2(.id("password-heading")) { words("Password and authenticator app") }
      if credentials.hasPassword {
        if let changed = credentials.passwordChangedAt {
          p { words("Last changed on {date}.", ["date": words.date(changed)]) }
        }
        ul {
          li { a(.href(link(.password))) { words("Change the password") } }
          li { a(.href(link(.app))) { words("Use another authenticator app") } }
        }
        recoveryCodes
      } else {
        p { words("You have no password.") }
        p { a(.href(link(.password))) { words("Set a password with an authenticator app") } }
      }
    }
  }

  private var recoveryCodes: HTML {
    .sequence([
      p {
        words.countHTML(
          "{count} recovery code is left.", "{count} recovery codes are left.",
          count: credentials.recoveryCodes)
      },
      DeskForm(desk: desk, action: .account(.recoveryCodes)).html {
        button(.class("quiet")) { words("Make new recovery codes") }
      },
    ])
  }

  private var sessions: HTML {
    section(.class("part"), .aria(.labelledBy, "sessions-heading")) {
      h2(.id("sessions-heading")) { words("Where you are signed in") }
      p { a(.href(link(.sessions))) { words("See all browsers, and sign out of them") } }
    }
  }

  private func link(_ route: AccountRoute) -> LocalizedLink {
    desk.context.link(.desk(.account(route)))
  }
}
