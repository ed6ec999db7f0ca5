import Localization
import Markup
import Petitions

/// One step of writing a petition.
struct StagePage {
  let draft: Draft
  let stage: ProposalStage

  private var words: Words { draft.words }

  var bytes: [UInt8] {
    DeskPage(
      desk: draft.desk, title: words(stage) + " · " + words("Start a petition"),
      isRefused: !draft.refusals.isEmpty && stage != .review
    ).bytes {
      if draft.isSaved { savedNotice }
      if !draft.verdict.isEmpty { verdict }
      if stage == .review {
        ReviewProblems(draft: draft).html
      } else {
        FieldMessages(title: words("This step needs a change"), messages: draft.messages).html
      }
      p(.class("step")) {
        words(
          "Start a petition: step {number} of {count}",
          [
            "number": words.number(stage.number),
            "count": words.number(ProposalStage.allCases.count),
          ])
      }
      h1 { words(stage) }
      if stage == .ask, draft.token == nil { introduction }
      steps
      body
      if draft.token != nil { footer }
      script(draft.desk.assets.composeScript)
    }
  }

  private var introduction: HTML {
    p(.class("lead")) {
      words(
        "You need no account. Every step is saved under a secret link, and nothing is public until you send it and a moderator has read it."
      )
    }
  }

  private var body: HTML {
    switch stage {
    case .ask: AskStage(draft: draft).html
    case .story: StoryStage(draft: draft).html
    case .letter: LetterStage(draft: draft).html
    case .details: DetailsStage(draft: draft).html
    case .about: AboutStage(draft: draft).html
    case .review: ReviewStage(draft: draft).html
    }
  }

  private var steps: HTML {
    guard let token = draft.token else { return .empty }
    return nav(.class("steps"), .aria(.label, words("Steps"))) {
      ol {
        for step in ProposalStage.allCases {
          li {
            a(
              .href(draft.desk.context.link(.desk(.proposal(.stage(token: token, step))))),
              .when(step == stage, .aria(.current, "step"))
            ) { words(step) }
          }
        }
      }
    }
  }

  private var savedNotice: HTML {
    Notice(
      kind: .done, title: words("Your draft is saved"),
      text: p {
        words(
          "Keep the address of this page: it is the only way back to your draft. Whoever has it can read and change the draft."
        )
      }
    ).html
  }

  private var verdict: HTML { VerdictNotice(words: words, verdict: draft.verdict).html }

  private var footer: HTML {
    guard let token = draft.token else { return .empty }
    let context = draft.desk.context
    return p(.class("draft-links")) {
      a(.href(context.link(.desk(.proposal(.preview(token: token)))))) {
        words("See how it will look")
      }
      if draft.state == .draft {
        " "
        a(.class("danger"), .href(context.link(.desk(.proposal(.delete(token: token)))))) {
          words("Delete this draft")
        }
      }
    }
  }
}

/// What a moderator wrote to the author.
struct VerdictNotice {
  let words: Words
  let verdict: String

  var html: HTML {
    Notice(
      kind: .caution, title: words("A moderator asks you to change something"),
      text: .sequence(
        verdict.split(separator: "\n").map { line in p(.dir(.auto)) { String(line) } })
    ).html
  }
}

/// The buttons below a step.
struct StageButtons {
  let words: Words
  var more: HTML = .empty

  var html: HTML {
    p(.class("buttons")) {
      // First, so that the Enter key goes on.
      button(.class("primary"), .name("do"), .value("continue")) { words("Save and continue") }
      more
      button(.name("do"), .value("later")) { words("Save for later") }
    }
  }
}

/// Open petitions that ask something similar.
struct SimilarPetitions {
  let draft: Draft

  var html: HTML {
    let words = draft.words
    guard !draft.similar.isEmpty else { return .empty }
    return section(.class("similar"), .aria(.labelledBy, "similar-heading")) {
      h2(.id("similar-heading")) { words("Does one of these ask the same?") }
      p {
        words(
          "One petition with many names weighs more than several with few. If one of these is yours, too, sign it."
        )
      }
      ul {
        for petition in draft.similar {
          li(.lang(petition.language), .dir(.auto)) {
            a(.href(draft.desk.context.link(.petition(petition.slug)))) { petition.wording.title }
          }
        }
      }
    }
  }
}
