import HTTPServer

/// The header fields that every answer carries, and those that say how long it may be kept.
struct SiteHeaders: Sendable {
  /// For an answer that everybody gets alike.
  let shared: HeaderFields
  /// For an answer that everybody with the same language gets alike.
  let sharedByLanguage: HeaderFields
  /// For an answer to one person.
  let personal: HeaderFields
  /// The same for a page with a script of this site.
  let personalWithScript: HeaderFields
  /// For a file that never changes under its address.
  let immutable: HeaderFields

  /// - Parameter isSecure: whether the public address begins with `https`.
  init(isSecure: Bool) {
    let safe = Self.safe(isSecure: isSecure)
    func with(_ cacheControl: String, scripts: Bool = false) -> HeaderFields {
      var fields = scripts ? Self.safe(isSecure: isSecure, scripts: true) : safe
      fields.set("Cache-Control", cacheControl)
      return fields
    }
    // Short, so that somebody who has just confirmed finds the name on the list.
    shared = with("public, max-age=1, stale-while-revalidate=1, stale-if-error=86400")
    var sharedByLanguage = shared
    sharedByLanguage.add("Vary", "Accept-Language")
    self.sharedByLanguage = sharedByLanguage
    personal = with("no-store")
    personalWithScript = with("no-store", scripts: true)
    immutable = with("public, max-age=31536000, immutable")
  }

  private static func safe(isSecure: Bool, scripts: Bool = false) -> HeaderFields {
    var policy =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; "
      + (scripts ? "script-src 'self'; " : "")
      + "base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
    var fields = HeaderFields()
    if isSecure {
      policy += "; upgrade-insecure-requests"
      fields.set("Strict-Transport-Security", "max-age=63072000; includeSubDomains")
    }
    fields.set("Content-Security-Policy", policy)
    fields.set("X-Content-Type-Options", "nosniff")
    // With no-referrer browsers would send "Origin: null" with our own forms.
    fields.set("Referrer-Policy", "same-origin")
    fields.set("Cross-Origin-Opener-Policy", "same-origin")
    fields.set("Cross-Origin-Resource-Policy", "same-origin")
    fields.set("Cross-Origin-Embedder-Policy", "require-corp")
    fields.set("X-Frame-Options", "DENY")
    fields.set(
      "Permissions-Policy",
      "camera=(), geolocation=(), microphone=(), payment=(), usb=()")
    return fields
  }
}
