import Localization
import Markup
import PetitionStore
import Petitions

/// A petition in the queue: the text as readers will see it, what happened so far, and what to do.
struct ReviewPage {
  let desk: DeskVisit
  let queued: QueuedProposal
  let reasons: [ReviewReason]
  let decisions: [RecordedDecision]
  let similar: [Petition]
  let limits: ReviewLimits
  /// Whether the text can be published as it is.
  let isComplete: Bool
  var form = ReviewForm()
  var typedNote = ""
  var messages: [FieldMessage] = []

  private var words: Words { desk.words }
  private var proposal: Proposal { queued.proposal }
  private var subject: ReviewSubject { .proposal(proposal.id) }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Judge a petition"), isRefused: !messages.isEmpty).bytes {
      p(.class("back")) {
        a(.href(desk.context.link(.desk(.moderation(.queue))))) { words("Moderation") }
      }
      FieldMessages(title: words("Nothing was changed"), messages: messages).html
      facts
      div(.class("case")) {
        div(.class("case-text")) { text }
        div(.class("case-work")) {
          ClaimBox(desk: desk, subject: subject, review: queued.review).html
          decisionForm
          history
          NotesBox(
            desk: desk, subject: subject, review: queued.review, typed: typedNote,
            messages: messages
          ).html
        }
      }
    }
  }

  private var facts: HTML {
    .sequence([
      p(.class("queue-facts")) {
        if proposal.state == .submitted {
          ReviewClock(
            words: words,
            age: ReviewAge(
              submittedAt: proposal.submittedAt ?? proposal.changedAt, now: desk.now,
              limits: limits)
          ).html
          " · "
        }
        words("Submission {number}", ["number": words.number(proposal.submissions)])
        " · "
        words.html("Started by {name}", ["name": isolated(proposal.content.name)])
      },
      proposal.content.isDiscreet
        ? p(.class("note")) {
          words("Emails to its signers name only this site, not the petition.")
        } : .empty,
      queued.publishAt.map { time in
        Notice(
          kind: .done,
          title: words("Will be published on {time}", ["time": words.dateTime(time)])
        ).html
      } ?? .empty,
    ])
  }

  /// The words, the photo and the letter, as the petition's page will show them.
  private var text: HTML {
    let petition = proposal.content.petition(in: words, at: desk.now)
    let story = (try? Markdown.html(proposal.content.story)) ?? ""
    let call = petition.wording.callToSign
    return .sequence([
      PetitionHeading(context: desk.context, petition: petition).html,
      PhotoFigure(context: desk.context, petition: petition).html,
      div(.class("story"), .lang(petition.language), .dir(.auto)) {
        HTML.markdown(RenderedMarkdown(rendered: story))
      },
      call.isEmpty
        ? .empty : p(.class("call"), .lang(petition.language), .dir(.auto)) { call },
      LetterView(context: desk.context, petition: petition, name: nil).html,
      similarPetitions,
    ])
  }

  private var similarPetitions: HTML {
    guard !similar.isEmpty else { return .empty }
    return section(.aria(.labelledBy, "similar-heading")) {
      h2(.id("similar-heading")) { words("Similar petitions") }
      ul {
        for petition in similar {
          li {
            a(.href(desk.context.link(.petition(petition.slug))), .lang(petition.language)) {
              isolated(petition.wording.title)
            }
          }
        }
      }
    }
  }

  private var history: HTML {
    guard !decisions.isEmpty else { return .empty }
    return section(.class("panel"), .aria(.labelledBy, "history-heading")) {
      h2(.id("history-heading")) { words("What was decided before") }
      for decision in decisions {
        p {
          words.dateTime(decision.decidedAt) + ": "
          strong { verdict(decision.verdict) }
          if !decision.decider.isEmpty {
            ", "
            isolated(decision.decider)
          }
        }
        ReasonList(words, decision.reasons, of: reasons).html
        for line in decision.message.split(separator: "\n") { p(.dir(.auto)) { String(line) } }
      }
    }
  }

  private func verdict(_ verdict: String) -> String {
    switch PetitionEvent(rawValue: verdict) {
    case .giveBack: words("Returned")
    case .reject: words("Rejected")
    case .schedule: words("Publication set")
    default: words("Published")
    }
  }

  private var canDecide: Bool {
    proposal.state == .submitted && desk.allows(.moderate)
      && queued.review.claim.allows(
        desk.session?.account.id ?? Account.ID(rawValue: 0), at: desk.now)
  }

  private var decisionForm: HTML {
    guard canDecide else { return .empty }
    return section(.class("panel"), .aria(.labelledBy, "decision-heading")) {
      h2(.id("decision-heading")) { words("Decide") }
      if !isComplete {
        p(.class("error")) {
          words("Something is missing for a publication. Return it with the reason.")
        }
      }
      DeskForm(desk: desk, action: .moderation(.decision(subject))).html {
        input(.type(.hidden), .name("submission"), .value(String(proposal.submissions)))
        choices
        reasonBoxes
        DeskField(
          "message", label: words("Message to the organiser (optional)"),
          hint: words(
            "It is sent with the explanations of the reasons. Up to {limit} characters.",
            ["limit": words.number(limits.messageLength)]), messages: messages
        ).html { field in
          textarea(
            .id("message"), .name("message"), .rows(5), .dir(.auto), field.invalid, field.described
          ) { form.message }
        }
        button(.class("primary")) { words("Carry out") }
      }
    }
  }

  @HTMLBuilder private var choices: HTML {
    ChoiceField(
      id: "decision", legend: words("What is to happen?"),
      choices: ReviewForm.Choice.allCases.filter(isOffered).map { ($0.rawValue, label(of: $0)) },
      chosen: form.choice, messages: messages
    ).html
    DeskField(
      "time", label: words("Day and time of the publication, in UTC"),
      hint: words("Only for a publication at a set time."), messages: messages
    ).html { field in
      input(
        .id("time"), .dateTime, .name("time"), .value(form.time), field.invalid, field.described)
    }
  }

  private func isOffered(_ choice: ReviewForm.Choice) -> Bool {
    switch choice {
    case .giveBack: proposal.submissions <= limits.returns
    case .publish, .publishAt: isComplete
    case .reject: true
    }
  }

  private func label(of choice: ReviewForm.Choice) -> String {
    switch choice {
    case .giveBack: words("Return it to be rewritten")
    case .reject: words("Reject it for good; the reasons are published")
    case .publish: words("Publish it now")
    case .publishAt: words("Publish it at a set time")
    }
  }

  private var reasonBoxes: HTML {
    ReasonBoxes(
      words: words, legend: words("Reasons for a return or a rejection"), reasons: reasons,
      chosen: form.reasons, messages: messages, marksHiding: true
    ).html
  }
}

