import Localization
import Markup
import PetitionStore
import Petitions

/// What was changed in a text that somebody signed, and one button that signs it as it is now.
struct RenewalPage {
  let context: PageContext
  let petition: Petition
  /// The petition with the words that were signed.
  let signed: Petition
  let signature: OwnSignature
  /// How changes of a text look.
  let styleSheet: Route
  /// Where the button leads: the address of the page.
  let route: Route
  /// Whether the text was changed again since the page was opened.
  var isOutdated = false

  private var words: Words { context.words }

  var bytes: [UInt8] {
    let title = title
    return Layout(
      context: context, title: (isOutdated ? words("Error:") + " " : "") + title, isListed: false,
      head: link(.rel("stylesheet"), .href(styleSheet))
    ).page {
      BackToPetition(context: context, petition: petition).html
      if isOutdated { changedAgain }
      h1 { title }
      text
    }
  }

  private enum State {
    case asks, isPaused, isDone, isClosed, isGone
  }

  private var state: State {
    if signature.state != .standing { return .isGone }
    if signature.wordingVersion == petition.wordingVersion { return .isDone }
    guard petition.isOpen(at: context.now), !petition.isHidden else { return .isClosed }
    return context.pausesSigning ? .isPaused : .asks
  }

  private var title: String {
    switch state {
    case .asks, .isPaused: words("Do you sign the new text?")
    case .isDone: words("Your signature stands for the text as it is now")
    case .isClosed: words("Signing has ended")
    case .isGone: words("This signature is not on the list any more")
    }
  }

  private var text: HTML {
    switch state {
    case .asks: question
    case .isPaused:
      p { words("At the moment nothing can be signed here. Please come back later.") }
    case .isDone:
      p {
        words(
          "It is still number {ordinal}, and it counts once.",
          ["ordinal": words.number(signature.ordinal)])
      }
    case .isClosed:
      p { words("Your signature stays with the text that you signed.") }
    case .isGone:
      p { words("It was withdrawn or removed, so it cannot be given to another text.") }
    }
  }

  private var changedAgain: HTML {
    Notice(
      kind: .caution, title: words("The text was changed again"),
      text: p { words("Nothing was saved yet. This is the text as it is now.") }
    ).html
  }

  private var question: HTML {
    .sequence([
      p {
        words(
          "Signature number {ordinal} stands for the text as it was when you signed. It stays so unless you press the button below. Whatever you do, you count once.",
          ["ordinal": words.number(signature.ordinal)])
      },
      section(.class("version"), .aria(.labelledBy, "changes-heading")) {
        h2(.id("changes-heading")) { words("What was changed") }
        DifferenceView(
          words: words,
          difference: WordingDifference(from: signed.wording, to: petition.wording),
          language: petition.language
        ).html
      },
      details {
        summary { words("The whole letter as it is now") }
        LetterView(context: context, petition: petition, name: nil).html
      },
      form(.method(.post), .action(context.link(route))) {
        input(.type(.hidden), .name("version"), .value(String(petition.wordingVersion)))
        button(.class("primary")) { words("Sign the new text") }
      },
      p(.class("note")) {
        words(
          "Do you want neither? The link in the email after you signed leads to the page on which you can withdraw your signature."
        )
      },
    ])
  }
}
