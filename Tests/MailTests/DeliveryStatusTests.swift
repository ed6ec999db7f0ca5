import EmailAddresses
import Foundation
import Mail
import Testing

@Suite struct DeliveryStatusTests {
  static let messageID = "20261124T222714000Z.token@example.org"

  static func read(_ text: String) -> DeliveryStatus? {
    DeliveryStatus(parsing: Array(text.utf8))
  }

  /// A report of one recipient.
  static func report(_ fields: String) -> String {
    """
    Content-Type: multipart/report; boundary=b

    --b
    Content-Type: message/delivery-status

    Reporting-MTA: dns; x.example.org

    \(fields)
    --b--
    """
  }

  @Test(arguments: ["\n", "\r\n"]) func `a report of Postfix`(lineEnd: String) throws {
    let report = try #require(
      Self.read(
        String(
          Reports.postfix.split(separator: "\n", omittingEmptySubsequences: false).joined(
            separator: lineEnd))))
    #expect(report.originalMessageID == Self.messageID)
    try #require(report.recipients.count == 2)
    #expect(report.recipients[0].address?.text == "ann+petitions@example.com")
    #expect(report.recipients[0].final?.text == "ann@example.com")
    #expect(report.recipients[0].status == MailStatus(5, 1, 1))
    #expect(report.recipients[0].bounce == .hard)
    #expect(report.recipients[1].address?.text == "bob@example.net")
    #expect(report.recipients[1].bounce == .soft)
  }

  @Test(arguments: [
    (Reports.exim, MailStatus(5, 1, 1), DeliveryStatus.Bounce.hard),
    (Reports.exchange, MailStatus(5, 1, 10), .hard),
    (Reports.gmail, MailStatus(5, 7, 1), .soft),
  ])
  func `reports of Exim, Exchange and Gmail`(
    text: String, status: MailStatus, bounce: DeliveryStatus.Bounce
  ) throws {
    let report = try #require(Self.read(text))
    #expect(report.originalMessageID == Self.messageID)
    try #require(report.recipients.count == 1)
    #expect(report.recipients[0].address?.text == "ann@example.com")
    #expect(report.recipients[0].status == status)
    #expect(report.recipients[0].bounce == bounce)
  }

  @Test func `a delay is no bounce, however it is spelled`() throws {
    let report = try #require(Self.read(Reports.delayed))
    try #require(report.recipients.count == 1)
    #expect(report.recipients[0].address?.text == "ann@example.com")
    #expect(report.recipients[0].action == .delayed)
    #expect(report.recipients[0].status == MailStatus(4, 2, 2))
    #expect(report.recipients[0].bounce == nil)
  }

  @Test func `a complaint that a provider passes on`() throws {
    let report = try #require(Self.read(Reports.complaint))
    #expect(report.originalMessageID == Self.messageID)
    #expect(report.recipients.map { $0.address?.text } == ["ann@example.com"])
    #expect(report.recipients.map(\.bounce) == [.complaint])
  }

  @Test(arguments: [
    ("failed", "5.1.0", DeliveryStatus.Bounce.hard), ("failed", "5.1.2", .hard),
    ("failed", "5.1.3", .hard), ("failed", "5.1.6", .hard), ("failed", "5.2.1", .hard),
    ("failed", "5.1.7", .soft), ("failed", "5.1.8", .soft), ("failed", "5.2.2", .soft),
    ("failed", "5.2.3", .soft), ("failed", "5.4.4", .soft), ("failed", "5.7.26", .soft),
    ("failed", "5.0.0", .soft), ("failed", "4.1.1", .soft), ("failed", "4.4.7", .soft),
    ("failed", "nonsense", .soft), ("failed", "5.1.1.1", .soft), ("failed", "6.1.1", .soft),
    ("failed", "5.1", .soft), ("failed", "5.1.1000", .soft), ("delivered", "5.1.1", nil),
    ("relayed", "2.1.9", nil), ("expanded", "2.1.5", nil), ("delayed", "5.1.1", nil),
    ("complaint", "5.1.1", nil), ("", "5.1.1", nil),
  ])
  func `only what is said of the address and for good is hard`(
    action: String, status: String, bounce: DeliveryStatus.Bounce?
  ) throws {
    let text = "Final-Recipient: rfc822; a@example.com\nAction: \(action)\nStatus: \(status)"
    let report = try #require(Self.read(Self.report(text)))
    #expect(report.recipients.map(\.bounce) == [bounce])
  }

  @Test func `a report of a mail that was itself a report is about the outer one`() throws {
    let inner = Reports.postfix
    let text = """
      Content-Type: multipart/report; boundary=outer

      --outer
      Content-Type: message/delivery-status

      Final-Recipient: rfc822; owner@example.com
      Action: failed
      Status: 5.1.1

      --outer
      Content-Type: message/rfc822

      \(inner)
      --outer--
      """
    let report = try #require(Self.read(text))
    #expect(report.recipients.map { $0.address?.text } == ["owner@example.com"])
  }

  @Test func `a report that somebody forwards whole is read, in base64 as well`() throws {
    let status = Data(
      "Final-Recipient: rfc822; ann@example.com\nAction: failed\nStatus: 5.1.1\n".utf8)
    let text = """
      Subject: Fwd
      Content-Type: multipart/mixed; boundary=mixed

      --mixed
      Content-Type: text/plain

      See below.
      --mixed
      Content-Type: message/rfc822

      Content-Type: multipart/report; boundary=b

      --b
      Content-Type: message/delivery-status
      Content-Transfer-Encoding: BASE64

      \(status.base64EncodedString(options: .lineLength64Characters))
      --b
      """
    #expect(Self.read(text)?.recipients.map(\.bounce) == [.hard])
  }

  @Test func `a letter, an automatic answer and nonsense are no reports`() {
    let quoted = "Content-Type: text/plain\n\n" + Reports.postfix
    for text in [
      "", "\n", "Subject: Hello\n\nFinal-Recipient: rfc822; a@example.com\n", quoted,
      "Content-Type: multipart/report\n\n--b\nContent-Type: message/delivery-status\n\nFinal-Recipient: rfc822;a@example.com",
      Self.report("Final-Recipient: x400; a@example.com\nAction: failed"),
      Self.report("Final-Recipient: rfc822; nobody\nAction: failed"),
    ] {
      #expect(Self.read(text) == nil)
    }
  }

  @Test func `a report is bounded in depth, parts, recipients and size`() {
    var deep = Self.report("Final-Recipient: rfc822; a@example.com\nAction: failed")
    for level in 0..<20 {
      deep =
        "Content-Type: multipart/mixed; boundary=l\(level)\n\n--l\(level)\n\(deep)\n--l\(level)--\n"
    }
    #expect(Self.read(deep) == nil)
    let group = "Final-Recipient: rfc822; a@example.com\nAction: failed\n\n"
    let many = Self.read(Self.report(String(repeating: group, count: 5000)))
    #expect(many?.recipients.count == 1000)
    let late = Self.report(String(repeating: "x\n", count: 1 << 20) + "\n" + group)
    #expect(Self.read(late) == nil)
    let parts =
      "Content-Type: multipart/mixed; boundary=b\n\n" + String(repeating: "--b\n\n", count: 200_000)
    #expect(Self.read(parts) == nil)
  }

  @Test func `a report cut anywhere or with a changed byte is read without a crash`() {
    let text = Array(Reports.exchange.utf8)
    var state: UInt64 = 7
    for position in stride(from: 0, to: text.count, by: 5) {
      _ = DeliveryStatus(parsing: Array(text[..<position]))
      var changed = text
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      changed[position] = UInt8(truncatingIfNeeded: state >> 33)
      _ = DeliveryStatus(parsing: changed)
    }
  }

  @Test func `no text shows whose report it is`() throws {
    let report = try #require(Self.read(Reports.exim))
    var dumped = ""
    dump(report, to: &dumped)
    #expect(!dumped.contains("ann"))
    #expect(!"\(report)".contains("ann"))
  }
}
