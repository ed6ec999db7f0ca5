public import EmailAddresses

/// A message ready for the wire and the envelope around it.
///
/// Printing or reflecting a value shows nothing of it.
public struct Letter: Sendable {
  /// Where failures are reported to (`MAIL FROM`), or nil for nowhere; need not be in the message.
  public let sender: EmailAddress?

  /// Who receives it.
  public let recipient: EmailAddress

  /// The message as `MailMessage.bytes` makes it: lines ended by CR LF.
  public let content: [UInt8]

  /// Puts a message into an envelope.
  public init(from sender: EmailAddress?, to recipient: EmailAddress, content: [UInt8]) {
    self.sender = sender
    self.recipient = recipient
    self.content = content
  }
}

extension Letter: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder.
  public var description: String { "<letter>" }

  /// The same placeholder.
  public var debugDescription: String { description }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
