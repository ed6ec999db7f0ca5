import Localization
import Markup
import PetitionStore
import Petitions

/// By which rules petitions are judged, for everybody.
struct PublicRulesPage {
  let desk: DeskVisit
  let reasons: [ReviewReason]
  let limits: ReviewLimits

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    Layout(
      context: desk.context, title: words("How petitions are judged"),
      route: .desk(.moderation(.publicRules)),
      head: link(.rel("stylesheet"), .href(desk.assets.styleSheet))
    ).page {
      h1 { words("How petitions are judged") }
      p(.class("lead")) {
        words(
          "Every petition is read by a person before it is published. It is judged by this list and by nothing else; whether we agree with it plays no part."
        )
      }
      p {
        words(
          "This takes {count} day at most as a rule.", "This takes {count} days at most as a rule.",
          count: Int(limits.overdueAfter / 86_400_000))
      }
      p {
        words(
          "What does not fit is returned to be rewritten, with the reasons, {count} time at most.",
          "What does not fit is returned to be rewritten, with the reasons, {count} times at most.",
          count: limits.returns)
      }
      h2 { words("Reasons to return or to reject a petition") }
      for reason in reasons where reason.isInUse {
        section(.id(reason.key.text), .class("rule")) {
          h3 { words.text(of: reason) }
          if !reason.explanation.isEmpty { p { words.explanation(of: reason) } }
          if reason.hidesText {
            p(.class("hint")) {
              words("The text of a petition that is rejected for it is not shown.")
            }
          }
        }
      }
      p {
        a(.href(desk.context.link(.desk(.moderation(.rejections))))) {
          words("Petitions that were rejected")
        }
      }
    }
  }
}

/// The list of reasons for administrators.
struct RulesPage {
  let desk: DeskVisit
  let reasons: [ReviewReason]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("The rules")).bytes {
      h1 { words("The rules") }
      p(.class("lead")) {
        words("Everybody can read this list. Decisions keep the reasons that they were made by.")
      }
      ul(.class("queue")) {
        for reason in reasons {
          li(.class("queue-item")) {
            h2 {
              a(.href(desk.context.link(.desk(.moderation(.rule(reason.key)))))) {
                words.text(of: reason)
              }
            }
            p { words.explanation(of: reason) }
            if !reason.isInUse { p(.class("hint")) { words("Not in use any more") } }
            if reason.hidesText {
              p(.class("hint")) { words("(hides the text of a rejected petition)") }
            }
          }
        }
      }
      p {
        a(.class("primary"), .href(desk.context.link(.desk(.moderation(.rule(nil)))))) {
          words("Add a reason")
        }
      }
    }
  }
}

/// One reason in a form.
struct RulePage {
  let desk: DeskVisit
  /// Nil for a new one.
  let key: ReviewReason.Key?
  let form: ReviewReasonForm
  let limits: ReviewLimits
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = key == nil ? words("Add a reason") : words("Change a reason")
    return DeskPage(desk: desk, title: title, isRefused: !messages.isEmpty).bytes {
      p(.class("back")) {
        a(.href(desk.context.link(.desk(.moderation(.rules))))) { words("The rules") }
      }
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { title }
      DeskForm(desk: desk, action: .moderation(.rule(key))).html { fields }
    }
  }

  @HTMLBuilder private var fields: HTML {
    if key == nil {
      DeskField(
        "key", label: words("Key"),
        hint: words("A short name for lists and addresses, such as false-claim."),
        messages: messages
      ).html { field in
        input(
          .id("key"), .type(.text), .name("key"), .value(form.key), field.invalid, field.described)
      }
    }
    DeskField(
      "text", label: words("The reason in a few words"),
      hint: words("Up to {limit} characters.", ["limit": words.number(limits.reasonLength)]),
      messages: messages
    ).html { field in
      input(
        .id("text"), .type(.text), .name("text"), .value(form.text), .dir(.auto), field.invalid,
        field.described)
    }
    DeskField(
      "explanation", label: words("What it means, and what to do about it"),
      hint: words("Up to {limit} characters.", ["limit": words.number(limits.explanationLength)]),
      messages: messages
    ).html { field in
      textarea(
        .id("explanation"), .name("explanation"), .rows(4), .dir(.auto), field.invalid,
        field.described
      ) { form.explanation }
    }
    box("hides", words("Hide the text of petitions that are rejected for it"), form.hidesText)
    box("used", words("In use: moderators can tick it"), form.isInUse)
    button(.class("primary")) { words("Save") }
  }

  private func box(_ name: StaticString, _ label: String, _ isChecked: Bool) -> HTML {
    p(.class("choice")) {
      input(
        .id("\(name)"), .type(.checkbox), .name(name), .value("yes"),
        .when(isChecked, .checked))
      Markup.label(.for("\(name)")) { label }
    }
  }
}
