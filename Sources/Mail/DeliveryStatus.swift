public import EmailAddresses

/// What another server says became of a mail: a delivery status notification (RFC 3464), or a
/// complaint that a provider passes on (RFC 5965).
///
/// Anybody can write one. Whoever acts on it should look whether `originalMessageID` is an id that
/// nobody but a recipient's server can know.
public struct DeliveryStatus: Sendable {
  /// What is said of one recipient.
  public struct Recipient: Sendable {
    /// The address that the mail was sent to, if the notification names it.
    public let original: EmailAddress?

    /// The address where it ended, which is another one if it was forwarded.
    public let final: EmailAddress?

    /// What became of the mail.
    public let action: Action?

    /// Why: the `Status` field, or where that says nothing the code in the other server's answer.
    public let status: MailStatus?

    /// The address to look for: the one that was sent to, else the last.
    public var address: EmailAddress? { original ?? final }
  }

  /// What became of a mail (RFC 3464, section 2.3.3).
  public enum Action: String, Sendable {
    /// It will not be delivered.
    case failed

    /// It is still being tried.
    case delayed

    /// It lies in the mailbox.
    case delivered

    /// It went on to a server that sends no such notifications.
    case relayed

    /// It went on to several addresses.
    case expanded

    /// The recipient complained about it; no action of RFC 3464.
    case complaint
  }

  /// What follows for an address.
  public enum Bounce: String, Sendable {
    /// The address does not work and will not: it should be sent nothing more.
    case hard

    /// This mail failed; the next may arrive.
    case soft

    /// The recipient wants no such mail.
    case complaint
  }

  /// Everybody who is named, at most 1,000.
  public let recipients: [Recipient]

  /// The `Message-ID` of the mail in question, without brackets, if it was sent back.
  public let originalMessageID: String?

  /// Reads a whole message; nil if it is no notification.
  ///
  /// At most the first 1 MiB is looked at, and parts within parts to a depth of 8. Lines may end in
  /// CR LF or LF.
  public init?(parsing message: [UInt8]) {
    var reader = DeliveryStatusReader()
    reader.read(message.prefix(1 << 20), depth: 0, isInReport: false)
    guard !reader.recipients.isEmpty else { return nil }
    recipients = reader.recipients
    originalMessageID = reader.messageID
  }
}

extension DeliveryStatus.Recipient {
  /// What follows for the address; nil if the mail arrived or may yet.
  ///
  /// A failure is hard if its status says that the address does not work and will not
  /// (`MailStatus.isHardBounce`).
  public var bounce: DeliveryStatus.Bounce? {
    switch action {
    case .complaint: .complaint
    case .failed: status?.isHardBounce == true ? .hard : .soft
    case .delayed, .delivered, .relayed, .expanded, nil: nil
    }
  }
}

extension DeliveryStatus.Recipient: CustomStringConvertible, CustomReflectable {
  /// Without the address.
  public var description: String {
    "\(action?.rawValue ?? "nothing") \(status?.description ?? "without a status")"
  }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
