import Cryptography
import EmailAddresses
import Foundation
import Mail
import PetitionSite

/// How mails leave this program, as the settings say.
struct MailTransport: Sendable {
  /// Signs every mail, where there is a key.
  let signer: DKIMSigner?
  /// The relay; nil where mails are written to files.
  let relay: SMTPRelay?
  private let outbox: Outbox
  private let bounces: EmailAddress

  /// Nothing is opened yet.
  ///
  /// - Throws: ``Settings/Problem`` where the key cannot be used.
  init(_ settings: Settings) throws {
    let site = try settings.site()
    outbox = Outbox(directory: settings.outboxPath)
    bounces = settings.bounces ?? site.mailFrom
    signer = try Self.signer(settings, site)
    switch settings.mail {
    case .files: relay = nil
    case .relay(let address):
      if let file = address.trustFile, FileHandle(forReadingAtPath: file) == nil {
        throw Settings.Problem(message: "the file of ?ca= in UNDERSIGNED_MAIL cannot be read")
      }
      var options = SMTPOptions(helloName: site.mailFrom.domain)
      options.connections = settings.mailConnections
      options.mailsPerSecond = settings.mailsPerSecond
      options.mailsPerSecondForDomain = settings.mailsPerSecondForDomain
      relay = SMTPRelay(
        address, options, clock: currentUptime, random: { Double.random(in: 0..<1) })
    }
  }

  private static func signer(
    _ settings: Settings, _ site: SiteSettings
  ) throws -> DKIMSigner? {
    guard let path = settings.dkimKey else { return nil }
    guard let file = FileHandle(forReadingAtPath: path),
      let pem = try? file.read(upToCount: 65_536)
    else { throw Settings.Problem(message: "the file of UNDERSIGNED_DKIM_KEY cannot be read") }
    do {
      return try DKIMSigner(
        domain: settings.dkimDomain ?? site.mailFrom.domain, selector: settings.dkimSelector,
        key: try RSAPrivateKey(pem: Array(pem)))
    } catch {
      throw Settings.Problem(message: "mails cannot be signed (UNDERSIGNED_DKIM_KEY): \(error)")
    }
  }

  /// How a pump uses it.
  var pace: MailPump.Pace {
    guard let relay else { return .files }
    return MailPump.Pace(
      atOnce: 1, lanes: relay.options.connections,
      longest: Int64(relay.options.longestSeconds) * 1_000)
  }

  /// Hands mails over.
  func deliver(_ mails: [MailMessage]) async throws -> [Delivery] {
    guard let relay else { return try outbox.deliver(mails, signedBy: signer) }
    return await relay.send(mails, from: bounces, signedBy: signer)
  }

  /// Whether handing over makes sense now.
  var isReady: Bool { relay?.isPaused != true }

  /// Closes every connection; mails under way are finished.
  func close() async { await relay?.close() }
}
