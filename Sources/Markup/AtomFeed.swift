/// A feed that news readers follow (RFC 4287).
public struct AtomFeed: Sendable {
  /// The feed's own address or another IRI that never changes.
  public var id: String

  /// What the feed is called.
  public var title: String

  /// A sentence about it.
  public var subtitle: String?

  /// Who writes; every entry without an author of its own is theirs.
  public var author: String

  /// When something in it last changed, in milliseconds since 1970 in UTC.
  public var updated: Int64

  /// The address of the feed itself.
  public var selfLink: String

  /// The address of the page that shows the same.
  public var pageLink: String?

  /// The language of its words as a BCP 47 tag.
  public var language: String?

  /// The entries, in the order in which they are written.
  public var entries: [AtomEntry]

  /// Joins the parts of a feed.
  public init(
    id: String, title: String, subtitle: String? = nil, author: String, updated: Int64,
    selfLink: String, pageLink: String? = nil, language: String? = nil, entries: [AtomEntry] = []
  ) {
    self.id = id
    self.title = title
    self.subtitle = subtitle
    self.author = author
    self.updated = updated
    self.selfLink = selfLink
    self.pageLink = pageLink
    self.language = language
    self.entries = entries
  }

  /// The document in UTF-8, to be served as `application/atom+xml`.
  public func bytes() -> [UInt8] {
    var output = AtomWriter()
    output.open(language: language)
    output.element("id", id)
    output.element("title", title)
    if let subtitle { output.element("subtitle", subtitle) }
    output.element("updated", XMLText.date(updated))
    output.author(author)
    output.link("self", selfLink, type: "application/atom+xml")
    if let pageLink { output.link("alternate", pageLink, type: "text/html") }
    for entry in entries { output.entry(entry) }
    output.close()
    return Array(output.text.utf8)
  }
}

/// One item of a feed.
public struct AtomEntry: Sendable {
  /// An IRI that is the item's for ever.
  public var id: String

  /// What it is called, as plain text.
  public var title: String

  /// When it last changed in a way that readers should see, in milliseconds since 1970 in UTC.
  public var updated: Int64

  /// When it first appeared.
  public var published: Int64?

  /// The address of its page.
  public var link: String

  /// Who wrote it, if not the author of the feed.
  public var author: String?

  /// A few words about it, as plain text.
  public var summary: String?

  /// All of it, as HTML.
  public var html: String?

  /// Joins the parts of an item.
  public init(
    id: String, title: String, updated: Int64, published: Int64? = nil, link: String,
    author: String? = nil, summary: String? = nil, html: String? = nil
  ) {
    self.id = id
    self.title = title
    self.updated = updated
    self.published = published
    self.link = link
    self.author = author
    self.summary = summary
    self.html = html
  }
}
