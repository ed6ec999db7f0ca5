import Cryptography
import Markup

/// The secret of an authenticator app that is being set up, which the page gets back with the code.
///
/// It stands sealed in the form, so that showing the page writes nothing.
struct AppTicket {
  let secret: [UInt8]
  let text: String

  private static let lifetime: Int64 = 3_600_000

  private static func seal(_ key: SecretKey) -> TimedSeal {
    TimedSeal(key: HKDFSHA256.key(from: key, info: "authenticator app"), lifetime: lifetime)
  }

  /// A new secret, for one session.
  init(for session: [UInt8], key: SecretKey, at now: Int64, random: (Int) -> [UInt8]) {
    secret = random(TOTP.secretCount)
    text = Self.seal(key).seal(secret, for: session, at: now, random: random)
  }

  /// A secret that came back.
  ///
  /// - Returns: nil for one of another session, or one that is too old.
  init?(_ text: String, for session: [UInt8], key: SecretKey, at now: Int64) {
    guard let secret = Self.seal(key).open(text, for: session, at: now),
      secret.count == TOTP.secretCount
    else { return nil }
    self.secret = secret
    self.text = text
  }

  var app: TOTP { TOTP(secret: SecretKey(bytes: secret)) }
}

/// What brings the secret into an app on the same device.
struct AppLink: LinkTarget {
  let address: String

  init(_ app: TOTP, issuer: String, account: String) {
    address = app.uri(issuer: issuer, account: account)
  }
}
