import HTTPServer
import Localization
import Markup
import PetitionStore
import Petitions

/// The thin bar that people who are signed in see on public pages.
///
/// Pages with it are made for one request and kept by nobody; everybody else gets the pages in memory.
struct Toolbar {
  let desk: DeskVisit
  /// The petition of the page, where it is about one.
  let petition: Petition?

  private var words: Words { desk.words }

  private var items: [(route: DeskRoute, label: String)] {
    var items: [(DeskRoute, String)] = [(.account(.home), words("Your desk"))]
    if let petition {
      let slug = petition.slug
      let isOwn = petition.owner == desk.session?.account.id
      if isOwn || desk.allows(.readSignatures) {
        items.append((.organiser(.dashboard(slug)), words("How it goes")))
      }
      if isOwn || desk.allows(.runPetitions) {
        items.append((.organiser(.updates(slug)), words("Write an update")))
      }
      if isOwn || desk.allows(.moderate) {
        items.append((.moderation(.amend(slug)), words("Change the text")))
      }
    }
    if desk.allows(.readQueue) { items.append((.moderation(.queue), words("Moderate"))) }
    return items
  }

  var html: HTML {
    nav(.class("toolbar"), .aria(.label, words("Your tools"))) {
      ul {
        for item in items {
          li { a(.href(desk.context.link(.desk(item.route)))) { item.label } }
        }
      }
      DeskForm(desk: desk, action: .account(.signOut)).html {
        button(.class("quiet")) { words("Sign out") }
      }
    }
  }
}

extension Route {
  /// Whether people who are signed in see the bar there.
  var hasToolbar: Bool {
    switch self {
    case .home, .petitions, .petition, .signatures, .importedNames, .updates,
      .desk(.moderation(.versions)), .desk(.removal(.history)):
      true
    default: false
    }
  }

  /// The petition that a public page is about.
  var publicPetition: Slug? {
    switch self {
    case .petition(let slug), .signatures(let slug, _), .importedNames(let slug, _),
      .updates(let slug), .desk(.moderation(.versions(let slug))),
      .desk(.removal(.history(let slug, _))):
      slug
    default: nil
    }
  }
}

extension Site {
  /// A public page for somebody who is signed in; nil for everybody else.
  ///
  /// It is made anew each time and kept by nobody, so what others get does not change by it.
  func pageWithToolbar(_ route: Route, _ visit: Visit) async throws -> Response? {
    guard route.hasToolbar, sessionCookie.session(of: visit.request) != nil else { return nil }
    // While the database is away, everybody gets the page from memory.
    guard let desk = try? await deskVisit(visit), desk.session != nil else { return nil }
    var petition: Petition?
    if let slug = route.publicPetition {
      petition = try await views.petition(slug, at: visit.uptime)?.view.petition
    }
    var own = visit
    own.context = PageContext(
      visit.language, on: self, at: visit.now,
      toolbar: PageToolbar(
        html: Toolbar(desk: desk, petition: petition).html, styleSheet: deskAssets.styleSheet))
    let response = try await publicPage(route, own).response
    // A petition that was taken down or merged says so, or leads on, as for everybody.
    return response.status == .ok ? personalPage(response.body) : response
  }
}
