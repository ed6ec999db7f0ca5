/// One mailbox on the Internet, parsed strictly enough to be put into a mail header as it is.
///
/// The syntax is a dot-atom, `@`, and a domain of at least two labels (RFC 5321, section 4.1.2,
/// without quoted strings, comments, routes, address literals and SMTPUTF8). Two addresses are
/// equal when `normalised` is. Printing or reflecting a value never shows the address: use `text`.
public struct EmailAddress: Sendable {
  /// The version of the rules behind `normalised`; a change of the rules changes this number.
  public static let normalisationVersion = 1

  /// The part before the `@`, as it was typed.
  public let localPart: String

  /// The part after the `@`: A-labels (IDNA2008) in lower case, so always ASCII.
  public let domain: String

  /// The form for comparing, never for sending (rule set 1).
  ///
  /// The local part in lower case, without a `+tag`, and for Google's two mail domains without
  /// dots; `googlemail.com` counts as `gmail.com`. A local part that starts with `+` keeps it.
  /// ASCII only.
  public let normalised: String

  /// The domain for comparing: what follows the `@` in ``normalised``.
  public var normalisedDomain: String {
    String(normalised.drop { $0 != "@" }.dropFirst())
  }

  /// The address to show and to send to: the local part as typed and the domain as A-labels in
  /// lower case.
  public var text: String { "\(localPart)@\(domain)" }

  /// Reads an address as a person types it; spaces around it do not count.
  ///
  /// An international domain may be written in its own script. At most 254 bytes, of which 64
  /// before the `@`.
  public init(parsing text: String) throws(EmailAddressError) {
    // No address of 254 bytes has a longer spelling than this, whatever the script of its domain.
    guard text.utf8.count <= 2048 else { throw .tooLong }
    let trimmed = Self.trimmed(text)
    guard !trimmed.utf8.isEmpty else { throw .empty }
    guard !trimmed.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
      throw .controlCharacter
    }
    let parts = trimmed.utf8.split(separator: UInt8(ascii: "@"), omittingEmptySubsequences: false)
    guard parts.count > 1 else { throw .missingAt }
    guard parts.count == 2 else { throw .severalAts }

    localPart = try Self.localPart(parts[0])
    domain = try DomainName.ascii(String(Substring(parts[1])))
    guard localPart.utf8.count + 1 + domain.utf8.count <= 254 else { throw .tooLong }
    normalised = Self.normalised(localPart: localPart, domain: domain)
  }

  private static func trimmed(_ text: String) -> Substring {
    var scalars = text.unicodeScalars[...]
    while let first = scalars.first, isSpace(first) { scalars.removeFirst() }
    while let last = scalars.last, isSpace(last) { scalars.removeLast() }
    return Substring(scalars)
  }

  /// Spaces of all widths, which text copied from a page or a document brings along; no line
  /// breaks, no tabs.
  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0xA0, 0x2000...0x200B, 0x202F, 0x205F, 0x3000, 0xFEFF: true
    default: false
    }
  }

  private static func localPart(_ bytes: Substring.UTF8View) throws(EmailAddressError) -> String {
    guard bytes.count <= 64 else { throw .tooLong }
    let atoms = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard atoms.allSatisfy({ !$0.isEmpty && $0.allSatisfy(isAtomText) }) else {
      throw bytes.allSatisfy({ $0 < 0x80 }) ? .badLocalPart : .localPartNotASCII
    }
    return String(Substring(bytes))
  }

  /// `atext` of RFC 5322, section 3.2.3.
  private static func isAtomText(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"):
      true
    default:
      "!#$%&'*+-/=?^_`{|}~".utf8.contains(byte)
    }
  }

  private static func normalised(localPart: String, domain: String) -> String {
    var local = localPart.lowercased()[...]
    if let plus = local.utf8.firstIndex(of: UInt8(ascii: "+")), plus > local.startIndex {
      local = local[..<plus]
    }
    guard domain == "gmail.com" || domain == "googlemail.com" else { return "\(local)@\(domain)" }
    return local.filter { $0 != "." } + "@gmail.com"
  }
}

extension EmailAddress: Hashable {
  /// Compares `normalised`, which is ASCII, so that equal strings are equal bytes.
  public static func == (left: EmailAddress, right: EmailAddress) -> Bool {
    left.normalised == right.normalised
  }

  /// Feeds `normalised`.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(normalised)
  }
}

extension EmailAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// A placeholder, so that no log, error or metric shows the address.
  public var description: String { "<email address>" }

  /// The same placeholder.
  public var debugDescription: String { description }

  /// A mirror without children: `dump` and failed expectations show nothing.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}
