import Localization
import Markup
import Petitions

/// What everybody sees who sent the form, whether the address is new or not: where to type the code of
/// the mail, and how to get another one.
struct CheckYourMailPage {
  /// Whose mail the page speaks of.
  enum Recipient {
    /// Whoever has just signed; the ticket holds the address, and the page does not show it.
    case ticket(String)
    /// Whoever opened the page otherwise and types the address, or typed this.
    case typed(String)
  }

  /// What was wrong with the form.
  enum Fault {
    case code(CodeFault)
    case email(Refusal)
  }

  /// Why a code confirms nothing.
  enum CodeFault {
    /// There are not eight digits.
    case malformed
    /// Wrong, too late, tried too often, or never sent: nobody is told which.
    case notAccepted
  }

  let context: PageContext
  let petition: Petition
  var recipient: Recipient = .typed("")
  var typedCode = ""
  var fault: Fault?
  var notice: Notice?
  /// For how many milliseconds mails wait at the moment, where they are late.
  var delay: Int64?

  private var words: Words { context.words }

  var bytes: [UInt8] {
    let prefix = fault == nil ? "" : words("Error:") + " "
    return Layout(
      context: context, title: prefix + words("Check your email"),
      route: route, isListed: false
    ).page {
      BackToPetition(context: context, petition: petition).html
      notice?.html
      h1 { words("Check your email") }
      p(.class("lead")) {
        words(
          "We have sent you an email. Open the link in it and press the button on the page that opens, or type the code here: then your signature counts."
        )
      }
      if let delay { lateness(delay) }
      codeForm
      help
      ShareLinks(context: context, petition: petition).html
    }
  }

  /// Whoever changes the language here need not type the address either.
  private var route: Route {
    switch recipient {
    case .ticket(let ticket): .mailSent(petition.slug, ticket: ticket)
    case .typed: .checkYourMail(petition.slug)
    }
  }

  private var codeForm: HTML {
    form(
      .class("code-form"), .method(.post), .action(context.link(.checkYourMail(petition.slug))),
      .novalidate
    ) {
      switch recipient {
      case .ticket(let ticket): input(.type(.hidden), .name("for"), .value(ticket))
      case .typed(let address): emailField(address)
      }
      codeField
      p(.class("buttons")) {
        button(.class("primary"), .name("action"), .value("code")) {
          words("Confirm my signature")
        }
        button(.name("action"), .value("resend")) { words("Send the email again") }
      }
    }
  }

  private func emailField(_ address: String) -> HTML {
    let refusal: Refusal? = if case .email(let refusal) = fault { refusal } else { nil }
    return div(.class(refusal == nil ? "field" : "field refused")) {
      label(.for("email")) { words("Email") }
      if let refusal { p(.class("error"), .id("email-error")) { words(refusal) } }
      input(
        .id("email"), .type(.email), .name("email"), .value(address), .required,
        .autocomplete("email"), .noSpellcheck, .when(refusal != nil, .aria(.invalid, "true")),
        .aria(.describedBy, refusal == nil ? "email-hint" : "email-hint email-error"))
      p(.class("hint"), .id("email-hint")) { words("The address that you signed with.") }
    }
  }

  private var codeField: HTML {
    let message = codeMessage
    return div(.class(message == nil ? "field" : "field refused")) {
      label(.for("code")) { words("Code from the email") }
      if let message { p(.class("error"), .id("code-error")) { message } }
      input(
        .id("code"), .class("code"), .type(.text), .name("code"), .value(typedCode),
        .inputmode(.numeric), .autocomplete("one-time-code"), .noSpellcheck,
        .when(message != nil, .aria(.invalid, "true")),
        .aria(.describedBy, message == nil ? "code-hint" : "code-hint code-error"))
      p(.class("hint"), .id("code-hint")) { words("Eight digits, valid for fifteen minutes.") }
    }
  }

  private var codeMessage: String? {
    switch fault {
    case .code(.malformed): words("Enter the eight digits from the email.")
    case .code(.notAccepted):
      words(
        "This code does not work, or not any more. Check it, use the button in the email, or have the email sent again."
      )
    case .email, nil: nil
    }
  }

  /// Up to so many minutes; beyond the last nobody is told more.
  private static let steps = [15, 30, 60, 120, 240, 480, 1_440]

  /// What mails that wait now say about one sent now, in steps so coarse that they tell nothing of a
  /// single mail.
  private func lateness(_ delay: Int64) -> HTML {
    let minutes = Self.steps.first { delay <= Int64($0) * 60_000 } ?? 1_440
    let wait =
      minutes < 60
      ? words(
        "It may take up to {count} minute, perhaps longer, until the email arrives.",
        "It may take up to {count} minutes, perhaps longer, until the email arrives.",
        count: minutes)
      : words(
        "It may take up to {count} hour, perhaps longer, until the email arrives.",
        "It may take up to {count} hours, perhaps longer, until the email arrives.",
        count: minutes / 60)
    return Notice(
      kind: .caution, title: words("Mail is slow today"),
      text: p { wait + " " + words("Your signature is kept for seven days.") }
    ).html
  }

  private var help: HTML {
    ul {
      if delay == nil {
        li {
          words(
            "The email should arrive within a few minutes. Please look in your spam folder, too.")
        }
      }
      li { words("The link works for seven days.") }
      li {
        words.html(
          "Perhaps there is a typing mistake in your address? Then {again}.",
          [
            "again": a(.href(context.link(.petition(petition.slug)))) {
              words("sign again")
            }
          ])
      }
    }
  }
}
