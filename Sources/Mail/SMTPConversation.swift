/// What two sides of SMTP have said, as far as it tells where a conversation ended and how.
///
/// It keeps no command: those hold addresses and, in base64, passwords.
struct SMTPConversation {
  private(set) var stage = SMTPError.Stage.connecting

  /// The code of the newest line from the relay since the last command; nil if there is none.
  private(set) var code: Int?

  /// The newest line without its code, at most 512 bytes (RFC 5321, section 4.5.3.1.5).
  private(set) var text: ArraySlice<UInt8> = []

  /// Whether libcurl has said goodbye, whose answer is about nothing.
  private var isOver = false

  /// Whether `AUTH` was said on this connection, now or for an earlier mail.
  private(set) var hasAuthenticated = false

  /// Begins the next mail, over the same connection or over another.
  mutating func begin() {
    advance(to: .connecting)
    isOver = false
  }

  /// A command that libcurl sent.
  mutating func hear(command: some Collection<UInt8>) {
    if Ascii.starts(command, "quit\r\n") { isOver = true }
    guard !isOver, let next = Self.stage(of: command) else { return }
    // Between `AUTH` and `MAIL` come lines of base64, which may look like anything without a space.
    if stage == .authentication, next != .sender { return }
    if next == .hello { hasAuthenticated = false }
    if next == .authentication { hasAuthenticated = true }
    advance(to: next)
  }

  /// A line that the relay sent.
  mutating func hear(line: some Collection<UInt8>) {
    let bytes = Array(line.prefix(512))
    guard !isOver, bytes.count >= 3, bytes[..<3].allSatisfy(Ascii.isDigit) else { return }
    let number = bytes[..<3].reduce(0) { $0 * 10 + Int($1 - 0x30) }
    if stage == .connecting { stage = .greeting }
    code = number
    text = bytes[3...].dropFirst(1)
    while let last = text.last, last <= 0x20 { text.removeLast() }
    // More lines of the same answer follow a hyphen.
    guard bytes.dropFirst(3).first != UInt8(ascii: "-") else { return }
    if stage == .startTLS, number == 220 { advance(to: .tls) }
    if stage == .data, number == 354 { advance(to: .content) }
  }

  private mutating func advance(to next: SMTPError.Stage) {
    stage = next
    code = nil
    text = []
  }

  /// What the relay said last, as an error of this stage.
  func error(_ reason: SMTPError.Reason, at stage: SMTPError.Stage? = nil) -> SMTPError {
    var status: MailStatus?
    if case .answered = reason { status = MailStatus(startOf: text) }
    return SMTPError(stage ?? self.stage, reason, status: status)
  }

  private static func stage(of command: some Collection<UInt8>) -> SMTPError.Stage? {
    if Ascii.starts(command, "mail ") { return .sender }
    if Ascii.starts(command, "rcpt ") { return .recipient }
    if Ascii.starts(command, "data\r\n") { return .data }
    if Ascii.starts(command, "ehlo ") || Ascii.starts(command, "helo ") { return .hello }
    if Ascii.starts(command, "starttls\r\n") { return .startTLS }
    if Ascii.starts(command, "auth ") { return .authentication }
    return nil
  }
}

/// What a relay said about a mail that it took, made fit to be kept.
enum RelayAnswer {
  /// Printable ASCII of at most 200 bytes, without the words that may hold the recipient's address.
  static func kept(_ text: some Sequence<UInt8>, to localPart: String) -> String? {
    let name = localPart.lowercased().utf8
    let words = text.split { $0 <= 0x20 || $0 >= 0x7F }.filter { word in
      let word = word.map(Ascii.lower)
      let hasAddress =
        word.contains(UInt8(ascii: "@")) || Self.contains(word, Array("%40".utf8))
        || Self.contains(word, Array(name))
      return !hasAddress
    }
    var kept: [UInt8] = []
    for word in words {
      let more = (kept.isEmpty ? [] : [0x20]) + word
      guard kept.count + more.count <= 200 else { break }
      kept += more
    }
    return kept.isEmpty ? nil : String(decoding: kept, as: UTF8.self)
  }

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard !part.isEmpty, bytes.count >= part.count else { return false }
    // A local part of one or two letters stands in any word; it counts as a word only.
    guard part.count > 2 else {
      return bytes.split { !Ascii.isLetterOrDigit($0) }.contains { $0.elementsEqual(part) }
    }
    return bytes.indices.contains { bytes[$0...].starts(with: part) }
  }
}
