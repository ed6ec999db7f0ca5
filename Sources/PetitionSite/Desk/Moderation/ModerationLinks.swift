import Localization
import Markup
import Petitions

/// At the end of a petition's page: what its text was before, and where to report it.
struct ModerationLinks {
  let context: PageContext
  let petition: Petition

  var html: HTML {
    p(.class("note")) {
      if petition.wordingVersion > 1 {
        a(.href(context.link(.desk(.moderation(.versions(petition.slug)))))) {
          context.words("The text was changed: see what it was before")
        }
        " · "
      }
      a(.href(context.link(.desk(.moderation(.report(petition.slug))))), .rel("nofollow")) {
        context.words("Report this petition")
      }
    }
  }
}
