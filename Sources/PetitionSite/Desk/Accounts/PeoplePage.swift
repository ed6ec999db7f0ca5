import Localization
import Markup
import PetitionStore
import Petitions

/// Everybody who works at the desk; invites somebody, or finds the account of an address.
struct PeoplePage {
  let desk: DeskVisit
  let staff: [ListedPerson]
  var typed = Typed()
  var messages: [FieldMessage] = []

  /// What was typed into the form that invites.
  struct Typed {
    var find = ""
    var email = ""
    var name = ""
    var role = Role.moderator
    var reason = ""
  }

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("People")).bytes {
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { words("People") }
      ul(.class("rows")) {
        for person in staff { li { row(person) } }
      }
      finding
      invitation
    }
  }

  private func row(_ person: ListedPerson) -> HTML {
    let account = person.account
    return .sequence([
      p(.class("row-title")) {
        a(.href(desk.context.link(.desk(.account(.person(account.id)))))) {
          isolated(account.name.isEmpty ? account.email : account.name)
        }
      },
      p(.class("hint")) {
        words(account.role)
        " · "
        PersonState(words: words, person: person).text
      },
    ])
  }

  private var finding: HTML {
    section(.class("part"), .aria(.labelledBy, "find-heading")) {
      h2(.id("find-heading")) { words("Find an account") }
      DeskForm(desk: desk, action: .account(.people)).html {
        input(.type(.hidden), .name("action"), .value("find"))
        DeskField(
          "find", label: words("Email address"),
          hint: words("Organisers are not in the list above: there may be very many."),
          messages: messages
        ).html { field in
          input(
            .id("find"), .type(.email), .name("email"), .value(typed.find), .autocomplete("off"),
            field.invalid, field.described)
        }
        button { words("Find") }
      }
    }
  }

  private var invitation: HTML {
    section(.class("part"), .aria(.labelledBy, "invite-heading")) {
      h2(.id("invite-heading")) { words("Invite somebody") }
      DeskForm(desk: desk, action: .account(.people)).html {
        input(.type(.hidden), .name("action"), .value("invite"))
        DeskField("email", label: words("Email address"), messages: messages).html { field in
          input(
            .id("email"), .type(.email), .name("email"), .value(typed.email), .autocomplete("off"),
            field.invalid, field.described)
        }
        DeskField(
          "name", label: words("Name"), hint: words("What others at the desk see."),
          messages: messages
        ).html { field in
          input(
            .id("name"), .type(.text), .name("name"), .value(typed.name), .autocomplete("off"),
            .dir(.auto), field.invalid, field.described)
        }
        RoleField(words: words, id: "role", chosen: typed.role, messages: messages).html
        ReasonField(
          words: words, id: "reason", typed: typed.reason, messages: messages
        ).html
        button(.class("primary")) { words("Send the invitation") }
      }
    }
  }
}

/// The choice of a role.
struct RoleField {
  let words: Words
  let id: String
  let chosen: Role
  let messages: [FieldMessage]

  var html: HTML {
    DeskField(
      id, label: words("Role"),
      hint: Role.allCases.map { "\(words($0)): \(words.explanation(of: $0))" }
        .joined(separator: " "),
      messages: messages
    ).html { field in
      select(.id(id), .name("role"), field.invalid, field.described) {
        for role in Role.allCases {
          option(.value(role.rawValue), .when(role == chosen, .selected)) { words(role) }
        }
      }
    }
  }
}

/// Why something is done, for the journal.
struct ReasonField {
  let words: Words
  let id: String
  var typed = ""
  let messages: [FieldMessage]

  var html: HTML {
    DeskField(
      id, label: words("Reason"),
      hint: words("It stands in the journal for ever, so name nobody in it."), messages: messages
    ).html { field in
      input(
        .id(id), .type(.text), .name("reason"), .value(typed), .autocomplete("off"),
        field.invalid, field.described)
    }
  }
}

/// Whether somebody can sign in, and how well the account is protected.
struct PersonState {
  let words: Words
  let person: ListedPerson

  var text: String {
    if person.account.isSuspended { return words("suspended") }
    if person.passkeys > 0 { return words("signs in by passkey") }
    if person.hasPassword { return words("signs in by password and app") }
    return person.account.role.isStaff
      ? words("has not set how to sign in yet") : words("signs in by links")
  }
}
