import HTTPServer
import PetitionStore
import Petitions

/// The parts of a query that the site knows.
struct RouteQuery {
  var page: String?
  var list: String?
  var sort: String?
  var category: String?
  var ticket: String?
  /// All of the query, for the parts of the desk.
  var items = QueryItems(nil)
}

extension Route {
  /// Finds the route of a request.
  ///
  /// Addresses of the site consist of plain ASCII; whatever is escaped or doubled is no address.
  ///
  /// - Parameters:
  ///   - path: the path as it came, not decoded.
  ///   - query: the decoded values of the query.
  /// - Returns: nil for an address that the site does not have.
  init?(path: String, query: RouteQuery) {
    if let route = Route(publicPath: path, query: query) {
      self = route
    } else if let desk = DeskRoute(path: path, query: query) {
      self = .desk(desk)
    } else {
      return nil
    }
  }

  private init?(publicPath path: String, query: RouteQuery) {
    guard path.utf8.first == UInt8(ascii: "/"), path.utf8.count <= 300 else { return nil }
    // Bytes, since looking for the borders of characters would take most of the time of an answer from
    // memory.
    let parts = path.utf8.dropFirst()
      .split(separator: UInt8(ascii: "/"), maxSplits: 3, omittingEmptySubsequences: false)
      .map { Substring($0) }
    switch parts.count {
    case 1: self.init(root: parts[0], query: query)
    case 2: self.init(folder: parts[0], name: parts[1])
    case 3: self.init(folder: parts[0], name: parts[1], part: parts[2], query: query)
    default: return nil
    }
  }

  private init?(root: Substring, query: RouteQuery) {
    switch root {
    case "": self = .home
    case "petitions":
      let order = query.sort.flatMap(PetitionOrder.init) ?? .newest
      guard let text = query.category else {
        self = .petitions(order)
        return
      }
      guard let category = Petitions.Category(rawValue: text) else { return nil }
      self = .petitions(order, about: category)
    case "petitions.atom": self = .feed
    case "sitemap.xml": self = .siteMap
    case "robots.txt": self = .robots
    case "healthz": self = .health
    case "readyz": self = .readiness
    case "metrics": self = .metrics
    default: return nil
    }
  }

  private init?(folder: Substring, name: Substring) {
    switch folder {
    case ".well-known":
      guard name == "security.txt" else { return nil }
      self = .securityContact
    case "petitions":
      // Where a petition is started; no petition has this address.
      guard name != "new" else { return nil }
      let isJSON = name.utf8.suffix(5).elementsEqual(".json".utf8)
      guard let slug = Slug(isJSON ? name.dropLast(5) : name) else { return nil }
      self = isJSON ? .petitionJSON(slug) : .petition(slug)
    case "new-text": self = .renewal(token: String(name))
    case "unsubscribe": self = .unsubscribe(token: String(name))
    case "hooks":
      guard name == "bounces" else { return nil }
      self = .bounceHook
    case "desk":
      guard name == "mails" else { return nil }
      self = .mailPreviews
    case "confirm": self = .confirm(token: String(name))
    case "signatures": self = .ownSignature(token: String(name))
    case "photos": self.init(photo: name)
    case "assets": self = .asset(name: String(name))
    default: return nil
    }
  }

  private init?(folder: Substring, name: Substring, part: Substring, query: RouteQuery) {
    if folder == "signatures" {
      switch part {
      case "withdraw": self = .withdraw(token: String(name))
      case "new-text": self = .ownRenewal(token: String(name))
      default: return nil
      }
      return
    }
    if folder == "desk", name == "mails" {
      self = .mailPreview(file: String(part))
      return
    }
    guard folder == "petitions", let slug = Slug(name) else { return nil }
    switch part {
    case "check-your-mail":
      self =
        query.ticket.flatMap { Self.ticket($0, slug) } ?? .checkYourMail(slug)
    case "count.json": self = .countJSON(slug)
    case "updates": self = .updates(slug)
    case "updates.atom": self = .updatesFeed(slug)
    case "signatures", "signatures.json":
      guard let page = Self.pageNumber(query.page) else { return nil }
      if part == "signatures.json" {
        self = .signaturesJSON(slug, page: page)
      } else if query.list == "imported" {
        self = .importedNames(slug, page: page)
      } else {
        self = .signatures(slug, page: page)
      }
    default: return nil
    }
  }

  /// - Returns: nil for what needs escaping in an address, and so is no ticket.
  private static func ticket(_ text: String, _ slug: Slug) -> Route? {
    let isTicket =
      (1...1_000).contains(text.utf8.count)
      && text.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
          || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "_")
      }
    return isTicket ? .mailSent(slug, ticket: text) : nil
  }

  /// The digest, the width and the format of `0123…-1280.webp`.
  private init?(photo name: Substring) {
    let stems = name.split(separator: ".", omittingEmptySubsequences: false)
    guard stems.count == 2,
      let format = PhotoFormat.allCases.first(where: { $0.fileExtension == stems[1] })
    else { return nil }
    let parts = stems[0].split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, let width = Self.number(parts[1]),
      parts[0].utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
    else { return nil }
    self = .photo(id: String(parts[0]), width: width, format: format)
  }

  /// The number of a page: 1 where none is asked for, nil for what is no number from 1.
  private static func pageNumber(_ text: String?) -> Int? {
    guard let text else { return 1 }
    return number(text[...]).flatMap { $0 >= 1 ? $0 : nil }
  }

  /// Digits only, at most nine: `Int` itself accepts a sign.
  private static func number(_ text: Substring) -> Int? {
    let isNumber =
      (1...9).contains(text.utf8.count)
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
    return isNumber ? Int(text) : nil
  }
}
