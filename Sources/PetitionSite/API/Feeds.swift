import Localization
import Markup
import Petitions

/// The newest petitions as an Atom feed.
struct PetitionFeed {
  let context: PageContext
  let petitions: [Petition]

  var bytes: [UInt8] {
    let feedAddress = AbsoluteLink(Route.feed, on: context.site).address
    return AtomFeed(
      id: feedAddress, title: context.site.name, author: context.site.name,
      updated: petitions.first?.openedAt ?? 0, selfLink: feedAddress,
      pageLink: AbsoluteLink(Route.home, on: context.site).address, entries: petitions.map(entry)
    ).bytes()
  }

  private func entry(_ petition: Petition) -> AtomEntry {
    let address = AbsoluteLink(Route.petition(petition.slug), on: context.site).address
    return AtomEntry(
      id: address, title: petition.wording.title, updated: petition.openedAt, link: address,
      summary: petition.wording.goal)
  }
}

/// The addresses of all petitions for search engines (sitemaps.org).
struct SiteMap {
  let site: SiteSettings
  let slugs: [Slug]

  var bytes: [UInt8] {
    var text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">

      """
    // The site's address and slugs hold none of the characters that XML needs escaped.
    for route in [Route.home] + slugs.map(Route.petition) {
      text += "<url><loc>\(AbsoluteLink(route, on: site).address)</loc></url>\n"
    }
    return Array((text + "</urlset>\n").utf8)
  }
}
