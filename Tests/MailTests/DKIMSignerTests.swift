import Cryptography
import EmailAddresses
import Foundation
import Testing

@testable import Mail

/// Signatures, judged by dkimpy, a verifier that others have written.
@Suite(.enabled(if: MailServer.python != nil))
struct DKIMSignerTests {
  static func signer(domain: String = "example.org") throws -> DKIMSigner {
    let pem = try Data(contentsOf: URL(filePath: MailServer.authority("dkim")))
    return try DKIMSigner(domain: domain, selector: "s1", key: RSAPrivateKey(pem: Array(pem)))
  }

  // The answer is "valid" for a mail, and the reason for every other.
  private static let script = """
    import sys, json, base64, dkim
    job = json.load(sys.stdin)
    def record(name, timeout=5):
        return job['record'].encode() if name.decode().rstrip('.') == job['name'] else None
    def judge(mail):
        try:
            checked = dkim.DKIM(base64.b64decode(mail))
            return 'valid' if checked.verify(dnsfunc=record) else 'invalid'
        except dkim.DKIMException as error:
            return str(error)
    print(json.dumps([judge(mail) for mail in job['mails']]))
    """

  private struct Job: Encodable {
    let name: String
    let record: String
    let mails: [Data]
  }

  static func judge(_ mails: [[UInt8]], _ signer: DKIMSigner) throws -> [String] {
    let job = Job(
      name: signer.recordName, record: signer.recordText, mails: mails.map { Data($0) })
    let answer = try Python.run(
      script, JSONEncoder().encode(job), python: #require(MailServer.python))
    return try JSONDecoder().decode([String].self, from: answer)
  }

  static func message(text: String = "Hello\n", subject: String = "Hello") throws -> MailMessage {
    var message = try MailMessageTests.message(
      subject: subject, text: text, html: "<p>\(text)",
      headers: [
        .init(
          "List-Unsubscribe", "<https://example.org/u/" + String(repeating: "t", count: 90) + ">"),
        .init("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
      ])
    message.replyTo = Mailbox(address: try EmailAddress(parsing: "reply@example.org"))
    return message
  }

  @Test func `an independent verifier accepts every signed message`() throws {
    let signer = try Self.signer()
    let nasty =
      try MailMessageTests.nasty.map { try Self.message(subject: $0).bytes(signedBy: signer) }
      + MailMessageTests.bodies.map { try Self.message(text: $0).bytes(signedBy: signer) }
    for mail in nasty { try Wire.check(mail) }
    #expect(try Self.judge(nasty, signer).allSatisfy { $0 == "valid" })
  }

  @Test func `a body of any blanks and lines is signed as the verifier reads it`() throws {
    let signer = try Self.signer()
    let head = "From: <a@example.org>\r\nSubject:  a \t b \r\n\tc\r\n\r\n"
    let bodies = [
      "", "\r\n", "\r\n\r\n", " \r\n", " C \r\nD \t E\r\n\r\n\r\n", "x", "x\r\n \t\r\n\r\ny\t\r\n",
    ]
    let mails = try bodies.map { body in
      let message = Array((head + body).utf8)
      return try signer.header(for: message, date: 1_700_000_000_000) + message
    }
    #expect(try Self.judge(mails, signer) == bodies.map { _ in "valid" })
  }

  @Test func `whatever is changed or added, the signature breaks`() throws {
    let signer = try Self.signer()
    let mail = String(decoding: try Self.message().bytes(signedBy: signer), as: UTF8.self)
    var changed = [
      mail.replacing("Hello", with: "Hellp", maxReplacements: 1),
      mail.replacing("One-Click", with: "Two-Click"),
      mail.replacing("auto-generated", with: "no"),
      mail.replacing("<p>Hello", with: "<p>Hallo"),
      mail.replacing("text/html", with: "text/enriched"),
    ]
    for name in ["From", "To", "Cc", "Subject", "Date", "Reply-To", "Message-ID", "Content-Type"] {
      changed.append(
        mail.replacing("MIME-Version:", with: "\(name): x@example.net\r\nMIME-Version:"))
    }
    #expect(changed.allSatisfy { $0 != mail })
    let verdicts = try Self.judge([Array(mail.utf8)] + changed.map { Array($0.utf8) }, signer)
    #expect(verdicts[0] == "valid")
    #expect(!verdicts.dropFirst().contains("valid"))
  }

  @Test func `headers folded anew by a relay are still signed`() throws {
    let signer = try Self.signer()
    let mail = String(decoding: try Self.message().bytes(signedBy: signer), as: UTF8.self)
    let folded = mail.replacing("Subject: Hello", with: "SUBJECT:\r\n  Hello  ")
      .replacing("Auto-Submitted", with: "Received: from x\r\nX-Spam: no\r\nAuto-Submitted")
    #expect(folded != mail)
    #expect(try Self.judge([Array(folded.utf8)], signer) == ["valid"])
  }

  @Test func `the record and its name are what the domain has to publish`() throws {
    let signer = try Self.signer(domain: "Mail.Example.org")
    #expect(signer.recordName == "s1._domainkey.mail.example.org")
    #expect(signer.recordText.hasPrefix("v=DKIM1; k=rsa; p=MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A"))
    #expect(!signer.recordText.contains("\n"))
  }

  @Test func `a name that is none is refused`() throws {
    let key = try RSAPrivateKey(
      pem: Array(Data(contentsOf: URL(filePath: MailServer.authority("dkim")))))
    for domain in ["", "org", "a..org", "a_b.org", "ä.org", "a.org;x", "-a.org", "a.org\r\n"] {
      #expect(throws: DKIMError.badDomain) {
        try DKIMSigner(domain: domain, selector: "s", key: key)
      }
    }
    for selector in ["", "s 1", "s;", String(repeating: "s", count: 64)] {
      #expect(throws: DKIMError.badSelector) {
        try DKIMSigner(domain: "example.org", selector: selector, key: key)
      }
    }
  }

  /// RFC 6376, section 3.4.5, example 1.
  @Test func `the relaxed form is that of the standard's example`() {
    let parts = MessageParts(
      Array("A: X\r\nB : Y\t\r\n\tZ  \r\n\r\n C \r\nD \t E\r\n\r\n\r\n".utf8)[...])
    let headers = parts.headers.map { String(decoding: RelaxedHeader($0).line, as: UTF8.self) }
    #expect(headers == ["a:X", "b:Y Z"])
    #expect(RelaxedBody.bytes(parts.body) == Array(" C\r\nD E\r\n".utf8))
  }
}
