import Localization
import Markup
import PetitionStore
import Petitions

/// The front of the site: what it is, and the open petitions.
struct HomePage {
  let context: PageContext
  let newest: [Petition]
  let mostSigned: [Petition]

  var bytes: [UInt8] {
    let words = context.words
    return Layout(context: context, title: context.site.name, route: .home).page {
      div(.class("welcome")) {
        h1 { words("Petitions you can count on") }
        p {
          words(
            "Read a letter, sign it with your name, and confirm by email. Every confirmed signature is on the list with a number that never changes."
          )
        }
      }
      if newest.isEmpty {
        p { words("There are no open petitions yet.") }
      } else {
        PetitionSection(
          context: context, id: "newest", title: words("Newest"), petitions: newest
        ).html
        PetitionSection(
          context: context, id: "most-signed", title: words("Most signed"), petitions: mostSigned
        ).html
      }
    }
  }
}

/// Several petitions under a heading.
struct PetitionSection {
  let context: PageContext
  let id: String
  let title: String
  let petitions: [Petition]

  var html: HTML {
    section(.aria(.labelledBy, id)) {
      h2(.id(id)) { title }
      div(.class("cards")) {
        for petition in petitions { PetitionCard(context: context, petition: petition).html }
      }
    }
  }
}
