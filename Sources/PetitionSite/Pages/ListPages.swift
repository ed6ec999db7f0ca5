import Localization
import Markup
import Petitions

/// A page of a petition's public list by itself.
struct SignatureListPage {
  let context: PageContext
  let petition: Petition
  let list: SignatureList

  var bytes: [UInt8] {
    Layout(
      context: context,
      title: context.words("Who signed: {title}", ["title": petition.wording.title]),
      route: .signatures(petition.slug, page: list.page.number), isListed: false
    ).page {
      BackToPetition(context: context, petition: petition).html
      h1 { context.words("Who signed") }
      list.html
    }
  }
}

/// A page of the names brought from another system.
struct ImportedNamesPage {
  let context: PageContext
  let petition: Petition
  let imported: ImportedNames

  var bytes: [UInt8] {
    Layout(
      context: context,
      title: context.words(
        "Signatures from another site: {title}", ["title": petition.wording.title]),
      route: .importedNames(petition.slug, page: imported.page.number), isListed: false
    ).page {
      BackToPetition(context: context, petition: petition).html
      h1 { context.words("Signatures from another site") }
      imported.html
    }
  }
}

/// The way back from a page that belongs to a petition.
struct BackToPetition {
  let context: PageContext
  let petition: Petition

  var html: HTML {
    // The title of one that was taken down stands nowhere any more.
    guard petition.takenDownAt == nil else { return .empty }
    return p(.class("back")) {
      a(.href(context.link(.petition(petition.slug)))) {
        span(.lang(petition.language)) { isolated(petition.wording.title) }
      }
    }
  }
}
