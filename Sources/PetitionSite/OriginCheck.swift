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
    guard let authority = Self.authority(of: address) else { return false }
    return authority == Self.authority(of: site.url) || authority == host.lowercased()
  }

  /// Host and port of an address; nil for `null` and whatever has no scheme.
  private static func authority(of address: String) -> String? {
    for scheme in ["https://", "http://"] where address.lowercased().hasPrefix(scheme) {
      let rest = address.dropFirst(scheme.count)
      return rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" && $0 != "\\" }.lowercased()
    }
    return nil
  }
}
