public import Markup
import PetitionStore
import Petitions

extension Route: LinkTarget {
  /// The path and the query, relative to the site's root.
  public var address: String {
    query.isEmpty ? path : path + "?" + query
  }

  /// The path alone.
  var path: String {
    switch self {
    case .home: "/"
    case .petitions: "/petitions"
    case .petition(let slug): "/petitions/\(slug.text)"
    case .signatures(let slug, _), .importedNames(let slug, _):
      "/petitions/\(slug.text)/signatures"
    case .checkYourMail(let slug), .mailSent(let slug, _):
      "/petitions/\(slug.text)/check-your-mail"
    case .petitionJSON(let slug): "/petitions/\(slug.text).json"
    case .updates(let slug): "/petitions/\(slug.text)/updates"
    case .updatesFeed(let slug): "/petitions/\(slug.text)/updates.atom"
    case .countJSON(let slug): "/petitions/\(slug.text)/count.json"
    case .signaturesJSON(let slug, _): "/petitions/\(slug.text)/signatures.json"
    case .confirm(let token): "/confirm/\(token)"
    case .ownSignature(let token): "/signatures/\(token)"
    case .withdraw(let token): "/signatures/\(token)/withdraw"
    case .ownRenewal(let token): "/signatures/\(token)/new-text"
    case .renewal(let token): "/new-text/\(token)"
    case .unsubscribe(let token): "/unsubscribe/\(token)"
    case .bounceHook: "/hooks/bounces"
    case .mailPreviews: "/desk/mails"
    case .mailPreview(let file): "/desk/mails/\(file)"
    case .photo(let id, let width, let format):
      "/photos/\(id)-\(width).\(format.fileExtension)"
    case .asset(let name): "/assets/\(name)"
    case .feed: "/petitions.atom"
    case .siteMap: "/sitemap.xml"
    case .robots: "/robots.txt"
    case .securityContact: "/.well-known/security.txt"
    case .health: "/healthz"
    case .readiness: "/readyz"
    case .metrics: "/metrics"
    case .desk(let route): route.address.path
    }
  }

  private var query: String {
    switch self {
    case .petitions(let order, let category):
      [
        category.map { "category=\($0.rawValue)" },
        order == .newest ? nil : "sort=\(order.rawValue)",
      ].compactMap(\.self).joined(separator: "&")
    case .mailSent(_, let ticket): "for=\(ticket)"
    case .signatures(_, let page) where page > 1: "page=\(page)"
    case .signaturesJSON(_, let page) where page > 1: "page=\(page)"
    case .importedNames(_, let page): page > 1 ? "list=imported&page=\(page)" : "list=imported"
    case .desk(let route): route.address.query
    default: ""
    }
  }
}

/// An address of the site that keeps the language a reader chose.
struct LocalizedLink: LinkTarget {
  let route: Route
  /// A BCP 47 tag; nil where the browser's own preference decides.
  let language: String?

  var address: String {
    guard let language else { return route.address }
    return route.address + (route.address.contains("?") ? "&" : "?") + "lang=" + language
  }
}

/// An address of the site as others need it: with scheme and host.
struct AbsoluteLink: LinkTarget {
  let address: String

  init(_ target: some LinkTarget, on site: SiteSettings) {
    address = site.url + target.address
  }
}
