import HTTPServer
import Localization
import Markup
import Petitions

/// Ways to pass a petition on, none of which loads anything from anywhere.
struct ShareLinks {
  let context: PageContext
  let petition: Petition

  var html: HTML {
    let words = context.words
    return section(.class("share"), .aria(.labelledBy, "share-heading")) {
      h2(.id("share-heading")) { words("Share this petition") }
      p {
        label(.for("share-address")) { words("Link to this petition") }
        input(
          .id("share-address"), .type(.text), .readonly, .value(address), .noSpellcheck,
          .class("copyable"))
      }
      ul {
        for (name, target) in targets {
          li { a(.href(target), .rel("nofollow noopener")) { name } }
        }
      }
    }
  }

  private var address: String {
    AbsoluteLink(Route.petition(petition.slug), on: context.site).address
  }

  private var targets: [(String, WebLink)] {
    // A mail program does not read "+" as a space (RFC 6068, section 5), so every space is escaped.
    let link = PercentEncoding.encode(pathSegment: address)
    let title = PercentEncoding.encode(pathSegment: petition.wording.title)
    let both = PercentEncoding.encode(pathSegment: petition.wording.title + " " + address)
    return [
      (context.words("Email"), "mailto:?subject=\(title)&body=\(both)"),
      ("WhatsApp", "https://wa.me/?text=\(both)"),
      ("Telegram", "https://t.me/share/url?url=\(link)&text=\(title)"),
      ("Bluesky", "https://bsky.app/intent/compose?text=\(both)"),
      ("Facebook", "https://www.facebook.com/sharer/sharer.php?u=\(link)"),
      ("X", "https://x.com/intent/post?text=\(title)&url=\(link)"),
    ].compactMap { name, address in WebLink(address).map { (name, $0) } }
  }
}
