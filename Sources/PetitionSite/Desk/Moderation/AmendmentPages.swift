import Localization
import Markup
import PetitionStore
import Petitions

/// Another text of a published petition: what would change, and what to do.
struct AmendmentPage {
  let desk: DeskVisit
  let queued: QueuedAmendment
  let limits: ReviewLimits
  var asksSigners: Bool
  var typedMessage = ""
  var typedNote = ""
  var chosen = ""
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }
  private var amendment: Amendment { queued.amendment }
  private var petition: Petition { queued.petition }
  private var subject: ReviewSubject { .amendment(amendment.id) }

  var bytes: [UInt8] {
    return DeskPage(
      desk: desk, title: words("Change of a text"), isRefused: !messages.isEmpty
    ).bytes {
      p(.class("back")) {
        a(.href(desk.context.link(.desk(.moderation(.queue))))) { words("Moderation") }
      }
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      h1 { words("Change of a text") }
      p(.class("lead")) {
        a(.href(desk.context.link(.petition(petition.slug))), .lang(petition.language)) {
          isolated(petition.wording.title)
        }
      }
      p(.class("queue-facts")) {
        words(
          "{count} person has signed the text as it is.",
          "{count} people have signed the text as it is.", count: petition.tally.count)
      }
      div(.class("case")) {
        div(.class("case-text")) { text }
        div(.class("case-work")) {
          ClaimBox(desk: desk, subject: subject, review: queued.review).html
          decisionForm
          NotesBox(
            desk: desk, subject: subject, review: queued.review, typed: typedNote,
            messages: messages
          ).html
        }
      }
    }
  }

  @HTMLBuilder private var text: HTML {
    if !amendment.purpose.isEmpty {
      h2 { words("Why it is to be changed") }
      for line in amendment.purpose.split(separator: "\n") { p(.dir(.auto)) { String(line) } }
    }
    h2 { words("What would change") }
    if let wording = amendment.wording {
      DifferenceView(
        words: words, difference: WordingDifference(from: petition.wording, to: wording),
        language: petition.language
      ).html
    } else {
      p { words("It was decided meanwhile. Nothing was changed.") }
    }
  }

  private var decisionForm: HTML {
    guard amendment.state == .waiting, desk.allows(.moderate),
      queued.review.claim.allows(desk.session?.account.id ?? Account.ID(rawValue: 0), at: desk.now)
    else { return .empty }
    return section(.class("panel"), .aria(.labelledBy, "decision-heading")) {
      h2(.id("decision-heading")) { words("Decide") }
      DeskForm(desk: desk, action: .moderation(.decision(subject))).html {
        ChoiceField(
          id: "decision", legend: words("What is to happen?"),
          choices: [
            ("accept", words("Accept it: readers see the new text, and what changed")),
            ("decline", words("Turn it down: the text stays as it is")),
          ], chosen: chosen, messages: messages
        ).html
        AskSignersField(words: words, isChosen: asksSigners).html
        DeskField(
          "message", label: words("Message to the organiser (optional)"), messages: messages
        ).html { field in
          textarea(
            .id("message"), .name("message"), .rows(4), .dir(.auto), field.invalid, field.described
          ) { typedMessage }
        }
        button(.class("primary")) { words("Carry out") }
      }
    }
  }
}

/// Whether those who signed before are to be asked about a change of the text.
struct AskSignersField {
  let words: Words
  let isChosen: Bool

  var html: HTML {
    div(.class("field")) {
      p(.class("choice")) {
        input(
          .id("ask-signers"), .type(.checkbox), .name("ask-signers"), .value("yes"),
          .when(isChosen, .checked), .aria(.describedBy, "ask-signers-hint"))
        label(.for("ask-signers")) { words("Ask the signers whether they sign the new text") }
      }
      p(.class("hint"), .id("ask-signers-hint")) {
        words(
          "For changes of what is asked for, not for corrections. Those who asked for news get an email; of the others no address is kept. Those who do not answer stay with the text that they signed."
        )
      }
    }
  }
}

/// The words of a published petition, to be changed by whoever runs it.
struct AmendPage {
  let desk: DeskVisit
  let petition: Petition
  let form: AmendmentForm
  /// Whether another change waits for a moderator.
  let isWaiting: Bool
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    return DeskPage(desk: desk, title: words("Change the text"), isRefused: !messages.isEmpty).bytes
    {
      BackToPetition(context: desk.context, petition: petition).html
      FieldMessages(title: words("The change was not sent"), messages: messages).html
      h1 { words("Change the text") }
      if isWaiting {
        Notice(
          kind: .done, title: words("A change waits for a moderator"),
          text: p { words("You get an email when it was decided. Until then the text stays.") }
        ).html
      } else {
        p(.class("lead")) {
          words(
            "A moderator looks at the change before it is published. Everybody can see what the text was before, and each signature stays bound to the text that its signer saw."
          )
        }
        DeskForm(desk: desk, action: .moderation(.amend(petition.slug))).html { fields }
      }
    }
  }

  @HTMLBuilder private var fields: HTML {
    input(.type(.hidden), .name("version"), .value(String(petition.wordingVersion)))
    line("title", words("Title"), form.title)
    line("goal", words("Goal"), form.goal)
    text("story", words("Reasons"), form.story, rows: 12)
    line("call", words("Call to sign"), form.callToSign)
    line("salutation", words("Salutation of the letter"), form.salutation)
    text("letter", words("Letter"), form.letter, rows: 10)
    line("closing", words("End of the letter"), form.closing)
    text("message", words("Why is it to be changed?"), form.purpose, rows: 3)
    AskSignersField(words: words, isChosen: form.asksSigners).html
    button(.class("primary")) { words("Send the change to the moderators") }
  }

  private func line(_ name: StaticString, _ label: String, _ value: String) -> HTML {
    DeskField("\(name)", label: label, messages: messages).html { field in
      input(
        .id("\(name)"), .type(.text), .name(name), .value(value), .dir(.auto), field.invalid,
        field.described)
    }
  }

  private func text(
    _ name: StaticString, _ label: String, _ value: String, rows: Int
  ) -> HTML {
    DeskField("\(name)", label: label, messages: messages).html { field in
      textarea(
        .id("\(name)"), .name(name), .rows(rows), .dir(.auto), field.invalid, field.described
      ) { value }
    }
  }
}
