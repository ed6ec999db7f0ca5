import WebAuthn

extension SiteSettings {
  /// The address by which somebody signs in once, for whoever hands it over.
  public func signInAddress(token: String) -> String {
    AbsoluteLink(Route.desk(.account(.signInLink(token: token))), on: self).address
  }

  /// The site as passkeys know it; nil where browsers make none.
  ///
  /// They want a name for the host, no number, and an encrypted way to it, except on the same machine
  /// (WebAuthn Level 3, sections 5.1.3 and 13.4.9).
  var relyingParty: RelyingParty? {
    let scheme = isSecure ? "https://" : "http://"
    guard url.hasPrefix(scheme) else { return nil }
    let authority = url.dropFirst(scheme.count).prefix { $0 != "/" }.lowercased()
    let parts = authority.split(separator: ":", omittingEmptySubsequences: false)
    guard let host = parts.first, parts.count <= 2, !host.isEmpty else { return nil }
    let isNumber = host.hasPrefix("[") || host.utf8.allSatisfy(Self.isOfNumber)
    guard !isNumber, isSecure || host == "localhost" || host.hasSuffix(".localhost") else {
      return nil
    }
    // A browser leaves the usual port out.
    let usual = isSecure ? "443" : "80"
    let port = parts.count == 2 && parts[1] != usual ? ":" + parts[1] : ""
    return RelyingParty(id: String(host), origin: scheme + host + port)
  }

  private static func isOfNumber(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || byte == UInt8(ascii: ".")
  }
}
