import Glibc

/// Where a relay is and how to speak to it: `smtp://user:password@host:587` or `smtps://…:465`.
///
/// `smtp` begins in the clear and must change to TLS (STARTTLS, RFC 3207) before anything else is
/// said, unless the host is this machine; `smtps` is TLS from the first byte (RFC 8314). A relay on
/// loopback is spoken to in the clear, since nobody is between, unless `?ca=` asks for TLS there,
/// too. TLS "if it is offered" does not exist here: whoever can cut the offer out of the
/// conversation would read everything. Certificates are always checked.
///
/// Printing or reflecting a value shows neither user nor password.
public struct SMTPAddress: Hashable, Sendable {
  /// How the connection is kept from others.
  public enum Security: Hashable, Sendable {
    /// In the clear, on loopback only.
    case none

    /// STARTTLS, or nothing is sent.
    case startTLS

    /// TLS from the first byte.
    case tls
  }

  /// A name, an IPv4 address, or an IPv6 address without brackets; in lower case.
  public let host: String

  /// 587 or 465 if the text has none.
  public let port: Int

  /// The user's name, if the relay wants to know who sends.
  public let user: String?

  /// The user's password; there is one exactly if there is a user.
  public let password: String?

  /// A file of the certificates (PEM) to trust in place of the system's.
  public let trustFile: String?

  /// How the connection is kept from others.
  public let security: Security

  /// Reads `smtp://` or `smtps://`, then `user:password@`, a host, `:port` and `?ca=PATH`, of which
  /// only the host must be there.
  ///
  /// User, password and path are percent-encoded where they hold one of `%@:/?#[]` or a space. An
  /// IPv6 address stands in brackets.
  public init(_ text: String) throws(SMTPAddressError) {
    var rest = Array(text.utf8)[...]
    let isTLS = Ascii.starts(rest, "smtps://")
    guard isTLS || Ascii.starts(rest, "smtp://") else { throw .scheme }
    rest = rest.dropFirst(isTLS ? 8 : 7)
    if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
      guard Ascii.starts(rest[mark...], "?ca=") else { throw .option }
      trustFile = try Self.decoded(rest[mark...].dropFirst(4), orThrow: .option)
      rest = rest[..<mark]
    } else {
      trustFile = nil
    }
    if rest.last == UInt8(ascii: "/") { rest.removeLast() }
    if let mark = rest.lastIndex(of: UInt8(ascii: "@")) {
      let parts = rest[..<mark].split(
        separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
      guard parts.count == 2 else { throw .credentials }
      user = try Self.decoded(parts[0], orThrow: .credentials)
      password = try Self.decoded(parts[1], orThrow: .credentials)
      rest = rest[(mark + 1)...]
    } else {
      user = nil
      password = nil
    }
    let place = try Self.place(rest)
    host = place.host
    port = place.port ?? (isTLS ? 465 : 587)
    security =
      isTLS ? .tls : Self.isLoopback(host) && trustFile == nil ? .none : .startTLS
  }

  /// The same place as libcurl reads it, with the name to greet with.
  func url(helloName: String) -> String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return "\(security == .tls ? "smtps" : "smtp")://\(name):\(port)/\(helloName)"
  }

  private static func place(
    _ bytes: ArraySlice<UInt8>
  ) throws(SMTPAddressError) -> (host: String, port: Int?) {
    let end: Int
    let host: String
    if bytes.first == UInt8(ascii: "[") {
      guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) else { throw .host }
      host = String(decoding: bytes[..<bracket].dropFirst(), as: UTF8.self).lowercased()
      var address = in6_addr()
      guard inet_pton(AF_INET6, host, &address) == 1 else { throw .host }
      end = bracket + 1
    } else {
      end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
      let name = bytes[..<end]
      guard (1...253).contains(name.count),
        name.allSatisfy({ Ascii.isLetterOrDigit($0) || "-._".utf8.contains($0) })
      else { throw .host }
      host = String(decoding: name, as: UTF8.self).lowercased()
    }
    guard end < bytes.endIndex else { return (host, nil) }
    let digits = bytes[(end + 1)...]
    guard bytes[end] == UInt8(ascii: ":"), (1...5).contains(digits.count),
      digits.allSatisfy(Ascii.isDigit),
      case let port = digits.reduce(0, { $0 * 10 + Int($1 - 0x30) }), (1...65_535).contains(port)
    else { throw .port }
    return (host, port)
  }

  private static func isLoopback(_ host: String) -> Bool {
    var address = in_addr()
    if inet_pton(AF_INET, host, &address) == 1 {
      return UInt32(bigEndian: address.s_addr) >> 24 == 127
    }
    var longAddress = in6_addr()
    if inet_pton(AF_INET6, host, &longAddress) == 1 {
      let bytes = withUnsafeBytes(of: longAddress, Array.init)
      return bytes == Array(repeating: 0, count: 15) + [1]
    }
    return host == "localhost"
  }

  /// Text that is not empty and has no control characters, which could end a line of SMTP.
  private static func decoded(
    _ bytes: ArraySlice<UInt8>, orThrow error: SMTPAddressError
  ) throws(SMTPAddressError) -> String {
    var text: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "%") else {
        text.append(byte)
        continue
      }
      guard let high = rest.popFirst().flatMap(Hexadecimal.digit),
        let low = rest.popFirst().flatMap(Hexadecimal.digit)
      else { throw error }
      text.append(high << 4 | low)
    }
    guard !text.isEmpty, !text.contains(where: { $0 < 0x20 || $0 == 0x7F }),
      let valid = String(validating: text, as: UTF8.self)
    else { throw error }
    return valid
  }
}

extension SMTPAddress: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// Such as `smtps://relay.example.org:465`.
  public var description: String {
    let name = host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]" : host
    return "\(security == .tls ? "smtps" : "smtp")://\(name):\(port)"
  }

  /// The same.
  public var debugDescription: String { description }

  /// A mirror without children.
  public var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// What is wrong with the text of a relay's address; it holds nothing of the text.
public enum SMTPAddressError: Error, Hashable, Sendable {
  /// It starts with neither `smtp://` nor `smtps://`.
  case scheme

  /// What stands before the `@` is not `user:password`, percent-encoded.
  case credentials

  /// The host is no name and no address.
  case host

  /// The port is not 1 to 65535.
  case port

  /// What stands after the `?` is not `ca=` and a path.
  case option
}

extension SMTPAddressError: CustomStringConvertible {
  /// A sentence for whoever set it.
  public var description: String {
    switch self {
    case .scheme: "the relay's address starts with neither smtp:// nor smtps://"
    case .credentials:
      "the relay's user and password must be user:password@, percent-encoded (%40 for @)"
    case .host: "the relay's host is no name and no address (IPv6 stands in brackets)"
    case .port: "the relay's port is not 1 to 65535"
    case .option: "the only option of a relay's address is ?ca=PATH"
    }
  }
}
