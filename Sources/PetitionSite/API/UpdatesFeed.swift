import Localization
import Markup
import Petitions

/// The updates of a petition as an Atom feed.
struct UpdatesFeed {
  let context: PageContext
  let petition: Petition
  let updates: [PetitionUpdate]

  /// The most updates in a feed; readers of feeds keep what they have seen.
  static let limit = 50

  var bytes: [UInt8] {
    let address = AbsoluteLink(Route.updatesFeed(petition.slug), on: context.site).address
    let shown = updates.prefix(Self.limit)
    return AtomFeed(
      id: address,
      title: context.words("Updates: {title}", ["title": petition.wording.title]),
      author: context.site.name, updated: shown.map(\.lastWordAt).max() ?? petition.openedAt,
      selfLink: address,
      pageLink: AbsoluteLink(Route.updates(petition.slug), on: context.site).address,
      language: petition.language, entries: shown.map(entry)
    ).bytes()
  }

  private func entry(_ update: PetitionUpdate) -> AtomEntry {
    let page = AbsoluteLink(Route.updates(petition.slug), on: context.site)
    let address = UpdateLink(page: page, update: update.id).address
    return AtomEntry(
      id: address, title: update.title, updated: update.lastWordAt, published: update.postedAt,
      link: address, html: update.bodyHTML)
  }
}
