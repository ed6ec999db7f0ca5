import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

/// The petitions that somebody runs.
struct OwnPetitionsPage {
  let desk: DeskVisit
  let petitions: [Petition]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    DeskPage(desk: desk, title: words("Your petitions")).bytes {
      h1 { words("Your petitions") }
      if petitions.isEmpty {
        p(.class("lead")) { words("You do not run a petition yet.") }
      } else {
        div(
          .class("table-box"), .tabindex(0), .role("region"), .aria(.label, words("Your petitions"))
        ) {
          table {
            thead {
              tr {
                th(.scope(.column)) { words("Petition") }
                th(.scope(.column)) { words("State") }
                th(.scope(.column), .class("number")) { words("Signatures") }
              }
            }
            tbody { for petition in petitions { row(petition) } }
          }
        }
      }
    }
  }

  private func row(_ petition: Petition) -> HTML {
    tr {
      th(.scope(.row)) {
        a(
          .href(desk.context.link(.desk(.organiser(.dashboard(petition.slug))))),
          .lang(petition.language), .dir(.auto)
        ) { isolated(petition.wording.title) }
      }
      td { PetitionStanding(desk: desk, petition: petition).text }
      td(.class("number")) { words.number(petition.tally.count) }
    }
  }
}

/// In which state a petition is, in a word or two.
struct PetitionStanding {
  let desk: DeskVisit
  let petition: Petition

  var text: String {
    let words = desk.words
    if petition.mergedInto != nil, petition.takenDownAt == nil {
      return words("Merged into another")
    }
    return switch petition.standing(at: desk.now) {
    case .open: words("Open")
    case .answered: words("Answered")
    case .takenDown: words("Taken down")
    // A petition has no other state once it was published.
    case .closed, .draft, .submitted, .returned, .rejected: words("Closed")
    }
  }
}

/// The way between the pages about one petition.
struct OrganiserTabs {
  let desk: DeskVisit
  let petition: Petition

  /// Whether something can happen to the petition now.
  private func can(_ event: PetitionEvent) -> Bool {
    petition.transition(on: event, at: desk.now) != nil
  }

  var html: HTML {
    let words = desk.words
    let slug = petition.slug
    let isOwn = petition.owner == desk.session?.account.id
    let mayRun = isOwn || desk.allows(.runPetitions)
    let mayModerate = desk.allows(.moderate)
    let routes: [(DeskRoute, String, Bool)] = [
      (.organiser(.dashboard(slug)), words("How it goes"), true),
      (.organiser(.updates(slug)), words("Updates"), mayRun),
      (.organiser(.reasons(slug, before: nil)), words("Reasons"), mayRun),
      (.moderation(.amend(slug)), words("Change the text"), (isOwn || mayModerate) && can(.amend)),
      (.organiser(.downloads(slug)), words("Download signers"), mayRun),
      (.organiser(.closing(slug)), words("Outcome"), mayRun && can(.close)),
      (.removal(.signatures(slug)), words("Signatures"), desk.allows(.readSignatures)),
      (.moderation(.merge(slug)), words("Merge into another"), mayModerate && can(.merge)),
      (.moderation(.takeDown(slug)), words("Take down"), mayModerate && can(.takeDown)),
      (
        .moderation(.restore(slug)), words("Bring it back"),
        desk.allows(.editRules) && can(.restore)
      ),
    ]
    return .sequence([
      p(.class("back")) {
        a(.href(desk.context.link(.petition(slug))), .lang(petition.language), .dir(.auto)) {
          isolated(petition.wording.title)
        }
      },
      nav(.class("tabs"), .aria(.label, words("This petition"))) {
        ul {
          for (route, label, isShown) in routes where isShown {
            li {
              a(
                .href(desk.context.link(.desk(route))),
                .when(route.address.path == desk.request.path, .aria(.current, "page"))
              ) { label }
            }
          }
        }
      },
    ])
  }
}
