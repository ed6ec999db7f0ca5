import EmailAddresses
import Foundation
import Mail
import Testing

@Suite struct MailMessageTests {
  static let date: Int64 = 1_700_000_000_123

  static func message(
    name: String = "Ann", subject: String = "Hello", text: String = "Hello,\n\nworld.\n",
    html: String? = nil, headers: [MailMessage.Header] = []
  ) throws -> MailMessage {
    MailMessage(
      from: Mailbox(name: "Example", address: try EmailAddress(parsing: "site@example.org")),
      to: Mailbox(name: name, address: try EmailAddress(parsing: "ann@example.com")),
      subject: subject, text: text, html: html, date: date, messageID: "abc.123@example.org",
      headers: headers)
  }

  /// Subjects and names that have broken mail programs.
  static let nasty: [String] = [
    "", " ", "  two  spaces  ", "plain words", "Ann \"the\" O'Neil \\ Lee, <x>; (y): @z.", ".dot",
    "=?utf-8?Q?trick?=", "a =?utf-8?B?dHJpY2s=?= b", "=", "=?", "?=", "_under_score_ =20 %41",
    "ကျော်ဇောထွန်း ကျေးဇူးတင်ပါတယ်", "السلام عليكم ورحمة الله", "請願書：請簽署",
    "👩‍👩‍👧‍👦 family 🇲🇲 flag", "\u{202E}desrever\u{202C} \u{2066}x\u{2069}", "e\u{301} é", "ÄÖÜ ß",
    String(repeating: "long ", count: 2000) + "end", String(repeating: "x", count: 10_000),
    String(repeating: "ကျော်", count: 700), "e" + String(repeating: "\u{301}", count: 3000),
    String(repeating: "a b", count: 40) + "ü", "\u{85}\u{2028}\u{2029}\u{FEFF}",
    String(repeating: "\"", count: 50), "it's " + String(repeating: "y", count: 61),
  ]

  @Test func `subjects of any kind come back as they were`() throws {
    let written = try Self.nasty.map { try Self.message(subject: $0).bytes(boundary: "b") }
    for (subject, (bytes, mail)) in zip(Self.nasty, zip(written, try Python.mails(written))) {
      try Wire.check(bytes)
      #expect(Array(mail.subject.utf8) == Array(subject.utf8))
    }
  }

  @Test func `names of any kind come back as they were`() throws {
    let written = try Self.nasty.map { try Self.message(name: $0).bytes(boundary: "b") }
    for (name, (bytes, mail)) in zip(Self.nasty, zip(written, try Python.mails(written))) {
      try Wire.check(bytes)
      #expect(Array(mail.toName.utf8) == Array(name.utf8))
      #expect(mail.toAddress == "ann@example.com")
      #expect(mail.recipients == 1)
    }
  }

  static let bodies: [String] = [
    "", "\n", "one line", "one line\n", "\n\n\nspace above", "ends in blanks  \t\nnext \n",
    ".\n..\n.dot\n", "From me\nFrom \nfrom you", "=3D =\n=", "a\u{0}b\u{7F}\u{1B}[31m",
    String(repeating: "word ", count: 3000), String(repeating: "x", count: 10_000),
    String(repeating: "ကျော် ", count: 1000), "請願書：請簽署。\n第二行", "👩‍👩‍👧‍👦\n🇲🇲",
    "mostly plain, with one é and a \u{202E}turn", "--=_b\n--=_b--\n", "Tab\tinside",
    String(repeating: "y", count: 75) + ".\nz", String(repeating: "y", count: 76) + " \nz",
    String(repeating: "y", count: 75) + "From here", "Bcc: all@example.org\n\nbody",
  ]

  @Test func `bodies of any kind come back as they were`() throws {
    let written = try Self.bodies.map { try Self.message(text: $0).bytes(boundary: "b") }
    for (body, (bytes, mail)) in zip(Self.bodies, zip(written, try Python.mails(written))) {
      try Wire.check(bytes)
      // The last line of a message always ends; within a multipart message nothing is added.
      #expect(mail.text == body || mail.text == body + "\n")
    }
  }

