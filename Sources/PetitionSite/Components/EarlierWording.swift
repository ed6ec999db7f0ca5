import Localization
import Markup
import Petitions

/// Says above a letter that it is the one that was signed, where the text was changed since.
struct EarlierWording {
  let context: PageContext
  let petition: Petition
  /// The petition with the words that were signed.
  let signed: Petition

  var html: HTML {
    guard signed.wordingVersion != petition.wordingVersion else { return .empty }
    return p(.class("note")) {
      context.words("The text was changed after you signed. Below is the text that you signed.")
      " "
      a(.href(context.link(.desk(.moderation(.versions(petition.slug)))))) {
        context.words("See what was changed")
      }
    }
  }
}
