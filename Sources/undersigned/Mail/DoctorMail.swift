import Cryptography
import EmailAddresses
import Mail
import PetitionSite

/// What was found while looking at one thing.
struct Finding: Sendable {
  /// How good it is.
  enum Kind: String, Sendable {
    case good = "ok   "
    /// Mails leave, and more of them may end as spam.
    case warning = "note "
    /// Mails do not leave or do not arrive.
    case fault = "FAULT"
  }

  let kind: Kind
  let text: String

  init(_ kind: Kind, _ text: String) {
    self.kind = kind
    self.text = text
  }
}

/// Looks whether mails can leave and arrive, and says what to do where they cannot.
///
/// - Parameter address: who gets a test mail; nobody where it is nil.
/// - Throws: ``DoctorFailed`` where something has to be put right.
func examineMail(_ address: EmailAddress?, _ settings: Settings) async throws {
  let site = try settings.site()
  let transport = try MailTransport(settings)
  var findings = senderFindings(settings, site)
  // The resolver may keep its caller waiting.
  findings += try await withTaskExecutorPreference(BackgroundThread()) {
    MailRecords(settings, site, transport.signer).findings()
  }
  for finding in findings { Terminal.print("\(finding.kind.rawValue)  \(finding.text)") }
  if let address {
    let finding = try await testMail(to: address, site, transport)
    Terminal.print("\(finding.kind.rawValue)  \(finding.text)")
    findings.append(finding)
  } else {
    Terminal.print("       undersigned doctor mail EMAIL sends a test mail, too")
  }
  await transport.close()
  guard !findings.contains(where: { $0.kind == .fault }) else { throw DoctorFailed() }
}

/// Something has to be put right.
struct DoctorFailed: Error, CustomStringConvertible {
  let description = "mails will not arrive before this is put right"
}

private func senderFindings(_ settings: Settings, _ site: SiteSettings) -> [Finding] {
  let bounces = settings.bounces ?? site.mailFrom
  var findings = [
    Finding(.good, "mails come from \(site.mailFrom.text), failures go to \(bounces.text)")
  ]
  switch settings.mail {
  case .files:
    findings.append(
      Finding(.warning, "mails are written to \(settings.outboxPath), and nothing sends them"))
  case .relay(let relay):
    let safety =
      switch relay.security {
      case .none: "in the clear, on this machine"
      case .startTLS: "with STARTTLS, or not at all"
      case .tls: "over TLS"
      }
    let user = relay.user == nil ? "" : ", with user and password"
    findings.append(Finding(.good, "mails go to \(relay) \(safety)\(user)"))
  }
  if site.mailFrom.domain.hasSuffix(".invalid") || !site.mailFrom.domain.contains(".") {
    findings.append(Finding(.fault, "no mail comes from that domain: set UNDERSIGNED_MAIL_FROM"))
  }
  return findings
}

private func testMail(
  to address: EmailAddress, _ site: SiteSettings, _ transport: MailTransport
) async throws -> Finding {
  let now = currentMilliseconds()
  let message = MailMessage(
    from: Mailbox(name: site.name, address: site.mailFrom),
    to: Mailbox(name: "", address: address), subject: "Test of \(site.name)",
    text: "Mails of \(site.name) arrive.\n\n\(site.url)/\n", date: now,
    messageID: try MailMessage.messageID(
      date: now, token: Hex.encode(SecureRandom.bytes(16)), domain: site.mailFrom.domain))
  switch try await transport.deliver([message]).first {
  case .accepted(let answer):
    guard transport.relay != nil else { return Finding(.good, "the test mail was written") }
    return Finding(.good, "the relay took the test mail" + (answer.map { ": \($0)" } ?? ""))
  case .deferred(let error), .rejected(let error):
    let advice = (error as? SMTPError)?.advice ?? ""
    return Finding(.fault, "the test mail was not taken: \(error)\(advice)")
  case nil: return Finding(.fault, "the test mail was lost")
  }
}

extension SMTPError {
  /// What to look at, behind a dash; empty where the relay's own number says enough.
  fileprivate var advice: String {
    let advice: String? =
      switch reason {
      case .hostNotFound: "the relay's name has no address: is it spelt right?"
      case .notConnected: "nothing listens there: look at host and port"
      case .lost, .timedOut:
        "the relay did not answer: look at the port; one with TLS from the first byte wants smtps://"
      case .certificate: "the relay's certificate is not trusted, or is for another name"
      case .trustFile: "the file of ?ca= holds no certificates"
      case .tls: "the relay speaks no TLS there: a port with STARTTLS wants smtp://"
      case .notOffered: "the relay offers no \(stage == .startTLS ? "STARTTLS" : "login") there"
      case .answered where stage == .authentication: "user or password are wrong"
      case .answered, .paused, .paced, .stopped, .library: nil
      }
    return advice.map { " - \($0)" } ?? ""
  }
}
