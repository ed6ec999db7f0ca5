import EmailAddresses
import Mail
import PetitionSite

/// What the DNS has to say of the domains that mails come from.
struct MailRecords {
  private let from: String
  private let bounces: String
  private let signer: DKIMSigner?
  private let records = TextRecords()

  init(_ settings: Settings, _ site: SiteSettings, _ signer: DKIMSigner?) {
    from = site.mailFrom.domain
    bounces = (settings.bounces ?? site.mailFrom).domain
    self.signer = signer
  }

  /// What is there, what is missing, and what it should be; it blocks.
  func findings() -> [Finding] {
    do throws(TextRecords.Problem) {
      return [try dkim(), try spf(), try dmarc()]
    } catch {
      let record = signer.map { "; DKIM needs \($0.recordName) TXT \($0.recordText)" } ?? ""
      return [Finding(.warning, "the DNS was not looked at: \(error)\(record)")]
    }
  }

  private func dkim() throws(TextRecords.Problem) -> Finding {
    guard let signer else {
      return Finding(.warning, "mails are not signed: set UNDERSIGNED_DKIM_KEY")
    }
    guard from == signer.domain || from.hasSuffix("." + signer.domain) else {
      return Finding(
        .fault, "DKIM: mails from \(from) are signed for \(signer.domain), which proves nothing")
    }
    let found = try records.lookUp(signer.recordName)
    if found.contains(where: { Self.publicKey($0) == Self.publicKey(signer.recordText) }) {
      return Finding(.good, "DKIM: mails are signed for \(signer.domain), and the DNS has the key")
    }
    let fault = found.isEmpty ? "the DNS lacks the key" : "the DNS has another key"
    return Finding(
      .fault, "DKIM: \(fault); it needs \(signer.recordName) TXT \(signer.recordText)")
  }

  private func spf() throws(TextRecords.Problem) -> Finding {
    let found = try records.lookUp(bounces).filter { $0.hasPrefix("v=spf1") }
    switch found.count {
    case 1: return Finding(.good, "SPF: \(bounces) has \(found[0])")
    case 0:
      return Finding(
        .warning,
        "SPF: \(bounces) needs a TXT that names the relay, such as v=spf1 include:relay.example.org -all"
      )
    default: return Finding(.fault, "SPF: \(bounces) has several records, so none counts")
    }
  }

  private func dmarc() throws(TextRecords.Problem) -> Finding {
    // A domain without a record of its own has the one of its organisation (RFC 7489, section 6.6.3).
    var labels = from.split(separator: ".")
    while labels.count >= 2 {
      let domain = labels.joined(separator: ".")
      if let found = try records.lookUp("_dmarc.\(domain)").first(where: {
        $0.hasPrefix("v=DMARC1")
      }) {
        return Finding(.good, "DMARC: \(domain) has \(found)")
      }
      labels.removeFirst()
    }
    return Finding(
      .warning,
      "DMARC: _dmarc.\(from) needs a TXT: v=DMARC1; p=none for a week, then v=DMARC1; p=reject")
  }

  /// The key in a record, without the spaces that may stand in it (RFC 6376, section 3.6.1).
  private static func publicKey(_ record: String) -> String? {
    record.filter { !$0.isWhitespace }.split(separator: ";").first { $0.hasPrefix("p=") }
      .map(String.init)
  }
}
