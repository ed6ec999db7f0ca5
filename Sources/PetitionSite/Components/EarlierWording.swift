import Localization
import Markup
import Petitions

/// Says above a letter that it is the one that was signed, where the text was changed since.
struct EarlierWording {
  let context: PageContext
  let petition: Petition
  /// The petition with the words that were signed.
  let signed: Petition
  /// The token of the signer's own page; nil before the signature is confirmed.
  var token: String?

  var html: HTML {
    guard signed.wordingVersion != petition.wordingVersion else { return .empty }
    return p(.class("note")) {
      context.words("The text was changed after you signed. Below is the text that you signed.")
      " "
      if let token, petition.isOpen(at: context.now), !petition.isHidden,
        !context.pausesSigning
      {
        a(.href(context.link(.ownRenewal(token: token)))) {
          context.words("See what was changed, and sign the new text if you want to")
        }
      } else {
        a(.href(context.link(.desk(.moderation(.versions(petition.slug)))))) {
          context.words("See what was changed")
        }
      }
    }
  }
}
