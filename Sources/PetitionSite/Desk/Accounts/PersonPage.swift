import Localization
import Markup
import PetitionStore
import Petitions

/// One account, and what an administrator can do with it, each with a reason.
struct PersonPage {
  let desk: DeskVisit
  let person: ListedPerson
  var typedReason = ""
  /// The form that was refused, by what it does.
  var refused = ""
  var message: String?

  private var words: Words { desk.words }
  private var account: Account { person.account }
  private var name: String { account.name.isEmpty ? account.email : account.name }

  private var messages: [FieldMessage] {
    message.map { [FieldMessage(field: "\(refused)-reason", text: $0)] } ?? []
  }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: name).bytes {
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { isolated(name) }
      facts
      if account.id == desk.session?.account.id {
        p {
          words("This is your own account. Only another administrator can change it.")
        }
      } else {
        roleForm
        suspensionForm
        resetForm
      }
    }
  }

  private var facts: HTML {
    dl(.class("given")) {
      dt { words("Email address") }
      dd { isolated(account.email) }
      dt { words("Role") }
      dd { words(account.role) }
      dt { words("State") }
      dd { PersonState(words: words, person: person).text }
      dt { words("Account since") }
      dd { words.date(account.createdAt) }
      if let seen = person.seenAt {
        dt { words("Last seen") }
        dd { words.dateTime(seen) }
      }
    }
  }

  private var roleForm: HTML {
    form("role", title: words("Change the role"), button: words("Change the role")) {
      RoleField(words: words, id: "role", chosen: account.role, messages: []).html
    }
  }

  private var suspensionForm: HTML {
    account.isSuspended
      ? form("resume", title: words("Let this person in again"), button: words("Let in again")) {
        HTML.empty
      }
      : form("suspend", title: words("Suspend"), button: words("Suspend"), isDangerous: true) {
        p { words("Every session ends, and nobody can sign in with this account.") }
      }
  }

  private var resetForm: HTML {
    form(
      "reset", title: words("Let this person begin anew"),
      button: words("Take away passkeys and password"), isDangerous: true
    ) {
      p {
        words(
          "For somebody who has lost phone and codes. First make sure, in another way than by email, that it is this person who asks."
        )
      }
    }
  }

  private func form(
    _ action: String, title: String, button text: String, isDangerous: Bool = false,
    @HTMLBuilder content: () -> HTML
  ) -> HTML {
    section(.class("part"), .aria(.labelledBy, "\(action)-heading")) {
      h2(.id("\(action)-heading")) { title }
      DeskForm(desk: desk, action: .account(.person(account.id))).html {
        input(.type(.hidden), .name("action"), .value(action))
        content()
        ReasonField(
          words: words, id: "\(action)-reason", typed: action == refused ? typedReason : "",
          messages: messages
        ).html
        button(.class(isDangerous ? "danger" : "secondary")) { text }
      }
    }
  }
}
