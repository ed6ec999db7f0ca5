import EmailAddresses
import Glibc
import HTTPServer
import Markup
import PetitionSite

/// Everything that the environment decides, read once at the start.
struct Settings: Sendable {
  var dataFolder = "./data"
  var listen = "127.0.0.1:8080"
  var database: DatabaseLocation?
  var url = ""
  var name = "Undersigned"
  var mail = "files"
  var mailFrom = ""
  var securityContact: String?
  var trustedProxies: [CIDR] = []
  var signingBurst = 30
  var signingsPerMinute = 20.0
  var mailRequestBurst = 20
  var mailRequestsPerMinute = 10.0
  var bounceSecret: String?
  var isDevelopment = false
  var connectionsPerNetwork: Int?
  var pageLifetime: Int64 = 1_000
  var largestPageAge: Int64 = 60_000
  var pageMemory = 64
  var doesJobs = true
  var testLanguage = false

  /// One setting: its name, what it means, and how it is read.
  struct Key: Sendable {
    let name: String
    let meaning: String
    let read: @Sendable (inout Settings, String) -> Bool
  }

  /// A setting that is unknown or wrong; the message never holds its value.
  struct Problem: Error {
    let message: String
  }

  static let keys: [Key] = [
    Key(name: "DATA", meaning: "folder of the database, the secret and the mails (./data)") {
      $0.dataFolder = $1
      return !$1.isEmpty
    },
    Key(
      name: "DATABASE",
      meaning: "file of the database, or postgres://… (site.sqlite in the data folder)"
    ) {
      $0.database = DatabaseLocation($1)
      return $0.database != nil
    },
    Key(name: "LISTEN", meaning: "address and port to listen on (127.0.0.1:8080)") {
      $0.listen = $1
      return $0.address != nil
    },
    Key(name: "URL", meaning: "public address of the site (http:// and the address listened on)") {
      $0.url = $1
      return Self.isOrigin($1)
    },
    Key(name: "NAME", meaning: "name of the site, in pages and mails (Undersigned)") {
      $0.name = $1
      return !$1.isEmpty && $1.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7f }
    },
    Key(name: "MAIL", meaning: "where mails go: files, into outbox/ of the data folder (files)") {
      $0.mail = $1
      return $1 == "files"
    },
    Key(name: "MAIL_FROM", meaning: "address that mails come from (petitions@ and the site's host)")
    {
      $0.mailFrom = $1
      return (try? EmailAddress(parsing: $1)) != nil
    },
    Key(name: "SECURITY_CONTACT", meaning: "where to report holes: mailto: or https: (none)") {
      $0.securityContact = $1
      return WebLink($1) != nil
    },
    Key(
      name: "TRUSTED_PROXIES", meaning: "networks of proxies that are believed, as 10.0.0.0/8,::1"
    ) {
      let networks = $1.split(separator: ",").map { CIDR(String($0)) }
      $0.trustedProxies = networks.compactMap { $0 }
      return !networks.contains { $0 == nil }
    },
    Key(name: "SIGN_BURST", meaning: "forms that one network may send at once (30)") {
      $0.signingBurst = Int($1) ?? 0
      return $0.signingBurst > 0
    },
    Key(name: "SIGN_PER_MINUTE", meaning: "forms that one network may send in a minute (20)") {
      $0.signingsPerMinute = Double($1) ?? 0
      return $0.signingsPerMinute > 0
    },
    Key(
      name: "MAIL_REQUEST_BURST",
      meaning: "codes, and mails to be sent again, that one network may ask for at once (20)"
    ) {
      $0.mailRequestBurst = Int($1) ?? 0
      return $0.mailRequestBurst > 0
    },
    Key(
      name: "MAIL_REQUESTS_PER_MINUTE",
      meaning: "codes, and mails to be sent again, that one network may ask for in a minute (10)"
    ) {
      $0.mailRequestsPerMinute = Double($1) ?? 0
      return $0.mailRequestsPerMinute > 0
    },
    Key(
      name: "BOUNCE_SECRET",
      meaning: "what a relay shows to report bounces, at least 16 characters (none: no reports)"
    ) {
      $0.bounceSecret = $1
      return $1.utf8.count >= 16 && $1.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    },
    Key(name: "DEVELOPMENT", meaning: "1 shows every kind of mail at /desk/mails (0)") {
      $0.isDevelopment = $1 == "1"
      return $1 == "1" || $1 == "0"
    },
    Key(name: "CONNECTIONS_PER_NETWORK", meaning: "open connections of one network (512)") {
      $0.connectionsPerNetwork = Int($1)
      return ($0.connectionsPerNetwork ?? 0) > 0
    },
    Key(
      name: "PAGE_LIFETIME",
      meaning: "milliseconds until a changed page is made anew, 0: no memory (1000)"
    ) {
      $0.pageLifetime = Int64($1) ?? -1
      return (0...60_000).contains($0.pageLifetime)
    },
    Key(
      name: "PAGE_LARGEST_AGE",
      meaning: "milliseconds that an unchanged page stays in memory (60000)"
    ) {
      $0.largestPageAge = Int64($1) ?? -1
      return (1_000...3_600_000).contains($0.largestPageAge)
    },
    Key(name: "PAGE_MEMORY", meaning: "MiB that pages in memory may take (64)") {
      $0.pageMemory = Int($1) ?? 0
      return (1...65_536).contains($0.pageMemory)
    },
    Key(name: "JOBS", meaning: "0 leaves mails and clearing up to other nodes (1)") {
      $0.doesJobs = $1 == "1"
      return $1 == "1" || $1 == "0"
    },
    Key(name: "TEST_LANGUAGE", meaning: "1 adds the language ar-XB, which mirrors every page") {
      $0.testLanguage = $1 == "1"
      return $1 == "1" || $1 == "0"
    },
  ]

  /// Reads the variables whose names begin with `UNDERSIGNED_`.
  ///
  /// - Throws: ``Problem`` with the name of the first one that is unknown or wrong.
  init(environment: [String: String]) throws(Problem) {
    let prefix = "UNDERSIGNED_"
    for (variable, value) in environment.sorted(by: { $0.key < $1.key })
    where variable.hasPrefix(prefix) {
      guard let key = Self.keys.first(where: { prefix + $0.name == variable }) else {
        throw Problem(message: "there is no setting \(variable)")
      }
      guard key.read(&self, value) else {
        throw Problem(message: "\(variable) is wrong: it is the \(key.meaning)")
      }
    }
    guard !url.isEmpty || !listensEverywhere else {
      throw Problem(
        message: "UNDERSIGNED_URL is missing: UNDERSIGNED_LISTEN names no address for links")
    }
  }

  /// Whether a text is scheme, host and perhaps a port, and nothing that would need escaping.
  private static func isOrigin(_ text: String) -> Bool {
    let rest = text.dropFirst(text.hasPrefix("https://") ? 8 : 7)
    let host = rest.hasSuffix("/") ? rest.dropLast() : rest
    let isPlain = host.utf8.allSatisfy { byte in
      "-.:[]".utf8.contains(byte) || (0x30...0x39).contains(byte)
        || (0x61...0x7a).contains(byte | 0x20)
    }
    return (text.hasPrefix("https://") || text.hasPrefix("http://")) && !host.isEmpty && isPlain
  }

  /// Whether no address of the site can be told from the one listened on.
  private var listensEverywhere: Bool {
    address.map { ["0.0.0.0", "::", ""].contains($0.host) } ?? false
  }

  /// Host and port to listen on; an IPv6 address stands in brackets.
  var address: (host: String, port: UInt16)? {
    guard let colon = listen.lastIndex(of: ":"),
      let port = UInt16(listen[listen.index(after: colon)...])
    else { return nil }
    let host = listen[..<colon].filter { $0 != "[" && $0 != "]" }
    return host.isEmpty ? nil : (host, port)
  }

  var databaseLocation: DatabaseLocation { database ?? .file(path: dataFolder + "/site.sqlite") }
  var secretPath: String { dataFolder + "/secret" }
  var outboxPath: String { dataFolder + "/outbox" }

  /// The public address without a slash at the end.
  var publicURL: String {
    let url = url.isEmpty ? "http://" + listen : url
    return url.hasSuffix("/") ? String(url.dropLast()) : url
  }

  /// - Throws: ``Problem`` where the host of the public address cannot be a mail domain.
  func site() throws(Problem) -> SiteSettings {
    var site = SiteSettings(name: name, url: publicURL, mailFrom: try sender())
    site.signingBurst = signingBurst
    site.signingsPerMinute = signingsPerMinute
    site.mailRequestBurst = mailRequestBurst
    site.mailRequestsPerMinute = mailRequestsPerMinute
    site.bounceSecret = bounceSecret
    site.isDevelopment = isDevelopment
    site.pageLifetime = pageLifetime
    site.largestPageAge = largestPageAge
    site.pageMemory = pageMemory << 20
    site.securityContact = securityContact
    return site
  }

  private func sender() throws(Problem) -> EmailAddress {
    let host = publicURL.split(separator: "/").dropFirst().first?.split(separator: ":").first
    let candidates = [mailFrom, "petitions@\(host ?? "")", "petitions@undersigned.invalid"]
    for candidate in candidates where !candidate.isEmpty {
      if let address = try? EmailAddress(parsing: candidate) { return address }
    }
    throw Problem(message: "UNDERSIGNED_MAIL_FROM is missing")
  }
}
