import Localization
import Markup

/// Asks for the address that a link goes to.
struct SignInPage {
  let desk: DeskVisit
  /// The path of the page to go on with; empty for none.
  let goesTo: String
  /// Nil where browsers have no passkeys for this site.
  let passkey: PasskeyUse?
  var typedEmail = ""
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  static func tooMany(_ words: Words) -> String {
    words(
      "Too many requests are coming from your network at the moment. Please try again in a few minutes."
    )
  }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Sign in"), hasPasskeys: passkey != nil).bytes {
      FieldMessages(title: words("You are not signed in yet"), messages: messages).html
      h1 { words("Sign in") }
      p(.class("lead")) {
        words(
          "For people who run petitions and who look after this site. To sign a petition, you need no account."
        )
      }
      DeskForm(desk: desk, action: .account(.signIn)).html {
        input(.type(.hidden), .name("next"), .value(goesTo))
        DeskField(
          "email", label: words("Your email address"),
          hint: words("We send you a link that signs you in."), messages: messages
        ).html { field in
          input(
            .id("email"), .type(.email), .name("email"), .value(typedEmail),
            .autocomplete("email"), field.invalid, field.described)
        }
        button(.class("primary")) { words("Send me the link") }
      }
      if let passkey {
        section(.class("part needs-script"), .aria(.labelledBy, "passkey-heading")) {
          h2(.id("passkey-heading")) { words("Or with a passkey") }
          passkey.html
        }
      }
    }
  }
}

/// The answer to a form with an address, the same whether it has an account or not.
struct SignInSentPage {
  let desk: DeskVisit
  let email: String

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    MailboxPage(
      desk: desk,
      lead: words.html(
        "If {email} has an account here, an email with a link is on its way.",
        ["email": isolated(email)]),
      hint: words(
        "The link works once, and for an hour. If nothing comes, look in your spam folder and check the address."
      ), ways: [(.account(.signIn), words("Use another address"))]
    ).bytes
  }
}

/// The page behind the link: one button, since programs that look through mails open links.
struct SignInButtonPage {
  let desk: DeskVisit
  let token: String
  /// The name of the person; may be empty.
  let name: String

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Sign in")).bytes {
      h1 {
        if name.isEmpty {
          words("Sign in")
        } else {
          words.html("Welcome, {name}", ["name": isolated(name)])
        }
      }
      DeskForm(desk: desk, action: .account(.signInLink(token: token))).html {
        button(.class("primary")) { words("Sign in") }
      }
      p(.class("hint")) {
        words(
          "This browser stays signed in for a while. On a computer that others use, sign out when you are done."
        )
      }
    }
  }
}
