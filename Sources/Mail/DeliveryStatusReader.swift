import EmailAddresses

/// Walks through the parts of a message and collects what they say about deliveries.
struct DeliveryStatusReader {
  private(set) var recipients: [DeliveryStatus.Recipient] = []
  private(set) var messageID: String?

  private static let deepest = 8
  private static let mostParts = 100
  private static let mostRecipients = 1000

  private var parts = 0

  mutating func read(_ bytes: ArraySlice<UInt8>, depth: Int, isInReport: Bool) {
    parts += 1
    guard depth <= Self.deepest, parts <= Self.mostParts else { return }
    let message = MessageParts(bytes)
    let type = ContentType(message.value("content-type") ?? [])
    if Ascii.starts(type.name, "multipart/"), let boundary = type.boundary {
      let isReport = Ascii.equal(type.name, "multipart/report")
      for part in Multipart.parts(of: message.body, boundary: boundary) {
        read(part, depth: depth + 1, isInReport: isReport)
      }
    } else if Ascii.equal(type.name, "message/delivery-status")
      || Ascii.equal(type.name, "message/global-delivery-status")
    {
      readStatus(TransferEncoding.decoded(message))
    } else if Ascii.equal(type.name, "message/feedback-report") {
      readComplaint(TransferEncoding.decoded(message))
    } else if Ascii.equal(type.name, "message/rfc822")
      || Ascii.equal(type.name, "text/rfc822-headers")
      || Ascii.equal(type.name, "message/global")
    {
      // In a report it is the mail in question, which may itself hold notifications: of another.
      if isInReport {
        readOriginal(message.body)
      } else {
        read(message.body, depth: depth + 1, isInReport: false)
      }
    }
  }

  /// Groups of fields with empty lines between: of the message, then of each recipient.
  private mutating func readStatus(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty, recipients.count < Self.mostRecipients {
      let group = MessageParts(rest)
      rest = group.body
      let original = Self.address(group.value("original-recipient"))
      let final = Self.address(group.value("final-recipient"))
      guard original != nil || final != nil else { continue }
      let word = (group.value("action") ?? []).prefix { Ascii.isLetterOrDigit($0) }
      let action = DeliveryStatus.Action(
        rawValue: String(decoding: word.map(Ascii.lower), as: UTF8.self))
      recipients.append(
        DeliveryStatus.Recipient(
          original: original, final: final, action: action == .complaint ? nil : action,
          status: Self.status(group)))
    }
  }

  private mutating func readComplaint(_ bytes: [UInt8]) {
    let fields = MessageParts(bytes[...])
    guard let type = fields.value("feedback-type"), Ascii.equal(type, "abuse"),
      let address = Self.bare(fields.value("original-rcpt-to") ?? [])
    else { return }
    recipients.append(
      DeliveryStatus.Recipient(original: address, final: nil, action: .complaint, status: nil))
  }

  private mutating func readOriginal(_ bytes: ArraySlice<UInt8>) {
    guard messageID == nil, var value = MessageParts(bytes).value("message-id"),
      value.popFirst() == UInt8(ascii: "<"), let end = value.firstIndex(of: UInt8(ascii: ">"))
    else { return }
    messageID = String(validating: value[..<end], as: UTF8.self)
  }

  /// The `Status`, or the more exact code of the answer that led to it.
  ///
  /// Some servers (Exim) write 5.0.0 whatever they were answered.
  private static func status(_ group: MessageParts) -> MailStatus? {
    let said = group.value("status").flatMap { MailStatus(startOf: $0) }
    guard said == nil || said?.subject == 0, let diagnostic = group.value("diagnostic-code"),
      let semicolon = diagnostic.firstIndex(of: UInt8(ascii: ";")),
      Ascii.equal(Ascii.trimmed(diagnostic[..<semicolon]), "smtp")
    else { return said }
    // `550 5.1.1 …` or, where the answer had several lines, `550-5.1.1 …`.
    let answer = Ascii.trimmed(diagnostic[(semicolon + 1)...])
    guard answer.count > 4, answer.prefix(3).allSatisfy(Ascii.isDigit) else { return said }
    return MailStatus(startOf: answer.dropFirst(4)) ?? said
  }

  /// `rfc822; ann@example.com` (RFC 3464, section 2.3.2).
  private static func address(_ field: ArraySlice<UInt8>?) -> EmailAddress? {
    guard let field, let semicolon = field.firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let type = Ascii.trimmed(field[..<semicolon])
    guard Ascii.equal(type, "rfc822") || Ascii.equal(type, "utf-8") else { return nil }
    return bare(field[(semicolon + 1)...])
  }

  /// An address with or without angle brackets.
  private static func bare(_ bytes: ArraySlice<UInt8>) -> EmailAddress? {
    var bytes = Ascii.trimmed(bytes)
    if bytes.first == UInt8(ascii: "<"), let end = bytes.firstIndex(of: UInt8(ascii: ">")) {
      bytes = bytes[..<end].dropFirst()
    }
    return try? EmailAddress(parsing: String(decoding: bytes, as: UTF8.self))
  }
}