/// One of several, each with a button beside it.
struct ChoiceField {
  let id: String
  let legend: String
  let choices: [(value: String, label: String)]
  let chosen: String
  let messages: [FieldMessage]

  var html: HTML {
    let message = messages.first { $0.field == id }
    return fieldset(.id(id), .class(message == nil ? "field" : "field refused")) {
      Markup.legend { legend }
      if let message { p(.class("error")) { message.text } }
      for choice in choices {
        p(.class("choice")) {
          input(
            .id("\(id)-\(choice.value)"), .type(.radio), .name("choice"), .value(choice.value),
            .when(choice.value == chosen, .checked))
          label(.for("\(id)-\(choice.value)")) { choice.label }
        }
      }
    }
  }
}

/// Who works on a case, with the button that takes it or lets go of it.
struct ClaimBox {
  let desk: DeskVisit
  let subject: ReviewSubject
  let review: ReviewCase

  private var words: Words { desk.words }

  var html: HTML {
    guard desk.allows(.moderate), let me = desk.session?.account.id else { return .empty }
    return section(.class("panel"), .aria(.labelledBy, "claim-heading")) {
      h2(.id("claim-heading")) { words("Who works on it") }
      if let claim = review.claim, claim.stands(at: desk.now) {
        if claim.holder == me {
          p { words("You have this case until {time}.", ["time": words.dateTime(claim.endsAt)]) }
          button("release", words("Let go of it"))
        } else {
          p {
            words.html(
              "{name} has this case until {time}.",
              [
                "name": isolated(review.holderName), "time": .text(words.dateTime(claim.endsAt)),
              ])
          }
        }
      } else {
        p { words("Nobody. Take it, so that two people do not do the same.") }
        button("take", words("Take this case"))
      }
    }
  }

  private func button(_ action: StaticString, _ label: String) -> HTML {
    DeskForm(desk: desk, action: .moderation(.claim(subject))).html {
      Markup.button(.name("action"), .value(action)) { label }
    }
  }
}

/// What moderators noted for each other, and the form for one more.
struct NotesBox {
  let desk: DeskVisit
  let subject: ReviewSubject
  let review: ReviewCase
  let typed: String
  let messages: [FieldMessage]

  private var words: Words { desk.words }

  var html: HTML {
    section(.class("panel"), .aria(.labelledBy, "notes-heading")) {
      h2(.id("notes-heading")) { words("Notes") }
      for note in review.notes {
        div(.class("note")) {
          p(.class("hint")) {
            isolated(note.author)
            ", " + words.dateTime(note.createdAt)
          }
          for line in note.text.split(separator: "\n") { p(.dir(.auto)) { String(line) } }
        }
      }
      if desk.allows(.moderate) {
        DeskForm(desk: desk, action: .moderation(.notes(subject))).html {
          DeskField(
            "note", label: words("A note for the other moderators"),
            hint: words("Nobody else reads it."), messages: messages
          ).html { field in
            textarea(
              .id("note"), .name("note"), .rows(3), .dir(.auto), field.invalid, field.described
            ) { typed }
          }
          button { words("Keep the note") }
        }
      }
    }
  }
}
