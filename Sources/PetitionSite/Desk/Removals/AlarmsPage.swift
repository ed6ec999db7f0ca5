import Localization
import Markup
import Petitions

/// What is unusual in any of the open petitions.
struct AlarmsPage {
  /// A petition in which something is unusual.
  struct Watched {
    let petition: Petition
    let alarms: [SignatureAlarm]
    let domains: [Int64: String]
  }

  let desk: DeskVisit
  /// The petitions that were looked through.
  let watched: [Petition]
  let found: [Watched]

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = words("Alarms")
    return DeskPage(desk: desk, title: title).bytes {
      h1 { title }
      p(.class("note")) {
        words(
          "The newest signatures of each open petition are compared with its own history: how many come in an hour, and from which email domains and countries."
        )
      }
      if found.isEmpty { p { words("Nothing is unusual.") } }
      for found in found {
        section {
          h2 { isolated(found.petition.wording.title) }
          AlarmList(
            desk: desk, petition: found.petition, alarms: found.alarms, domains: found.domains
          ).html
        }
      }
      if !watched.isEmpty {
        h2 { words("Open petitions") }
        ul {
          for petition in watched {
            li {
              a(.href(desk.context.link(.desk(.removal(.pulse(petition.slug)))))) {
                isolated(petition.wording.title)
              }
            }
          }
        }
      }
    }
  }
}
