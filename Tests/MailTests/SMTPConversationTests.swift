import Testing

@testable import Mail

/// What is made of the lines of a conversation, without a server.
@Suite struct SMTPConversationTests {
  /// Lines that begin with `>` are libcurl's, the others the relay's.
  static func conversation(_ lines: String...) -> SMTPConversation {
    var conversation = SMTPConversation()
    for line in lines {
      if line.hasPrefix("> ") {
        conversation.hear(command: Array((line.dropFirst(2) + "\r\n").utf8))
      } else {
        conversation.hear(line: Array((line + "\r\n").utf8))
      }
    }
    return conversation
  }

  @Test func `each command and its answer move it on`() {
    let opening = ["220 hi", "> EHLO x", "250-y", "250 STARTTLS", "> STARTTLS", "220 go"]
    var conversation = SMTPConversation()
    #expect(conversation.stage == .connecting)
    let stages: [SMTPError.Stage] = [.greeting, .hello, .hello, .hello, .startTLS, .tls]
    for (line, stage) in zip(opening, stages) {
      if line.hasPrefix("> ") {
        conversation.hear(command: Array((line.dropFirst(2) + "\r\n").utf8))
      } else {
        conversation.hear(line: Array((line + "\r\n").utf8))
      }
      #expect(conversation.stage == stage)
    }
    #expect(conversation.code == nil)
  }

  @Test func `the answer after the content is not the one before it`() {
    let before = Self.conversation("> MAIL FROM:<a@b.c>", "250 ok", "> DATA", "354 go on")
    #expect(before.stage == .content)
    #expect(before.code == nil)
    let after = Self.conversation("> DATA", "354 go on", "250-one", "250 2.0.0 two")
    #expect(after.code == 250)
    #expect(String(decoding: after.text, as: UTF8.self) == "2.0.0 two")
  }

  @Test func `goodbye and its answer hide nothing`() {
    let conversation = Self.conversation("> RCPT TO:<a@b.c>", "550 5.1.1 no", "> QUIT", "221 bye")
    #expect(conversation.stage == .recipient)
    #expect(conversation.error(.answered(550)).status == MailStatus(5, 1, 1))
  }

  @Test func `a password that looks like a command is none`() {
    let conversation = Self.conversation(
      "> AUTH LOGIN", "334 x", "> RCPT", "334 y", "> DATA", "535 z")
    #expect(conversation.stage == .authentication)
    #expect(conversation.code == 535)
  }

  @Test func `lines that are no answers are passed over`() {
    let conversation = Self.conversation("220 hi", "", "25", "abc", "\u{0}\u{0}\u{0}")
    #expect(conversation.code == 220)
  }

  @Test(arguments: [
    ("2.0.0 Ok: queued as ABC", "ann", "2.0.0 Ok: queued as ABC"),
    ("2.0.0 <ann@example.com> queued as ABC", "ann", "2.0.0 queued as ABC"),
    ("queued for ann.smith%40example.com as 1", "x", "queued for as 1"),
    ("OK Ann took it", "ann", "OK took it"), ("id=b-1 a", "a", "id=b-1"),
    ("tabs\tand \u{1B}[31m ä \u{7F}", "x", "tabs and [31m"), ("ann@example.com", "ann", nil),
    ("", "x", nil),
    (String(repeating: "word ", count: 100), "x", String(repeating: "word ", count: 40).trimmed),
    (String(repeating: "x", count: 201), "y", nil),
  ])
  func `what is kept of an answer is short, printable and names nobody`(
    answer: String, localPart: String, kept: String?
  ) {
    #expect(RelayAnswer.kept(answer.utf8, to: localPart) == kept)
  }

  @Test(arguments: [
    ("5.1.1", MailStatus(5, 1, 1)), ("4.2.2 full", MailStatus(4, 2, 2)),
    ("5.7.133 x", MailStatus(5, 7, 133)), ("5.1.1x", nil), ("5.1", nil), ("3.1.1", nil),
    ("5.1.1.1", nil), ("5..1", nil), ("", nil), ("5.1.", nil), ("-5.1.1", nil),
  ])
  func `an enhanced status code has three numbers`(text: String, status: MailStatus?) {
    #expect(MailStatus(startOf: text.utf8) == status)
  }
}

extension String {
  /// Without the space at its end.
  fileprivate var trimmed: String { String(dropLast()) }
}
