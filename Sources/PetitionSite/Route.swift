public import PetitionStore
public import Petitions

/// Every address of the site: what parses a request also prints the link.
public enum Route: Sendable, Hashable {
  case home
  /// All open petitions, or those about one thing.
  case petitions(PetitionOrder, about: Petitions.Category? = nil)
  case petition(Slug)
  /// The public list; a POST to it signs.
  case signatures(Slug, page: Int)
  /// The names brought from another system.
  case importedNames(Slug, page: Int)
  /// Asks for the address and the code of the mail; a POST to it confirms, or has the mail sent again.
  case checkYourMail(Slug)
  /// The same for whoever has just signed: the ticket holds the address.
  case mailSent(Slug, ticket: String)
  case petitionJSON(Slug)
  case countJSON(Slug)
  /// What whoever runs the petition tells everybody, and the same as a feed.
  case updates(Slug)
  case updatesFeed(Slug)
  case signaturesJSON(Slug, page: Int)
  /// The page with the button that confirms; a POST to it does.
  case confirm(token: String)
  /// A signer's own page; a POST to it changes the name or the audience.
  case ownSignature(token: String)
  /// Asks once whether to withdraw; a POST to it does.
  case withdraw(token: String)
  /// Shows a signer what was changed in the text since it was signed; a POST to it signs it as it is.
  case ownRenewal(token: String)
  /// The same for whoever has the link of the mail that asks.
  case renewal(token: String)
  /// Asks once whether to end the news of a petition; a POST to it does.
  case unsubscribe(token: String)
  /// Where a relay reports mails that came back.
  case bounceHook
  /// Every mail as it would be sent; in development only.
  case mailPreviews
  case mailPreview(file: String)
  case photo(id: String, width: Int, format: PhotoFormat)
  case asset(name: String)
  case feed
  case siteMap
  case robots
  /// Where to report holes (RFC 9116).
  case securityContact
  case health
  case readiness
  /// Figures for monitoring; for programs on this machine only.
  case metrics
  /// Where people start, check and run petitions.
  case desk(DeskRoute)

  /// The name under which a request stands in the log, where its address never does.
  var name: String {
    switch self {
    case .home: "home"
    case .petitions: "petitions"
    case .petition: "petition"
    case .signatures: "signatures"
    case .importedNames: "imported-names"
    case .checkYourMail: "check-your-mail"
    case .mailSent: "mail-sent"
    case .petitionJSON: "petition-json"
    case .countJSON: "count-json"
    case .updates: "updates"
    case .updatesFeed: "updates-feed"
    case .signaturesJSON: "signatures-json"
    case .confirm: "confirm"
    case .ownSignature: "own-signature"
    case .withdraw: "withdraw"
    case .ownRenewal: "own-renewal"
    case .renewal: "renewal"
    case .unsubscribe: "unsubscribe"
    case .bounceHook: "bounce-hook"
    case .mailPreviews: "mail-previews"
    case .mailPreview: "mail-preview"
    case .photo: "photo"
    case .asset: "asset"
    case .feed: "feed"
    case .siteMap: "site-map"
    case .robots: "robots"
    case .securityContact: "security-contact"
    case .health: "health"
    case .readiness: "readiness"
    case .metrics: "metrics"
    case .desk(let route): route.address.name
    }
  }

  /// Whether a POST to the address means something.
  var acceptsPost: Bool {
    switch self {
    case .signatures, .checkYourMail, .confirm, .ownSignature, .withdraw, .ownRenewal, .renewal,
      .unsubscribe, .bounceHook:
      true
    case .desk(let route): route.address.acceptsPost
    default: false
    }
  }

  /// Whether there is anything to read at the address.
  var acceptsGet: Bool {
    switch self {
    case .bounceHook: false
    case .desk(let route): route.address.acceptsGet
    default: true
    }
  }

  /// The petition of a page that shows nothing else, and no more of its lists than the newest names.
  var onlyPetition: Slug? {
    switch self {
    case .petition(let slug), .checkYourMail(let slug), .petitionJSON(let slug),
      .countJSON(let slug):
      slug
    default: nil
    }
  }

  /// Whether programs rather than people read the address, so that errors are JSON.
  var isForPrograms: Bool {
    switch self {
    case .petitionJSON, .countJSON, .signaturesJSON, .bounceHook: true
    default: false
    }
  }
}

/// The formats of photos.
public enum PhotoFormat: String, Sendable, Hashable, CaseIterable {
  case webp
  case jpeg

  /// The ending of a file's address.
  var fileExtension: String { self == .webp ? "webp" : "jpg" }
  var mediaType: String { "image/\(rawValue)" }
}
