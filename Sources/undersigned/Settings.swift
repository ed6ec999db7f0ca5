import EmailAddresses
import Glibc
import HTTPServer
import Mail
import Markup
import PetitionSite

/// Everything that the environment decides, read once at the start.
struct Settings: Sendable {
  var dataFolder = "./data"
  var listen = "127.0.0.1:8080"
  var database: DatabaseLocation?
  var url = ""
  var name = "Undersigned"
  var mail = MailWay.files
  var mailFrom = ""
  var bounces: EmailAddress?
  var bounceSecret: String?
  var waitingMails = 200_000
  var mailConnections = 4
  var mailsPerSecond = 50.0
  var mailsPerSecondForDomain = 10.0
  var dkimKey: String?
  var dkimSelector = "undersigned"
  var dkimDomain: String?
  var securityContact: String?
  var trustedProxies: [CIDR] = []
  var signingBurst = 30
  var startBurst = 20
  var signingsPerMinute = 20.0
  var mailRequestBurst = 20
  var mailRequestsPerMinute = 10.0
  var connectionsPerNetwork: Int?
  var pageLifetime: Int64 = 1_000
  var largestPageAge: Int64 = 60_000
  var pageMemory = 64
  var doesJobs = true
  var isDevelopment = false
  var testLanguage = false

  /// Where mails go.
  enum MailWay: Sendable {
    /// Into files below the data folder, for whoever sends them.
    case files
    case relay(SMTPAddress)
  }

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
        throw Problem(message: "\(variable) cannot be used. What it takes: \(key.meaning)")
      }
    }
    guard !url.isEmpty || !listensEverywhere else {
      throw Problem(
        message: "UNDERSIGNED_URL is missing: UNDERSIGNED_LISTEN names no address for links")
    }
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

  /// Where mails go, for whoever started the program.
  var mailPlace: String {
    switch mail {
    case .files: "\(outboxPath)/  (nothing is sent: open the newest .eml to confirm)"
    case .relay(let address): "\(address)"
    }
  }

  /// The public address without a slash at the end.
  var publicURL: String {
    let url = url.isEmpty ? "http://" + listen : url
    return url.hasSuffix("/") ? String(url.dropLast()) : url
  }

  /// - Throws: ``Problem`` where the host of the public address cannot be a mail domain.
  func site() throws(Problem) -> SiteSettings {
    var site = SiteSettings(name: name, url: publicURL, mailFrom: try sender())
    site.signingBurst = signingBurst
    site.startBurst = startBurst
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
