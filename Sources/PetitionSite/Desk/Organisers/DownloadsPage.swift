import Localization
import Markup
import Petitions

/// Says what is in the files with the signers, and makes the link to one.
struct DownloadsPage {
  let desk: DeskVisit
  let petition: Petition
  /// The link that was just made.
  var link: OrganiserRoute?

  private var words: Words { desk.words }

  var bytes: [UInt8] {
    let title = words("Download signers: {title}", ["title": petition.wording.title])
    return DeskPage(desk: desk, title: title).bytes {
      OrganiserTabs(desk: desk, petition: petition).html
      h1 { words("Download signers") }
      if let link { ready(link) }
      p(.class("lead")) {
        words(
          "The people who signed and let you see their names: number, name, country, reason, and the hour in which they confirmed."
        )
      }
      p {
        words(
          "Whoever shows the name to nobody, or only to the people who receive the letter, is not in the file. Nor is any email address."
        )
      }
      p {
        words(
          "Keep the file where only people who need it can open it, and delete it when you are done. The journal of this site says who made a link, and when."
        )
      }
      DeskForm(desk: desk, action: .organiser(.downloads(petition.slug))).html {
        div(.class("buttons")) {
          button(.class("primary"), .name("format"), .value("csv")) {
            words("Make a link to a table (CSV)")
          }
          button(.name("format"), .value("json")) { words("Make a link to JSON") }
        }
      }
    }
  }

  private func ready(_ route: OrganiserRoute) -> HTML {
    div(.class("notice done"), .role("status")) {
      p(.class("notice-title")) { words("Your file is ready") }
      p {
        a(.href(desk.context.link(.desk(.organiser(route))))) { words("Download the file") }
      }
      p(.class("note")) {
        words(
          "The link works for you alone, while you are signed in, and for {count} minute.",
          "The link works for you alone, while you are signed in, and for {count} minutes.",
          count: Int(DownloadLink.lifetime / 60_000))
      }
    }
  }
}
