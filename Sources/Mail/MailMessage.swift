/// One message to one recipient, as text and, if wanted, as HTML.
///
/// Everything is checked when the bytes are made, not before.
public struct MailMessage: Sendable {
  /// A header that the message does not write by itself, such as `List-Unsubscribe`.
  public struct Header: Sendable, Hashable {
    /// The name, of letters, digits and hyphens.
    public let name: String

    /// The value: printable ASCII.
    public let value: String

    /// Names a value.
    public init(_ name: String, _ value: String) {
      self.name = name
      self.value = value
    }
  }

  /// Who sends.
  public var from: Mailbox

  /// Who receives.
  public var to: Mailbox

  /// Where answers go, if not to the sender.
  public var replyTo: Mailbox?

  /// The subject: one line.
  public var subject: String

  /// The body for those who read text; any kind of line end.
  public var text: String

  /// The same for those who read HTML.
  public var html: String?

  /// When it was written, in milliseconds since 1970 in UTC.
  public var date: Int64

  /// The id without its angle brackets: a token that nobody has used before, `@`, and a domain of
  /// the sender's.
  ///
  /// The token is letters, digits, dots, hyphens and underscores, at most 128; it also names the
  /// file in an `Outbox`.
  public var messageID: String

  /// More headers, written after the message's own in their order.
  public var headers: [Header]

  /// Joins the parts of a message.
  public init(
    from: Mailbox, to: Mailbox, replyTo: Mailbox? = nil, subject: String, text: String,
    html: String? = nil, date: Int64, messageID: String, headers: [Header] = []
  ) {
    self.from = from
    self.to = to
    self.replyTo = replyTo
    self.subject = subject
    self.text = text
    self.html = html
    self.date = date
    self.messageID = messageID
    self.headers = headers
  }

  /// An id made of a time, a random token and a domain: `20231114T221320000Z.token@example.org`.
  ///
  /// With it, the files of an `Outbox` sort by time.
  public static func messageID(
    date: Int64, token: String, domain: String
  ) throws(MailError) -> String {
    "\(try MailDate(date).stamp).\(token)@\(domain)"
  }

  /// The message as it is sent and stored: ASCII, lines of at most 998 bytes, each ended by CR LF.
  ///
  /// Follows RFC 5322, RFC 2045 to 2047 and RFC 3834. The boundary is a token that the caller draws
  /// at random; it is used only where there is HTML. Nothing of a message that cannot be written is
  /// changed in silence.
  public func bytes(boundary: String) throws(MailError) -> [UInt8] {
    guard (1...60).contains(boundary.utf8.count), boundary.utf8.allSatisfy(MessageID.isTokenByte)
    else { throw .badBoundary }
    guard text.utf8.count <= 1 << 20, (html?.utf8.count ?? 0) <= 1 << 20 else {
      throw .bodyTooLong
    }
    var output = MailWriter()
    try writeHeaders(to: &output)
    let textPart = EncodedBody(text)
    guard let html else {
      output.part(textPart, type: "text/plain")
      if textPart.bytes.suffix(2) != [0x0D, 0x0A] { output.endLine() }
      return output.bytes
    }
    // `=_` stands in no quoted-printable and no base64 text, so the line cannot occur in a part.
    let mark = "=_" + boundary
    output.line("Content-Type: multipart/alternative;")
    output.line(" boundary=\"\(mark)\"")
    output.line("")
    output.line("--" + mark)
    output.part(textPart, type: "text/plain")
    output.endLine()
    output.line("--" + mark)
    output.part(EncodedBody(html), type: "text/html")
    output.endLine()
    output.line("--" + mark + "--")
    return output.bytes
  }

  /// The message signed (DKIM) if there is somebody to sign, else as it is.
  ///
  /// The boundary between its parts is made of the message's id.
  public func bytes(signedBy signer: DKIMSigner?) throws(MailError) -> [UInt8] {
    let token = try MessageID(messageID).token
    // A token is ASCII, so its first 60 bytes are a text.
    let message = try bytes(boundary: String(token.prefix(60)))
    guard let signer else { return message }
    do {
      return try signer.header(for: message, date: date) + message
    } catch {
      throw .cannotSign
    }
  }

  private func writeHeaders(to output: inout MailWriter) throws(MailError) {
    let id = try MessageID(messageID)
    output.line("Date: " + (try MailDate(date).header))
    try output.mailbox(from, .from)
    try output.mailbox(to, .to)
    if let replyTo { try output.mailbox(replyTo, .replyTo) }
    try output.unstructured(subject, .subject)
    output.line("Message-ID: <\(id.text)>")
    output.line("MIME-Version: 1.0")
    output.line("Auto-Submitted: auto-generated")
    output.line("X-Auto-Response-Suppress: All")
    for header in headers { try output.extra(header) }
  }
}
