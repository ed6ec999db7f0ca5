import EmailAddresses
import HTTPServer
import Mail
import Markup

extension Settings {
  /// Every setting, in the order of the help.
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
    Key(
      name: "MAIL",
      meaning:
        "files, or a relay: smtp://USER:PASSWORD@HOST:587 or smtps://USER:PASSWORD@HOST:465 (files)"
    ) {
      guard $1 != "files" else { return true }
      guard let relay = try? SMTPAddress($1) else { return false }
      $0.mail = .relay(relay)
      return true
    },
    Key(name: "MAIL_FROM", meaning: "address that mails come from (petitions@ and the site's host)")
    {
      $0.mailFrom = $1
      return (try? EmailAddress(parsing: $1)) != nil
    },
    Key(
      name: "WAITING_MAILS",
      meaning: "mails that may wait for the relay before forms are turned down (200000)"
    ) {
      $0.waitingMails = Int($1) ?? 0
      return $0.waitingMails > 0
    },
    Key(
      name: "MAIL_CONNECTIONS", meaning: "connections to the relay at the same time, 1 to 64 (4)"
    ) {
      $0.mailConnections = Int($1) ?? 0
      return (1...64).contains($0.mailConnections)
    },
    Key(name: "MAIL_PER_SECOND", meaning: "mails that the relay gets in a second (50)") {
      $0.mailsPerSecond = Double($1) ?? 0
      return $0.mailsPerSecond > 0
    },
    Key(
      name: "MAIL_PER_SECOND_DOMAIN",
      meaning: "mails to addresses of one domain in a second (10)"
    ) {
      $0.mailsPerSecondForDomain = Double($1) ?? 0
      return $0.mailsPerSecondForDomain > 0
    },
    Key(
      name: "BOUNCES",
      meaning: "address that mails which cannot be delivered come back to (MAIL_FROM)"
    ) {
      $0.bounces = try? EmailAddress(parsing: $1)
      return $0.bounces != nil
    },
    Key(
      name: "BOUNCE_SECRET",
      meaning: "what a relay that posts to /hooks/bounces must know, 16 bytes or more (none)"
    ) {
      $0.bounceSecret = $1
      return $1.utf8.count >= 16 && $1.utf8.allSatisfy { (0x21...0x7e).contains($0) }
    },
    Key(name: "DKIM_KEY", meaning: "file of the RSA key (PEM) that mails are signed with (none)") {
      $0.dkimKey = $1
      return !$1.isEmpty
    },
    Key(name: "DKIM_SELECTOR", meaning: "name of that key in the DNS (undersigned)") {
      $0.dkimSelector = $1
      return !$1.isEmpty
    },
    Key(name: "DKIM_DOMAIN", meaning: "domain that signs mails (the one of MAIL_FROM)") {
      $0.dkimDomain = $1
      return !$1.isEmpty
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
    Key(name: "START_BURST", meaning: "petitions that one network may begin at once (20)") {
      $0.startBurst = Int($1) ?? 0
      return $0.startBurst > 0
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
    Key(
      name: "DEVELOPMENT", meaning: "1 shows every mail at /desk/mails; not for a public site (0)"
    ) {
      $0.isDevelopment = $1 == "1"
      return $1 == "1" || $1 == "0"
    },
    Key(name: "TEST_LANGUAGE", meaning: "1 adds the language ar-XB, which mirrors every page") {
      $0.testLanguage = $1 == "1"
      return $1 == "1" || $1 == "0"
    },
  ]

  /// Whether a text is scheme, host and perhaps a port, and nothing that would need escaping.
  fileprivate static func isOrigin(_ text: String) -> Bool {
    let rest = text.dropFirst(text.hasPrefix("https://") ? 8 : 7)
    let host = rest.hasSuffix("/") ? rest.dropLast() : rest
    let isPlain = host.utf8.allSatisfy { byte in
      "-.:[]".utf8.contains(byte) || (0x30...0x39).contains(byte)
        || (0x61...0x7a).contains(byte | 0x20)
    }
    return (text.hasPrefix("https://") || text.hasPrefix("http://")) && !host.isEmpty && isPlain
  }
}
