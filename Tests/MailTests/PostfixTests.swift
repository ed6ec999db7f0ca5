import EmailAddresses
import Foundation
import Mail
import Testing

/// A real mail server takes what is sent, and a reader that others have written finds nothing lost.
@Suite(.enabled(if: MailServer.hasPostfix), .timeLimit(.minutes(10)))
struct PostfixTests {
  @Test(arguments: [("smtp", "PORT"), ("smtps", "TLS_PORT")])
  func `a mail goes through TLS into the mailbox, and the answer has the queue's id`(
    scheme: String, port: String
  ) async throws {
    let relay = MailServer.relay(try MailServer.postfix(scheme, port))
    let mark = MailServer.mark()
    let delivery = await relay.send(try MailServer.letter("\(mark)\r\n"))
    await relay.close()
    guard case .accepted(let answer?) = delivery else {
      Issue.record("not accepted: \(delivery)")
      return
    }
    #expect(answer.hasPrefix("2.0.0 Ok: queued as "))
    let mail = String(
      decoding: try #require(try await MailServer.mails(with: mark, count: 1).first), as: UTF8.self)
    #expect(mail.contains("Return-Path: <bounces@example.org>\n"))
    #expect(mail.contains("Delivered-To: ann@example.com\n"))
    #expect(mail.contains("with ESMTPS"))
    #expect(mail.contains("from site.example.org"))
  }

  @Test func `nothing is said to a server whose certificate another authority signed`()
    async throws
  {
    let port = try MailServer.postfix().port
    let stranger = try MailServer.authority("stranger-ca")
    let relay = MailServer.relay(try SMTPAddress("smtp://127.0.0.1:\(port)?ca=\(stranger)"))
    let error = SMTPRelayTests.errors([await relay.send(try MailServer.letter())])[0]
    #expect(error == SMTPError(.tls, .certificate))
  }

  @Test func `an address that is unknown is rejected, and the mails around it arrive`()
    async throws
  {
    let relay = MailServer.relay(try MailServer.postfix()) { $0.connections = 1 }
    let mark = MailServer.mark()
    let letters = try ["ann", "unknown", "bob"].map {
      try MailServer.letter(to: "\($0)@example.com", "\(mark)\r\n")
    }
    let deliveries = await relay.send(letters)
    #expect(SMTPRelayTests.accepted(deliveries) == 2)
    guard case .rejected(let error as SMTPError) = deliveries[1] else {
      Issue.record("not rejected")
      return
    }
    #expect(error == SMTPError(.recipient, .answered(550), status: MailStatus(5, 1, 1)))
    #expect(try await MailServer.mails(with: mark, count: 2).count == 2)
  }

  @Test func `the report that the server writes about an unknown address is a hard bounce`()
    async throws
  {
    let relay = MailServer.relay(try MailServer.postfix("smtp", "LATE_PORT"))
    let mark = MailServer.mark()
    var message = try MailMessageTests.message()
    message.to = Mailbox(address: try EmailAddress(parsing: "unknown.\(mark)@example.com"))
    message.messageID = "\(mark)@example.org"
    let deliveries = await relay.send([message], from: MailServer.bounces)
    #expect(SMTPRelayTests.accepted(deliveries) == 1)
    let mails = try await MailServer.mails(with: mark, count: 1)
    let report = try #require(DeliveryStatus(parsing: mails[0]))
    #expect(report.recipients.count == 1)
    #expect(report.recipients.first?.address?.text == message.to.address.text)
    #expect(report.recipients.first?.status == MailStatus(5, 1, 1))
    #expect(report.recipients.first?.bounce == .hard)
    #expect(report.originalMessageID == message.messageID)
  }

  @Test func `whatever is written arrives as it was, signed`() async throws {
    let signer = try DKIMSignerTests.signer()
    let relay = MailServer.relay(try MailServer.postfix())
    let mark = MailServer.mark()
    var nasty = NastyText(seed: 20_231_114)
    let messages = try (0..<200).map { number in
      var message = try MailMessageTests.message(
        name: nasty.line(), subject: nasty.line(), text: nasty.text(),
        html: number % 4 == 0 ? nil : nasty.text(),
        headers: [
          .init("X-Number", "\(mark)-\(number)"),
          .init("List-Unsubscribe", "<https://example.org/unsubscribe/\(number)>"),
        ])
      message.messageID = "\(number).\(mark)@example.org"
      return message
    }
    let deliveries = await relay.send(messages, from: MailServer.bounces, signedBy: signer)
    await relay.close()
    #expect(SMTPRelayTests.accepted(deliveries) == messages.count)

    let found = try await MailServer.mails(with: "X-Number: \(mark)", count: messages.count)
    #expect(found.count == messages.count)
    #expect(try DKIMSignerTests.judge(found, signer).allSatisfy { $0 == "valid" })
    let read = try Python.mails(found)
    let byNumber = Dictionary(grouping: read) { $0.headers["X-Number"] ?? "" }
    for (number, message) in messages.enumerated() {
      let mails = try #require(byNumber["\(mark)-\(number)"])
      #expect(mails.count == 1)
      let mail = mails[0]
      #expect(Array(mail.subject.utf8) == Array(message.subject.utf8))
      #expect(Array(mail.toName.utf8) == Array(message.to.name.utf8))
      #expect(mail.toAddress == "ann@example.com" && mail.recipients == 1)
      let text = NastyText.lines(message.text)
      #expect(NastyText.lines(mail.text) == text || NastyText.lines(mail.text) == text + [[]])
      if let html = message.html {
        #expect(NastyText.lines(mail.text) == text)
        #expect(NastyText.lines(mail.html) == NastyText.lines(html))
      }
    }
  }
}

/// Text of pieces that have broken mail programs, in an order that looks random.
struct NastyText {
  private var state: UInt64

