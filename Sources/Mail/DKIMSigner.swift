public import Cryptography

/// Signs messages for a domain, so that receivers can tell its mails from forged ones.
///
/// DKIM (RFC 6376) with `rsa-sha256` (RFC 8301) and both canonicalisations `relaxed`: relays may fold
/// headers and trim blanks without breaking the signature.
public struct DKIMSigner: Sendable {
  /// The domain that takes responsibility; ASCII, in lower case.
  public let domain: String

  /// The name under which the domain's DNS has the public key.
  public let selector: String

  private let key: RSAPrivateKey

  /// Headers that are signed once more than they occur, so that nobody can add another.
  ///
  /// A mail has one of each at most; readers that find two may show either.
  private static let oversigned: [StaticString] = [
    "from", "to", "cc", "reply-to", "subject", "date", "message-id", "mime-version",
    "content-type",
  ]

  /// Headers that are signed where they occur.
  private static let signed: [StaticString] = [
    "content-transfer-encoding", "auto-submitted", "list-id", "list-unsubscribe",
    "list-unsubscribe-post",
  ]

  /// Joins the parts.
  ///
  /// Throws `DKIMError` if domain or selector is no name of letters, digits, hyphens and dots, of
  /// which each label has at most 63 and the whole record's name at most 253.
  public init(domain: String, selector: String, key: RSAPrivateKey) throws(DKIMError) {
    guard Self.isName(domain), domain.utf8.contains(UInt8(ascii: ".")) else { throw .badDomain }
    guard Self.isName(selector), selector.utf8.count + domain.utf8.count + 12 <= 253 else {
      throw .badSelector
    }
    self.domain = domain.lowercased()
    self.selector = selector
    self.key = key
  }

  /// Where the public key belongs: `selector._domainkey.domain`.
  public var recordName: String { "\(selector)._domainkey.\(domain)" }

  /// The text of the TXT record: `v=DKIM1; k=rsa; p=…` (RFC 6376, section 3.6.1).
  ///
  /// It is longer than the 255 bytes of one string of a record; in a zone file it is written as
  /// several strings, which readers join without a space.
  public var recordText: String {
    "v=DKIM1; k=rsa; p=" + String(decoding: Base64.encoded(key.publicKeyDER), as: UTF8.self)
  }

  /// The `DKIM-Signature` header with its line ends, to be put before the message.
  ///
  /// - Parameters:
  ///   - message: headers, an empty line and a body, with lines ended by CR LF.
  ///   - date: milliseconds since 1970, for the `t=` tag.
  /// - Throws: `RSAKeyError.cannotSign`.
  public func header(for message: [UInt8], date: Int64) throws(RSAKeyError) -> [UInt8] {
    let parts = MessageParts(message[...])
    let headers = parts.headers.map(RelaxedHeader.init)
    var names: [String] = []
    var input: [UInt8] = []
    for name in Self.oversigned + Self.signed {
      // From the last to the first (RFC 6376, section 5.4.2).
      let found = headers.filter { $0.name.elementsEqual(name.bytes) }.reversed()
      for header in found { input += header.line + [0x0D, 0x0A] }
      let isOversigned = Self.oversigned.contains { $0.bytes.elementsEqual(name.bytes) }
      names += Array(repeating: "\(name)", count: found.count + (isOversigned ? 1 : 0))
    }
    let bodyHash = Base64.encoded(SHA256.hash(RelaxedBody.bytes(parts.body)))
    var text = "DKIM-Signature: v=1; a=rsa-sha256; c=relaxed/relaxed; d=\(domain);\r\n"
    text += " s=\(selector); t=\(date / 1000);\r\n"
    text += Self.folded(names) + ";\r\n"
    text += " bh=\(String(decoding: bodyHash, as: UTF8.self));\r\n b="
    // Signed as it stands, with nothing behind `b=` and without a line end.
    input += RelaxedHeader(Array(text.utf8)[...]).line
    let signature = Base64.encoded(try key.signature(of: input))
    var lines: [String] = []
    for start in stride(from: 0, to: signature.count, by: 72) {
      let part = signature[start..<min(start + 72, signature.count)]
      lines.append(String(decoding: part, as: UTF8.self))
    }
    return Array((text + lines.joined(separator: "\r\n  ") + "\r\n").utf8)
  }

  /// `h=` and the names, on lines of at most 76 characters.
  private static func folded(_ names: [String]) -> String {
    var text = " h="
    var column = 3
    for (position, name) in names.enumerated() {
      let piece = (position == 0 ? "" : ":") + name
      if column + piece.utf8.count > 74 {
        text += "\r\n  "
        column = 2
      }
      text += piece
      column += piece.utf8.count
    }
    return text
  }

  private static func isName(_ text: String) -> Bool {
    text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false).allSatisfy {
      (1...63).contains($0.count) && $0.first != UInt8(ascii: "-")
        && $0.last != UInt8(ascii: "-")
        && $0.allSatisfy { Ascii.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
    }
  }
}

extension StaticString {
  fileprivate var bytes: UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
  }
}

/// Why mails cannot be signed for a domain.
public enum DKIMError: Error, Hashable, Sendable, CustomStringConvertible {
  /// No domain name in ASCII of at least two labels.
  case badDomain

  /// No name in ASCII.
  case badSelector

  /// A sentence for whoever set it.
  public var description: String {
    switch self {
    case .badDomain: "the domain that signs mails is no domain name in ASCII"
    case .badSelector: "the selector of the key that signs mails is no name in ASCII"
    }
  }
}
