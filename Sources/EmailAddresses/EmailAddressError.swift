/// Why a text is not an address that mail can be sent to.
public enum EmailAddressError: Error, Hashable, Sendable {
  /// Nothing but spaces.
  case empty

  /// There is no `@`.
  case missingAt

  /// There is more than one `@`.
  case severalAts

  /// The part before the `@` is empty, has a dot at an end or two in a row, or a character that
  /// needs quotes.
  case badLocalPart

  /// The part before the `@` has letters beyond ASCII, which most mail servers cannot receive (RFC
  /// 6531).
  case localPartNotASCII

  /// The part after the `@` is no domain name of at least two labels.
  case badDomain

  /// More than 64 bytes before the `@`, or more than 254 together.
  case tooLong

  /// A line break, a tab or another byte below 0x20, or 0x7F.
  case controlCharacter
}

extension EmailAddressError: CustomStringConvertible {
  /// A sentence for a log; it holds nothing of the text.
  public var description: String {
    switch self {
    case .empty: "the email address is empty"
    case .missingAt: "the email address has no @"
    case .severalAts: "the email address has more than one @"
    case .badLocalPart: "the part before the @ is not valid"
    case .localPartNotASCII: "the part before the @ is not ASCII"
    case .badDomain: "the domain is not valid"
    case .tooLong: "the email address is too long"
    case .controlCharacter: "the email address has a control character"
    }
  }
}
