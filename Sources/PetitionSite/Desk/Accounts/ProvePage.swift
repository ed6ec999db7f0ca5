import Localization
import Markup
import PetitionStore
import Petitions

/// Asks who somebody is beyond a link: by a passkey, by password and code, or by a new link.
struct ProvePage {
  let desk: DeskVisit
  let account: Account
  let credentials: Credentials
  /// The path of the page to go on with; empty for none.
  let goesTo: String
  let passkey: PasskeyUse?
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Show that it is you"), hasPasskeys: passkey != nil).bytes {
      FieldMessages(title: words("That was not accepted"), messages: messages).html
      h1 { words("Show that it is you") }
      p(.class("lead")) { lead }
      if let passkey { passkey.html }
      if credentials.hasPassword { passwordForm }
      if credentials.isEmpty { linkForm }
      if account.role.isStaff, !credentials.isEmpty {
        p(.class("hint")) {
          words(
            "If you have lost all of them, an administrator of this site can let you begin anew."
          )
        }
      }
    }
  }

  private var lead: String {
    if credentials.isEmpty {
      words("This step needs a new link, since your last one was used a while ago.")
    } else if desk.session?.strength == .link {
      words("With your role you can do much here, so a link in an email is not enough.")
    } else {
      words("Before this step we ask again, in case somebody else sits at your computer.")
    }
  }

  private var passwordForm: HTML {
    section(.class("part"), .aria(.labelledBy, "password-heading")) {
      h2(.id("password-heading")) { words("Password and code") }
      DeskForm(desk: desk, action: .account(.prove)).html {
        input(.type(.hidden), .name("next"), .value(goesTo))
        DeskField("password", label: words("Password"), messages: messages).html { field in
          input(
            .id("password"), .type(.password), .name("password"), .value(""),
            .autocomplete("current-password"), field.invalid, field.described)
        }
        DeskField(
          "code", label: words("Code"),
          hint: words("The six digits of your authenticator app, or one of your recovery codes."),
          messages: messages
        ).html { field in
          input(
            .id("code"), .type(.text), .name("code"), .value(""), .class("code"),
            .autocomplete("one-time-code"), .noSpellcheck, field.invalid, field.described)
        }
        button(.class(passkey == nil ? "primary" : "secondary")) { words("Go on") }
      }
    }
  }

  private var linkForm: HTML {
    DeskForm(desk: desk, action: .account(.signIn)).html {
      input(.type(.hidden), .name("email"), .value(account.email))
      input(.type(.hidden), .name("next"), .value(goesTo))
      button(.class("primary")) { words("Send me the link") }
    }
  }
}
