import Localization
import Markup
import PetitionStore
import Petitions

/// The first step: what is asked, and of whom.
struct AskStage {
  let draft: Draft

  private var words: Words { draft.words }

  var html: HTML {
    .sequence([
      SimilarPetitions(draft: draft).html,
      DraftForm(desk: draft.desk, action: draft.action(.ask)).html {
        honeypot
        draft.field(
          .title, words("Title"),
          guide: words(
            "Say what should happen, and where: “Keep the night bus on line 9”. Leave out names, dates and capital letters that shout."
          )
        ).line()
        draft.field(
          .goal, words("Goal"),
          guide: words(
            "One sentence that could be answered with yes. Readers see it right below the title.")
        ).lines(3)
        for index in 0..<placeCount { TargetFields(draft: draft, index: index).html }
        knownTargets
        StageButtons(
          words: words,
          more: button(.name("do"), .value("add-target")) { words("Add another target") }
        ).html
      },
    ])
  }

  /// At least one, and those that were asked for.
  private var placeCount: Int { max(1, draft.content.targets.count + draft.blankTargets) }

  /// A field that people do not see and programs fill in.
  private var honeypot: HTML {
    guard draft.token == nil else { return .empty }
    return div(.class("website"), .aria(.hidden, "true")) {
      label(.for("website")) { words("Leave this field empty") }
      input(
        .id("website"), .type(.text), .name("website"), .value(""), .tabindex(-1),
        .autocomplete("off"))
    }
  }

  private var knownTargets: HTML {
    guard !draft.knownTargets.isEmpty else { return .empty }
    return div(.class("guided")) {
      div(.class("field")) {
        label(.for("known-target")) {
          words("{field} (optional)", ["field": words("Add somebody from earlier petitions")])
        }
        select(.id("known-target"), .name("known-target")) {
          option(.value("")) { words("Nobody") }
          for known in draft.knownTargets {
            option(.value(String(known.id))) { name(of: known.target) }
          }
        }
      }
      p(.class("guide")) { words("They are added when you save this step.") }
    }
  }

  private func name(of target: DetailedTarget) -> String {
    [target.name, target.office, target.country.isEmpty ? "" : words.countryName(target.country)]
      .filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

/// One target: who it is, and where letters can go.
struct TargetFields {
  let draft: Draft
  let index: Int

  private var words: Words { draft.words }

  var html: HTML {
    fieldset(.class("target-fields")) {
      legend {
        draft.content.targets.count + draft.blankTargets > 1
          ? words("Target {number}", ["number": words.number(index + 1)]) : words("Target")
      }
      draft.field(
        .target(index, .name), words("Name"),
        guide: index == 0
          ? words("Somebody who can decide: a person in an office, or a body such as a council.")
          : nil
      ).line()
      draft.field(.target(index, .office), words("Office"), isOptional: true).line()
      draft.field(.target(index, .country), words("Country"), isOptional: true).choice(
        words.countries().map { ($0.code, $0.name) }, none: words("Not chosen"))
      details(.when(hasContact, .open)) {
        summary { words("Where the letters can go (optional)") }
        draft.field(.target(index, .address), words("Address for post"), isOptional: true).lines(3)
        draft.field(
          .target(index, .email), words("Email address"),
          guide: words("A public one, of the office. It is not shown on the page."),
          isOptional: true
        ).line(.email)
      }
    }
  }

  private var hasContact: Bool {
    !draft.content[.target(index, .address)].isEmpty
      || !draft.content[.target(index, .email)].isEmpty
      || draft.refusals.contains {
        $0.field == .target(index, .address) || $0.field == .target(index, .email)
      }
  }
}

/// The second step: the reasons.
struct StoryStage {
  let draft: Draft

  private var words: Words { draft.words }

  var html: HTML {
    .sequence([
      SimilarPetitions(draft: draft).html,
      DraftForm(desk: draft.desk, action: draft.action(.story)).html {
        draft.field(
          .story, words("Story"),
          guide: words(
            "Begin with what happened and to whom, then why it matters, then what should change. Short paragraphs, with an empty line between them. You can use Markdown for links, lists and emphasis."
          )
        ).lines(16)
        draft.field(
          .callToSign, words("Call to sign"),
          guide: words("One sentence, such as “Sign, so that the council hears us before May.”"),
          isOptional: true
        ).line()
        StageButtons(words: words).html
      },
    ])
  }
}

/// The third step: the letter, with how it will look.
struct LetterStage {
  let draft: Draft

  private var words: Words { draft.words }

  var html: HTML {
    .sequence([
      DraftForm(desk: suggested.desk, action: draft.action(.letter)).html {
        suggested.field(
          .salutation, words("Salutation"), guide: words("As you would write it on paper.")
        ).line()
        suggested.field(
          .letter, words("Letter"),
          guide: words(
            "Each signer sends this under their own name: write “I” or “we”, politely, and say exactly what you ask for. An empty line ends a paragraph."
          )
        ).lines(14)
        suggested.field(.closing, words("Closing"), isOptional: true).line()
        StageButtons(words: words).html
      },
      div(.id("letter-preview")) {
        LetterView(context: draft.desk.context, petition: suggested.petition, name: nil).html
      },
    ])
  }

  /// An empty letter begins with what most letters begin with.
  private var suggested: Draft {
    let content = draft.content
    guard content.salutation.isEmpty, content.letter.isEmpty, content.closing.isEmpty,
      draft.refusals.isEmpty
    else { return draft }
    var letter = content
    let name = content.targets.first?.name ?? ""
    letter.take(.letter) { field in
      switch field {
      case .salutation: words("Dear {name},", ["name": name])
      case .closing: words("Sincerely,")
      default: nil
      }
    }
    return draft.with(letter)
  }
}
