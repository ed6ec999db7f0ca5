import Cryptography
import Localization
import Markup
import PetitionStore
import Petitions

/// Sets a password, with an authenticator app where there was none.
struct PasswordPage {
  let desk: DeskVisit
  /// Nil where a password is changed that has its app.
  let app: AppSetUp?
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  private var title: String {
    app == nil ? words("Change the password") : words("Set a password with an authenticator app")
  }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: title).bytes {
      FieldMessages(title: words("The password is not set yet"), messages: messages).html
      h1 { title }
      DeskForm(desk: desk, action: .account(.password)).html {
        DeskField(
          "password", label: words("New password"),
          hint: words(
            "At least {count} characters. Several words in a row are easy to remember and hard to guess.",
            ["count": words.number(NewPassword.leastCharacters)]),
          messages: messages
        ).html { field in
          input(
            .id("password"), .type(.password), .name("password"), .value(""),
            .autocomplete("new-password"), field.invalid, field.described)
        }
        DeskField("again", label: words("The same password again"), messages: messages).html {
          field in
          input(
            .id("again"), .type(.password), .name("again"), .value(""),
            .autocomplete("new-password"), field.invalid, field.described)
        }
        if let app { app.fields(messages) }
        button(.class("primary")) { words("Set the password") }
      }
    }
  }
}

/// Takes another authenticator app.
struct AppPage {
  let desk: DeskVisit
  let app: AppSetUp
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Use another authenticator app")).bytes {
      FieldMessages(title: words("The app is not set yet"), messages: messages).html
      h1 { words("Use another authenticator app") }
      p {
        words("The codes of the app that you use now, and your recovery codes, end with this.")
      }
      DeskForm(desk: desk, action: .account(.app)).html {
        app.fields(messages)
        button(.class("primary")) { words("Use this app") }
      }
    }
  }
}

/// The secret for an authenticator app, and the code that shows that the app has it.
struct AppSetUp {
  let desk: DeskVisit
  let account: Account
  let ticket: AppTicket

  func fields(_ messages: [FieldMessage]) -> HTML {
    let words = desk.words
    return .sequence([
      h2 { words("Authenticator app") },
      p {
        words(
          "An app on your phone shows a new code every half a minute. Any app for one-time passwords will do; many password managers have one, too."
        )
      },
      code(words),
      p {
        a(.href(AppLink(ticket.app, issuer: desk.context.site.name, account: account.email))) {
          words("Open the app on this device")
        }
      },
      p { words("Or type this key into the app:") },
      p(.class("key"), .id("app-key")) { Self.grouped(ticket.app.typedSecret) },
      input(.type(.hidden), .name("app"), .value(ticket.text)),
      DeskField(
        "code", label: words("Code"), hint: words("The six digits that the app shows now."),
        messages: messages
      ).html { field in
        input(
          .id("code"), .type(.text), .name("code"), .value(""), .class("code"),
          .inputmode(.numeric), .autocomplete("one-time-code"), .noSpellcheck, field.invalid,
          field.described)
      },
    ])
  }

  /// The same address as the link, for a telephone that looks at the screen.
  private func code(_ words: Words) -> HTML {
    let address = ticket.app.uri(issuer: desk.context.site.name, account: account.email)
    guard let code = QRCode(address) else { return .empty }
    return .sequence([
      p { words("Scan this with the app on your phone:") },
      div(.class("qr-box")) { code.html(label: words("QR code with the key for the app")) },
    ])
  }

  /// In groups of four, as people read them.
  private static func grouped(_ key: String) -> String {
    let digits = Array(key)
    return stride(from: 0, to: digits.count, by: 4)
      .map { String(digits[$0..<min($0 + 4, digits.count)]) }.joined(separator: " ")
  }
}

/// The recovery codes, shown this once.
struct RecoveryCodesPage {
  let desk: DeskVisit
  let codes: [RecoveryCode]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Your recovery codes")).bytes {
      h1 { words("Your recovery codes") }
      p(.class("lead")) {
        words(
          "Write these codes down, or print them, and keep them where your phone is not. We show them only now."
        )
      }
      p {
        words(
          "Each one works once in the place of the app's code, for the day when the phone is lost."
        )
      }
      ul(.class("codes")) {
        for code in codes { li { code.text } }
      }
      p {
        a(.class("primary"), .href(desk.context.link(.desk(.account(.home))))) {
          words("I have kept them")
        }
      }
    }
  }
}