  private static let pieces: [String] =
    MailMessageTests.nasty.filter { $0.utf8.count < 200 } + [
      "From ", "From: x", ".", "..", "Bcc: all@example.org", "=?utf-8?B?", "?=", "=?utf-8?Q?=41?=",
      "--=_", "=20", "=\u{A0}", "ကျော်ဇော", "👩‍👩‍👧‍👦", "\u{202E}abc\u{202C}", "e\u{301}", "\"", "\\",
      "<script>", "&amp;", "，", "\u{200B}", "\u{FEFF}", "a", "b c", "  ", "é", "@", ";", ",", "()",
      String(repeating: "w", count: 77),
    ]

  private static let controls = [
    "\n", "\n", "\r\n", "\r", "\n.\n", "\n.\r\n", "\t", "\u{0}", "\u{1B}[2J", "\u{7F}", "\u{8}",
  ]

  init(seed: UInt64) {
    state = seed
  }

  /// SplitMix64 (Steele, Lea and Flood, 2014).
  private mutating func next(_ limit: Int) -> Int {
    state &+= 0x9e37_79b9_7f4a_7c15
    var word = state
    word = (word ^ (word >> 30)) &* 0xbf58_476d_1ce4_e5b9
    word = (word ^ (word >> 27)) &* 0x94d0_49bb_1331_11eb
    return Int((word ^ (word >> 31)) % UInt64(limit))
  }

  /// What may stand in a header: no control characters, which are refused there.
  mutating func line() -> String {
    if next(20) == 0 { return String(repeating: "long", count: 2500) }
    return (0..<next(8)).map { _ in Self.pieces[next(Self.pieces.count)] }.joined()
  }

  /// What may stand in a body: everything.
  mutating func text() -> String {
    (0..<next(60)).map { _ in
      switch next(10) {
      case 0...2: Self.controls[next(Self.controls.count)]
      case 3 where next(20) == 0: String(repeating: "ကျော်", count: 700)
      case 3 where next(20) == 0: String(repeating: "x", count: 10_000)
      default: Self.pieces[next(Self.pieces.count)]
      }
    }.joined()
  }

  /// The lines of a text, however they end.
  static func lines(_ text: String) -> [[UInt8]] {
    var lines: [[UInt8]] = [[]]
    var previous: UInt8 = 0
    for byte in text.utf8 {
      if byte == 0x0D || (byte == 0x0A && previous != 0x0D) {
        lines.append([])
      } else if byte != 0x0A {
        lines[lines.count - 1].append(byte)
      }
      previous = byte
    }
    return lines
  }
}
