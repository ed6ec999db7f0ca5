import Cryptography
import Localization
import Markup
import WebAuthn

/// The form by which a passkey signs in, or shows again who somebody is.
struct PasskeyUse {
  let desk: DeskVisit
  let action: AccountRoute
  /// The path of the page to go on with; empty for none.
  let goesTo: String
  let party: RelyingParty
  let challenge: [UInt8]
  /// Those that may be used; empty for any.
  var known: [[UInt8]] = []
  var isPrimary = false

  private var words: Words { desk.words }

  var html: HTML {
    div(.id("passkey-use"), .class("needs-script")) {
      p(.class("error passkey-failure"), .role("alert")) {
        words("No passkey was used. Try again, or sign in in another way.")
      }
      DeskForm(desk: desk, action: .account(action)).html {
        input(.type(.hidden), .name("next"), .value(goesTo))
        input(.type(.hidden), .name("challenge"), .value(Base64URL.encode(challenge)))
        input(.type(.hidden), .name("domain"), .value(party.id))
        input(
          .type(.hidden), .name("known"),
          .value(known.map(Base64URL.encode).joined(separator: " ")))
        input(.type(.hidden), .name("credential"), .value(""))
        input(.type(.hidden), .name("client-data"), .value(""))
        input(.type(.hidden), .name("authenticator-data"), .value(""))
        input(.type(.hidden), .name("signature"), .value(""))
        input(.type(.hidden), .name("user-handle"), .value(""))
        button(.class(isPrimary ? "primary" : "secondary")) { words("Use a passkey") }
      }
    }
  }
}
