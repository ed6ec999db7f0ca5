import Localization
import Markup
import Petitions

/// All that keeps a petition from being sent, each leading to its place on its step.
struct ReviewProblems {
  let draft: Draft

  var html: HTML {
    let words = draft.words
    guard !draft.refusals.isEmpty, let token = draft.token else { return .empty }
    return div(.class("notice caution"), .role("alert"), .aria(.labelledBy, "summary-title")) {
      p(.class("notice-title"), .id("summary-title")) { words("Before you can send it") }
      ul {
        for refusal in draft.refusals {
          li {
            a(.href(FieldOfStage(draft: draft, token: token, field: refusal.field))) {
              words(refusal)
            }
          }
        }
      }
    }
  }
}

/// The place of a field on the page of its step.
private struct FieldOfStage: LinkTarget {
  let address: String

  init(draft: Draft, token: String, field: ProposalField) {
    let stage = Route.desk(.proposal(.stage(token: token, ProposalStage(of: field))))
    address = draft.desk.context.link(stage).address + "#" + field.formName
  }
}

/// The last step: all of it once more, and the button that sends it.
struct ReviewStage {
  let draft: Draft

  private var words: Words { draft.words }
  private var content: ProposalContent { draft.content }

  var html: HTML {
    .sequence([
      dl(.class("given")) {
        entry(.ask, words("Title"), content.title)
        entry(.ask, words("Goal"), content.goal)
        entry(
          .ask, words("Target"),
          content.targets.map { target in
            target.office.isEmpty ? target.name : target.name + ", " + target.office
          }.joined(separator: "; "))
        entry(.story, words("Story"), String(content.story.prefix(280)))
        entry(.details, words("Photo"), content.photoDescription)
        entry(
          .details, words("Category"), Category(rawValue: content.category).map { words($0) } ?? "")
        entry(
          .details, words("What emails say of the petition"),
          words(content.isDiscreet ? Discretion.discreet : .named))
        entry(.details, words("Last day to sign"), content.closesOn)
        entry(.about, words("Your name"), content.name)
        entry(.about, words("Your email address"), content.email)
      },
      LetterView(context: draft.desk.context, petition: draft.petition, name: nil).html,
      DraftForm(desk: draft.desk, action: draft.action(.review)).html {
        p { whatFollows }
        button(.class("primary"), .name("do"), .value("send")) { label }
      },
    ])
  }

  private var isSignedIn: Bool { draft.desk.session != nil }

  private var label: String {
    isSignedIn ? words("Send it to the moderators") : words("Send me the link")
  }

  private var whatFollows: String {
    isSignedIn
      ? words("A moderator reads it by the public rules. You will get an email when it is decided.")
      : words(
        "We send a link to your email address. With it the petition becomes yours and goes to the moderators, who read it by the public rules."
      )
  }

  private func entry(_ stage: ProposalStage, _ label: String, _ text: String) -> HTML {
    .sequence([
      dt { label },
      dd(.dir(.auto)) { text.isEmpty ? "–" : text },
    ])
  }
}
