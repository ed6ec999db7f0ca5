import HTTPServer
import Testing

@testable import PetitionSite

extension Response {
  /// What every answer carries, whatever its route and its status, and nothing of its kind besides.
  private static func safeHeaders(isSecure: Bool) -> [String: String] {
    let policy =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
      + "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    var fields = [
      "Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin", "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Resource-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp", "X-Frame-Options": "DENY",
      "Permissions-Policy":
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ]
    if isSecure {
      fields["Strict-Transport-Security"] = "max-age=63072000; includeSubDomains"
      fields["Content-Security-Policy"] = policy + "; upgrade-insecure-requests"
    }
    return fields
  }

  /// What depends on the page and on what became of the request.
  private static let others: Set<String> = [
    "Cache-Control", "Vary", "Content-Type", "ETag", "Location", "Retry-After", "Allow",
    "WWW-Authenticate", "Set-Cookie", "Content-Disposition",
  ]

  /// The routes of pages that may run a script of the site.
  private static let withScript: Set<String> = [
    "sign-in", "sign-in-passkey", "prove", "prove-passkey", "passkeys",
  ]
  private static let withScript: Set<String> = ["start-petition", "draft-stage"]

  /// The routes that begin or end a session.
  private static let withCookie: Set<String> = ["sign-in-link", "sign-out", "submit-petition"]
  private static let withCookie: Set<String> = [
    "sign-in-link", "sign-in-passkey", "sign-out", "prove", "prove-passkey", "password", "passkeys",
  ]

  /// Expects the header fields that browsers and caches need, each once, and no cookie
  /// where no session begins or ends.
  func expectSafeHeaders(on site: SiteSettings) {
    let pairs = headers.pairs.map { ($0.name.spelling, $0.value) }
    #expect(Set(pairs.map(\.0)).count == pairs.count, "\(routeName): a header field is doubled")
    let fields = Dictionary(pairs, uniquingKeysWith: { first, _ in first })
    var safe = Self.safeHeaders(isSecure: site.url.hasPrefix("https:"))
    // A mail brings its own style, and nothing else.
    if routeName == "mail-preview", headers["Content-Type"]?.hasPrefix("text/html") == true,
      status == .ok
    {
      safe["Content-Security-Policy"] =
        "default-src 'none'; style-src \(MailStyle.policySource); base-uri 'none'; "
        + "form-action 'none'; frame-ancestors 'none'"
    }
    if Self.withScript.contains(routeName), status == .ok || status == .unprocessable {
      safe["Content-Security-Policy"] = safe["Content-Security-Policy"]?.replacing(
        "form-action 'self'; ", with: "form-action 'self'; script-src 'self'; ")
    }
    #expect(fields.filter { !Self.others.contains($0.key) } == safe, "\(routeName)")
    expectSafeCookie(fields["Set-Cookie"], isSecure: site.url.hasPrefix("https:"))
    if status != .ok, status != .notModified {
      #expect(fields["Cache-Control"] == "no-store", "\(routeName)")
    }
  }

  private func expectSafeCookie(_ cookie: String?, isSecure: Bool) {
    guard let cookie else { return }
    #expect(Self.withCookie.contains(routeName), "\(routeName) sets a cookie")
    #expect(cookie.hasPrefix(isSecure ? "__Host-session=" : "session="))
    let attributes = cookie.split(separator: "; ").dropFirst().map(String.init)
    let expected = ["Path=/", "HttpOnly", "SameSite=Lax"] + (isSecure ? ["Secure"] : [])
    #expect(attributes.filter { !$0.hasPrefix("Max-Age=") } == expected)
  }
}
