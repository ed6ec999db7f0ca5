import Cryptography
import Localization
import Markup
import PetitionStore
import Petitions
import WebAuthn

/// The passkeys of a person: add, rename, remove.
struct PasskeysPage {
  let desk: DeskVisit
  let account: Account
  let passkeys: [Passkey]
  let party: RelyingParty
  let challenge: [UInt8]
  let userHandle: [UInt8]
  var typedName = ""
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Passkeys"), hasPasskeys: true).bytes {
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { words("Passkeys") }
      if passkeys.isEmpty {
        p { words("You have none yet.") }
      } else {
        ul(.class("rows")) {
          for (number, passkey) in passkeys.enumerated() { li { row(passkey, number) } }
        }
      }
      addition
    }
  }

  private func row(_ passkey: Passkey, _ number: Int) -> HTML {
    let name = passkey.name.isEmpty ? words("Passkey without a name") : passkey.name
    return .sequence([
      p(.class("row-title"), .id("passkey-\(number)")) { isolated(name) },
      p(.class("hint")) {
        if let used = passkey.usedAt {
          words(
            "Added on {date}, last used on {used}.",
            ["date": words.date(passkey.createdAt), "used": words.date(used)])
        } else {
          words("Added on {date}.", ["date": words.date(passkey.createdAt)])
        }
        if passkey.isBackedUp {
          " "
          words("Your devices share it.")
        }
      },
      details {
        summary { words("Rename or remove") }
        DeskForm(desk: desk, action: .account(.passkeys)).html {
          input(.type(.hidden), .name("passkey"), .value(Self.token(of: passkey.id)))
          DeskField("name-\(number)", label: words("Name"), messages: messages).html { field in
            input(
              .id("name-\(number)"), .type(.text), .name("name"), .value(passkey.name),
              .autocomplete("off"), field.invalid, field.described)
          }
          div(.class("buttons")) {
            button(.name("action"), .value("rename")) { words("Rename") }
            button(
              .class("danger"), .name("action"), .value("remove"),
              .aria(.describedBy, "passkey-\(number)")
            ) { words("Remove") }
          }
        }
      },
    ])
  }

  private var addition: HTML {
    section(.class("part"), .aria(.labelledBy, "add-heading")) {
      h2(.id("add-heading")) { words("Add a passkey") }
      p(.class("script-missing")) {
        words("Making a passkey needs JavaScript, as the only thing on this site.")
      }
      div(.id("passkey-make"), .class("needs-script")) {
        p(.class("error passkey-failure"), .role("alert")) {
          words("No passkey was made. Perhaps this device has one for this site already.")
        }
        DeskForm(desk: desk, action: .account(.passkeys)).html {
          input(.type(.hidden), .name("action"), .value("add"))
          input(.type(.hidden), .name("challenge"), .value(Base64URL.encode(challenge)))
          input(.type(.hidden), .name("domain"), .value(party.id))
          input(.type(.hidden), .name("site"), .value(desk.context.site.name))
          input(.type(.hidden), .name("person"), .value(Base64URL.encode(userHandle)))
          input(.type(.hidden), .name("account"), .value(account.email))
          input(
            .type(.hidden), .name("known"),
            .value(passkeys.map { Base64URL.encode($0.id) }.joined(separator: " ")))
          input(.type(.hidden), .name("client-data"), .value(""))
          input(.type(.hidden), .name("attestation"), .value(""))
          DeskField(
            "name", label: words("Name"),
            hint: words("So that you know it again, such as “my phone”."), messages: messages
          ).html { field in
            input(
              .id("name"), .type(.text), .name("name"), .value(typedName), .autocomplete("off"),
              field.invalid, field.described)
          }
          button(.class("primary")) { words("Add a passkey") }
        }
      }
    }
  }

  /// By this a form names a passkey, whose own number may be too long for one.
  static func token(of id: [UInt8]) -> String { Base64URL.encode(SHA256.hash(id)) }
}