  @Test func `bodies of any kind come back exactly from a message with two parts`() throws {
    let written = try Self.bodies.map {
      try Self.message(text: $0, html: "<p>\($0)</p>").bytes(boundary: "b")
    }
    for (body, (bytes, mail)) in zip(Self.bodies, zip(written, try Python.mails(written))) {
      try Wire.check(bytes)
      #expect(Array(mail.text.utf8) == Array(body.utf8))
      #expect(Array(mail.html.utf8) == Array("<p>\(body)</p>".utf8))
      #expect(mail.types == ["multipart/alternative", "text/plain", "text/html"])
    }
  }

  @Test func `the lines of a body may end in any of the three ways`() throws {
    for body in ["a\r\nb\r\n", "a\rb\r", "a\nb\n", "a\r\nb\n"] {
      let bytes = try Self.message(text: body).bytes(boundary: "b")
      try Wire.check(bytes)
      #expect(try Python.mail(bytes).text == "a\nb\n")
    }
  }

  @Test func `text that is mostly ASCII stays readable`() throws {
    let bytes = try Self.message(text: "Grüße an alle, with many plain words.").bytes(boundary: "b")
    let text = String(decoding: bytes, as: UTF8.self)
    #expect(text.contains("Gr=C3=BC=C3=9Fe an alle, with many plain words."))
    let burmese = try Self.message(text: "ကျေးဇူးတင်ပါတယ် ကျေးဇူးတင်ပါတယ်").bytes(boundary: "b")
    #expect(String(decoding: burmese, as: UTF8.self).contains("Content-Transfer-Encoding: base64"))
  }

  @Test func `a whole message is written byte for byte`() throws {
    var message = try Self.message(
      name: "Zoë", subject: "Größe", text: "Hi\n", html: "<p>Hi</p>",
      headers: [.init("List-Unsubscribe", "<https://example.org/u/1>")])
    message.replyTo = Mailbox(address: try EmailAddress(parsing: "reply@example.org"))
    let expected = """
      Date: Tue, 14 Nov 2023 22:13:20 +0000
      From: "Example" <site@example.org>
      To: =?UTF-8?Q?Zo=C3=AB?= <ann@example.com>
      Reply-To: <reply@example.org>
      Subject: =?UTF-8?B?R3LDtsOfZQ==?=
      Message-ID: <abc.123@example.org>
      MIME-Version: 1.0
      Auto-Submitted: auto-generated
      X-Auto-Response-Suppress: All
      List-Unsubscribe: <https://example.org/u/1>
      Content-Type: multipart/alternative;
       boundary="=_token"

      --=_token
      Content-Type: text/plain; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      Hi

      --=_token
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      <p>Hi</p>
      --=_token--

      """
    let written = String(decoding: try message.bytes(boundary: "token"), as: UTF8.self)
    #expect(written.replacing("\r\n", with: "\n") == expected)
  }

