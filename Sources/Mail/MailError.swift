/// Why a message cannot be written down; nothing of it has been sent or stored.
public enum MailError: Error, Hashable, Sendable {
  /// A byte below 0x20, or 0x7F, in the value of a header.
  case controlCharacter(header: HeaderName)

  /// Letters beyond ASCII in a header that has no way to write them.
  case notASCII(header: HeaderName)

  /// A header's value, or a word in it, that does not fit into a line.
  case tooLong(header: HeaderName)

  /// A name of an extra header that is no name, or belongs to the message itself.
  case badHeaderName

  /// A message id that is not `token@domain`, or whose token is no file name.
  case badMessageID

  /// A boundary that is not 1 to 60 letters, digits, hyphens, dots and underscores.
  case badBoundary

  /// A date outside the years 1970 to 9999.
  case badDate

  /// A body of more than 1 MiB.
  case bodyTooLong

  /// A message that the key for signing could not sign.
  case cannotSign

  /// The headers that an error can name; all extra ones share a name, since theirs may come from
  /// outside.
  public enum HeaderName: String, Hashable, Sendable {
    /// The sender.
    case from = "From"

    /// The recipient.
    case to = "To"

    /// Where answers go.
    case replyTo = "Reply-To"

    /// The subject.
    case subject = "Subject"

    /// One of the headers that the caller has added.
    case extra = "an extra header"
  }
}

extension MailError: CustomStringConvertible {
  /// A sentence for a log; it holds nothing of the message.
  public var description: String {
    switch self {
    case .controlCharacter(let header): "\(header.rawValue) has a control character"
    case .notASCII(let header): "\(header.rawValue) is not ASCII"
    case .tooLong(let header): "\(header.rawValue) is too long"
    case .badHeaderName: "an extra header has no valid name"
    case .badMessageID: "the message id is not valid"
    case .badBoundary: "the boundary is not valid"
    case .badDate: "the date is out of range"
    case .bodyTooLong: "the body is too long"
    case .cannotSign: "the key for signing mails cannot sign"
    }
  }
}
