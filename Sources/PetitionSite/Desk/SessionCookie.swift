import HTTPServer
import PetitionStore

/// The cookie of people who are signed in (RFC 6265bis); signers and readers have none.
struct SessionCookie {
  /// Whether the public address begins with `https`; without it browsers refuse the strict name.
  let isSecure: Bool

  private var name: String { isSecure ? "__Host-session" : "session" }

  /// The session that a request names.
  func session(of request: Request) -> AccountSecret? {
    request.cookies[name].flatMap { AccountSecret(token: $0) }
  }

  /// Whether a header field may name a session; it is not looked up.
  func isNamed(in cookies: String?) -> Bool { cookies?.contains(name + "=") ?? false }

  /// Begins to send a session with each request, for at most so many milliseconds.
  func setting(_ session: AccountSecret, for lifetime: Int64) -> String {
    "\(name)=\(session.token); Max-Age=\(lifetime / 1_000)" + attributes
  }

  /// Ends it.
  var ending: String { "\(name)=; Max-Age=0" + attributes }

  /// Lax, so that a link in a mail finds the person signed in; nothing changes by following one.
  private var attributes: String {
    "; Path=/; HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
  }
}