  @Test func `a control character in a header is refused, never sent`() throws {
    for byte in Array(UInt8(0)...0x1F) + [0x7F] {
      let nasty = "a" + String(Unicode.Scalar(byte)) + "Bcc: all@example.org"
      #expect(throws: MailError.controlCharacter(header: .subject)) {
        try Self.message(subject: nasty).bytes(boundary: "b")
      }
      #expect(throws: MailError.controlCharacter(header: .to)) {
        try Self.message(name: nasty).bytes(boundary: "b")
      }
      #expect(throws: MailError.controlCharacter(header: .extra)) {
        try Self.message(headers: [.init("X-A", nasty)]).bytes(boundary: "b")
      }
    }
    #expect(throws: MailError.controlCharacter(header: .subject)) {
      try Self.message(subject: "a\r\n\r\nbody").bytes(boundary: "b")
    }
  }

  @Test(arguments: [
    "", "X A", "X:A", "X-Ä", "Bcc", "TO", "subject", "Content-Type", "content-transfer-encoding",
    "Message-Id", String(repeating: "x", count: 65),
  ])
  func `an extra header with a wrong or taken name is refused`(name: String) throws {
    #expect(throws: MailError.badHeaderName) {
      try Self.message(headers: [.init(name, "x")]).bytes(boundary: "b")
    }
  }

  @Test func `extra headers come back as they were`() throws {
    let url = "<https://example.org/" + String(repeating: "u", count: 900) + ">"
    let headers: [MailMessage.Header] = [
      .init("List-Unsubscribe", url), .init("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
      .init("X-Folded", String(repeating: "word ", count: 100) + "end"),
    ]
    let bytes = try Self.message(headers: headers).bytes(boundary: "b")
    try Wire.check(bytes)
    let mail = try Python.mail(bytes)
    for header in headers { #expect(mail.headers[header.name] == header.value) }
    #expect(mail.headers["Auto-Submitted"] == "auto-generated")
    #expect(mail.headers["X-Auto-Response-Suppress"] == "All")
    #expect(throws: MailError.tooLong(header: .extra)) {
      try Self.message(headers: [.init("X-A", url + url)]).bytes(boundary: "b")
    }
    #expect(throws: MailError.notASCII(header: .extra)) {
      try Self.message(headers: [.init("X-A", "é")]).bytes(boundary: "b")
    }
  }

  @Test(arguments: [
    "", "abc", "@example.org", "abc@", "a@b@c", "a b@example.org", "../x@example.org",
    "a/b@example.org", ".a@example.org", "a..b@example.org", "a>@example.org", "a@b\r\n.org",
    "é@example.org", String(repeating: "a", count: 129) + "@example.org",
  ])
  func `a message id that is no token at a domain is refused`(id: String) throws {
    var message = try Self.message()
    message.messageID = id
    #expect(throws: MailError.badMessageID) { try message.bytes(boundary: "b") }
  }

  @Test func `a boundary that could break out is refused`() throws {
    let message = try Self.message(html: "<p>")
    for boundary in ["", "a b", "a\"b", "a\r\nb", "é", String(repeating: "a", count: 61)] {
      #expect(throws: MailError.badBoundary) { try message.bytes(boundary: boundary) }
    }
  }

  @Test func `a body is at most 1 MiB`() throws {
    let large = String(repeating: "x", count: (1 << 20) + 1)
    #expect(throws: MailError.bodyTooLong) { try Self.message(text: large).bytes(boundary: "b") }
    #expect(throws: MailError.bodyTooLong) { try Self.message(html: large).bytes(boundary: "b") }
  }

  @Test func `the date is right on every kind of day`() throws {
    let formatter = DateFormatter()
    formatter.locale = Locale(identifier: "en_US_POSIX")
    formatter.timeZone = .gmt
    formatter.dateFormat = "EEE, dd MMM yyyy HH:mm:ss '+0000'"
    var days = stride(from: 0, through: 253_402_300_799, by: 86_400 * 9973 + 3661).map { Int64($0) }
    days += [951_782_400, 951_868_799, 4_107_456_000, 1_709_164_800, 253_402_300_799]
    for seconds in days {
      var message = try Self.message()
      message.date = seconds * 1000 + 999
      let text = String(decoding: try message.bytes(boundary: "b"), as: UTF8.self)
      let date = formatter.string(from: Date(timeIntervalSince1970: Double(seconds)))
      #expect(text.utf8.starts(with: "Date: \(date)\r\n".utf8))
    }
    var message = try Self.message()
    for wrong in [-1, 253_402_300_800_000, Int64.max, .min] {
      message.date = wrong
      #expect(throws: MailError.badDate) { try message.bytes(boundary: "b") }
    }
  }

  @Test func `an id made of time and token sorts by time`() throws {
    let id = try MailMessage.messageID(date: Self.date, token: "t0k", domain: "example.org")
    #expect(id == "20231114T221320123Z.t0k@example.org")
  }

  @Test func `nothing that an error prints comes from the message`() throws {
    let box = Mailbox(name: "Secret", address: try EmailAddress(parsing: "secret@example.org"))
    var dumped = ""
    dump(box, to: &dumped)
    #expect(!dumped.contains("ecret"))
    #expect(!"\(box)".contains("ecret"))
  }
}
