import Localization
import Markup
import Petitions

/// Asks what became of a petition, and closes it.
struct ClosingPage {
  let desk: DeskVisit
  let petition: Petition
  /// Whether something was said before.
  let isKnown: Bool
  let typed: ClosingForm
  let messages: [FieldMessage]

  /// The first of the choices, which the message about them leads to: a group takes no keyboard.
  static let firstKind = "outcome-won"

  private var words: Words { desk.words }
  private var isOpen: Bool { petition.isOpen(at: desk.now) }

  var bytes: [UInt8] {
    let title = words("Outcome: {title}", ["title": petition.wording.title])
    return DeskPage(desk: desk, title: title, isRefused: !messages.isEmpty).bytes {
      FieldMessages(title: words("The outcome has not been saved yet"), messages: messages).html
      OrganiserTabs(desk: desk, petition: petition).html
      h1 { isOpen ? words("Close with an outcome") : words("Outcome") }
      p(.class("lead")) {
        isOpen
          ? words(
            "Nobody can sign any more after this, and it cannot be opened again. The petition, its list and what you write here stay public."
          )
          : words("The petition is closed. What you write here stands on top of its page.")
      }
      DeskForm(desk: desk, action: .organiser(.closing(petition.slug))).html {
        kindField
        textField
        button(.class(isOpen ? "danger" : "primary")) { buttonText }
      }
    }
  }

  private var buttonText: String {
    if isOpen { return words("Close the petition") }
    return isKnown ? words("Change the outcome") : words("Save the outcome")
  }

  private var kindField: HTML {
    let message = messages.first { $0.field == Self.firstKind }?.text
    return fieldset(
      .id("outcome-kind"), .class(message == nil ? "field" : "field refused"),
      .when(message != nil, .aria(.describedBy, "outcome-kind-error"))
    ) {
      legend { words("What became of it?") }
      if let message { p(.class("error"), .id("outcome-kind-error")) { message } }
      for kind in PetitionOutcome.Kind.allCases {
        p(.class("choice")) {
          input(
            .id("outcome-\(kind.rawValue)"), .type(.radio), .name("kind"), .value(kind.rawValue),
            .when(typed.kind == kind.rawValue, .checked))
          label(.for("outcome-\(kind.rawValue)")) { choice(kind) }
        }
      }
    }
  }

  private func choice(_ kind: PetitionOutcome.Kind) -> String {
    switch kind {
    case .won: words("It won: what it asked for is done")
    case .partly: words("It won a part of what it asked for")
    case .answered: words("The target answered")
    case .unanswered: words("It ended without an answer")
    }
  }

  private var textField: HTML {
    DeskField(
      "outcome-text", label: words("Tell the people who signed"),
      hint: words("What happened, what it means, and what comes next."), messages: messages
    ).html { field in
      textarea(
        .id("outcome-text"), .name("text"), .rows(8), .required, .dir(.auto), field.invalid,
        field.described
      ) { typed.text }
    }
  }
}
