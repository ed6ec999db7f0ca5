import EmailAddresses

/// Collects the lines of a message; the only place where headers and line ends are written.
struct MailWriter {
  private(set) var bytes: [UInt8] = []

  /// RFC 5322, section 2.1.1: the longest line without its CR LF, and the one that is asked for.
  private static let longest = 998
  private static let usual = 76

  /// The longest value of a header.
  private static let largestValue = 64 << 10

  /// Headers that the message writes by itself, or that would change who receives it.
  private static let reserved: Set<String> = [
    "date", "from", "sender", "reply-to", "to", "cc", "bcc", "subject", "message-id",
    "mime-version", "auto-submitted", "x-auto-response-suppress", "return-path", "received",
  ]

  mutating func line(_ text: String) {
    bytes += text.utf8
    bytes += [0x0D, 0x0A]
  }

  mutating func part(_ body: EncodedBody, type: String) {
    line("Content-Type: \(type); charset=utf-8")
    line("Content-Transfer-Encoding: \(body.encoding)")
    line("")
    bytes += body.bytes
  }

  /// Ends the line after a part; the line end before a boundary belongs to the boundary.
  mutating func endLine() {
    bytes += [0x0D, 0x0A]
  }

  /// Free text, which may be in any script.
  mutating func unstructured(
    _ value: String, _ name: MailError.HeaderName
  ) throws(MailError) {
    try Self.check(value, name)
    write(name: name.rawValue, tokens: Self.tokens(value, after: name.rawValue))
  }

  /// A name and an address.
  mutating func mailbox(_ mailbox: Mailbox, _ name: MailError.HeaderName) throws(MailError) {
    try Self.check(mailbox.name, name)
    var tokens: [String] = []
    if !mailbox.name.utf8.isEmpty {
      tokens =
        Self.quoted(mailbox.name).map { [$0] }
        ?? EncodedWords.words(mailbox.name, firstRoom: Self.usual - name.rawValue.utf8.count - 2)
    }
    tokens.append("<\(mailbox.address.text)>")
    write(name: name.rawValue, tokens: tokens)
  }

  /// A header of the caller's, whose value is printable ASCII.
  mutating func extra(_ header: MailMessage.Header) throws(MailError) {
    let name = header.name.utf8
    guard (1...64).contains(name.count), name.allSatisfy(Self.isNameByte),
      !Self.reserved.contains(header.name.lowercased()),
      !header.name.lowercased().utf8.starts(with: "content-".utf8)
    else { throw .badHeaderName }
    try Self.check(header.value, .extra)
    guard header.value.utf8.allSatisfy({ $0 < 0x80 }) else { throw .notASCII(header: .extra) }
    let words = header.value.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
    // A value with spaces at its ends or side by side would lose some of them by folding.
    let tokens =
      words.contains(where: \.isEmpty)
      ? [header.value] : words.map { String(decoding: $0, as: UTF8.self) }
    guard tokens.allSatisfy({ $0.utf8.count + name.count + 2 <= Self.longest }) else {
      throw .tooLong(header: .extra)
    }
    write(name: header.name, tokens: tokens)
  }

  private static func check(_ value: String, _ name: MailError.HeaderName) throws(MailError) {
    guard value.utf8.count <= largestValue else { throw .tooLong(header: name) }
    guard !value.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw .controlCharacter(header: name)
    }
  }

  /// The words of a value that needs no encoding, or its encoded words.
  private static func tokens(_ value: String, after name: String) -> [String] {
    let words = value.utf8.split(separator: 0x20, omittingEmptySubsequences: false)
    let isPlain =
      value.utf8.allSatisfy { $0 < 0x80 } && !containsEncodedWord(value)
      && words.allSatisfy { !$0.isEmpty && $0.count <= 60 }
    guard !isPlain else { return words.map { String(decoding: $0, as: UTF8.self) } }
    guard !value.utf8.isEmpty else { return [] }
    return EncodedWords.words(value, firstRoom: usual - name.utf8.count - 2)
  }

  /// A short name in ASCII as a quoted string (RFC 5322, section 3.2.4), or nil.
  private static func quoted(_ name: String) -> String? {
    guard name.utf8.allSatisfy({ $0 < 0x80 }), !containsEncodedWord(name),
      name.utf8.first != 0x20, name.utf8.last != 0x20
    else { return nil }
    var text = "\""
    for scalar in name.unicodeScalars {
      if scalar == "\"" || scalar == "\\" { text += "\\" }
      text.unicodeScalars.append(scalar)
    }
    text += "\""
    return text.utf8.count <= 66 ? text : nil
  }

  /// Whether a reader could take a part of the text for an encoded word.
  private static func containsEncodedWord(_ text: String) -> Bool {
    zip(text.utf8, text.utf8.dropFirst()).contains {
      $0 == UInt8(ascii: "=") && $1 == UInt8(ascii: "?")
    }
  }

  /// Tokens with one space between them, on as many lines as they need.
  private mutating func write(name: String, tokens: [String]) {
    var text = name + ":"
    var column = text.utf8.count
    for (position, token) in tokens.enumerated() {
      // The first token stays beside the name: a line of nothing but a name confuses some readers.
      if position > 0, column + 1 + token.utf8.count > Self.usual {
        text += "\r\n"
        column = 0
      }
      text += " " + token
      column += 1 + token.utf8.count
    }
    line(text)
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
      true
    default: false
    }
  }
}
