import Localization
import Markup
import PetitionStore
import Petitions

/// Reasons of signers that whoever runs the petition chose, with the names that everybody may see.
struct FeaturedReasons {
  let context: PageContext
  let reasons: [GivenReason]

  var html: HTML {
    guard !reasons.isEmpty else { return .empty }
    return section(.class("reasons"), .aria(.labelledBy, "reasons-heading")) {
      h2(.id("reasons-heading")) { context.words("Why people sign") }
      for reason in reasons {
        figure(.class("given-reason")) {
          blockquote(.dir(.auto)) { ReasonText(text: reason.text).html }
          figcaption { isolated(reason.name) }
        }
      }
    }
  }
}

/// A reason with the lines that its signer made.
struct ReasonText {
  let text: String

  var html: HTML {
    .sequence(
      text.split(separator: "\n").enumerated().flatMap { index, line in
        [index == 0 ? .empty : br(), .text(String(line))]
      })
  }
}
