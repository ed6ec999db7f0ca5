public import EmailAddresses
public import Petitions

/// What the operator of a site decides.
public struct SiteSettings: Sendable {
  /// The name of the site, as its pages and mails show it.
  public var name: String
  /// The public address, without a slash at the end, such as `https://petitions.example.org`.
  public var url: String
  /// The address that mails come from.
  public var mailFrom: EmailAddress
  /// Where to report holes, an address such as `mailto:security@example.org`; nil for nowhere.
  public var securityContact: String?
  /// How many forms one network may send at once before ``signingsPerMinute`` counts.
  public var signingBurst = 30
  /// How many forms one network may send in a minute in the long run.
  public var signingsPerMinute = 20.0
  /// How many codes and requests for another mail one network may send at once before
  /// ``mailRequestsPerMinute`` counts.
  public var mailRequestBurst = 20
  /// How many of them one network may send in a minute in the long run.
  public var mailRequestsPerMinute = 10.0
  /// So many milliseconds after a code or a request for another mail arrived it is answered, not
  /// sooner; 0 answers at once.
  public var mailRequestHold: Int64 = 400
  /// What a relay shows to report bounces; nil where there is no such relay.
  public var bounceSecret: String?
  /// Whether the address of the previews of all mails is there.
  public var isDevelopment = false
  /// For so many hours after a page was made its form is accepted.
  public var formLifetimeHours: Int64 = 24
  /// How often a page is made anew at most, in milliseconds; 0 makes it anew for each request.
  public var pageLifetime: Int64 = 1_000
  /// How old a page from memory may be where nothing changes, in milliseconds.
  public var largestPageAge: Int64 = 60_000
  /// How many bytes the pages in memory may take.
  public var pageMemory = 64 << 20
  /// How many bytes the photos in memory may take.
  public var photoMemory = 32 << 20
  /// How many petitions the home page shows of each kind.
  public var petitionsOnHomePage = 12

  /// How many petitions one network may begin at once before ``startsPerMinute`` counts.
  public var startBurst = 20
  /// How many petitions one network may begin in a minute in the long run.
  public var startsPerMinute = 4.0
  /// How much one petition may hold.
  public var proposalLimits = ProposalLimits()
  /// How many reports one network may send at once before ``reportsPerMinute`` counts.
  public var reportBurst = 5
  /// How many reports one network may send in a minute in the long run.
  public var reportsPerMinute = 0.5

  /// Settings with the defaults that docs/operating.md lists.
  public init(name: String, url: String, mailFrom: EmailAddress) {
    self.name = name
    self.url = url
    self.mailFrom = mailFrom
  }

  /// Whether the public address is encrypted on its way.
  var isSecure: Bool { url.hasPrefix("https://") }
}
