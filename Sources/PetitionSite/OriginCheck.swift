import HTTPServer

/// Turns away forms that another site made a browser send.
///
/// The browser's own word comes first (Fetch Metadata), then `Origin`, then `Referer`. A request
/// without any of them comes from no browser of today; then the token in the form or in the address,
/// which no other site knows, decides.
struct OriginCheck {
  let site: SiteSettings

  /// - Throws: ``PageFailure/otherOrigin``.
  func verify(_ request: Request) throws {
    if let fetchSite = request.headers["Sec-Fetch-Site"] {
      guard fetchSite == "same-origin" || fetchSite == "none" else {
        throw PageFailure.otherOrigin
      }
    } else if let origin = request.headers["Origin"] ?? request.headers["Referer"] {
      guard isOwn(origin, host: request.host) else { throw PageFailure.otherOrigin }
    }
  }

  private func isOwn(_ address: String, host: String) -> Bool {
    guard let origin = Self.origin(of: address), let own = Self.origin(of: site.url) else {
      return false
    }
    // Whoever is on the way can answer for a name without TLS: that is another site.
    if origin.authority == own.authority { return origin.scheme == own.scheme }
    return origin.authority == host.lowercased()
  }

  /// Scheme, and host with port, of an address; nil for `null` and whatever has no scheme.
  private static func origin(of address: String) -> (scheme: String, authority: String)? {
    for scheme in ["https://", "http://"] where address.lowercased().hasPrefix(scheme) {
      let rest = address.dropFirst(scheme.count)
      return (
        scheme, rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }.lowercased()
      )
    }
    return nil
  }
}
