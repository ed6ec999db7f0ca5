import Localization
import Markup
import PetitionStore
import Petitions

/// Every version of a petition's words, with what changed from one to the next.
struct VersionsPage {
  let context: PageContext
  let petition: Petition
  let versions: [WordingVersion]
  /// The file with the looks of what was taken out and put in.
  let styleSheet: Route

  private var words: Words { context.words }

  var bytes: [UInt8] {
    Layout(
      context: context,
      title: words("Versions of the text: {title}", ["title": petition.wording.title]),
      route: .desk(.moderation(.versions(petition.slug))),
      // The bar of whoever is signed in brings it along.
      head: context.toolbar == nil ? link(.rel("stylesheet"), .href(styleSheet)) : .empty
    ).page {
      BackToPetition(context: context, petition: petition).html
      h1 { words("Versions of the text") }
      p(.class("lead")) {
        words(
          "Each signature is bound to the version that its signer saw, or signed again. A change is published only after a moderator has looked at it."
        )
      }
      for index in versions.indices.reversed() { version(index) }
    }
  }

  private func version(_ index: Int) -> HTML {
    let version = versions[index]
    return section(.class("version"), .aria(.labelledBy, "version-\(version.number)")) {
      h2(.id("version-\(version.number)")) {
        words("Version {number}", ["number": words.number(version.number)])
      }
      p(.class("hint")) {
        words("Published on {time}.", ["time": words.dateTime(version.createdAt)])
        if index > 0 {
          " "
          words(
            "{count} person had signed by then.", "{count} people had signed by then.",
            count: version.signedBefore)
          if version.renewed > 0 {
            " "
            words(
              "{count} person who had signed before has signed this text since.",
              "{count} people who had signed before have signed this text since.",
              count: version.renewed)
          }
        }
      }
      if index > 0 {
        DifferenceView(
          words: words,
          difference: WordingDifference(from: versions[index - 1].wording, to: version.wording),
          language: petition.language
        ).html
      } else {
        p { words("The text with which the petition was opened.") }
      }
    }
  }
}
