/// One-time passwords made of a shared secret and the time (RFC 6238), as authenticator apps show.
///
/// Six digits of HMAC-SHA-1 and a step of 30 seconds: the only parameters that all apps know.
public struct TOTP: Sendable {
  /// Length of a secret in bytes, as RFC 4226 recommends (section 4, R6).
  public static let secretCount = 20

  /// The seconds that a code lasts.
  public static let period: Int64 = 30

  /// The digits of a code.
  public static let digits = 6

  /// The steps before and after the present one whose codes are taken too, for clocks that differ.
  public static let window: Int64 = 1

  private let secret: SecretKey

  /// The codes of a secret, which both sides keep to themselves.
  public init(secret: SecretKey) {
    self.secret = secret
  }

  /// The step that a moment lies in, in seconds since 1970.
  public static func step(at seconds: Int64) -> Int64 {
    // Rounds down before 1970 as well.
    (seconds - ((seconds % period) + period) % period) / period
  }

  /// The code of a step, or nil where OpenSSL refuses to compute it.
  ///
  /// `digits` is 6 to 9, and other than 6 only in the RFC's vectors.
  public func code(of step: Int64, digits: Int = Self.digits) -> String? {
    precondition((6...9).contains(digits), "RFC 4226 section 5.3: 6 digits or more")
    let counter = withUnsafeBytes(of: step.bigEndian) { Array($0) }
    guard let hash = HMACSHA1.code(for: counter, key: secret) else { return nil }
    // RFC 4226, section 5.3: the low four bits of the last byte tell where to read.
    let offset = Int(hash[HMACSHA1.count - 1] & 15)
    var number = hash[offset..<offset + 4].reduce(UInt32(0)) { $0 << 8 | UInt32($1) } & 0x7fff_ffff
    var text = [UInt8](repeating: UInt8(ascii: "0"), count: digits)
    for place in text.indices.reversed() {
      text[place] += UInt8(number % 10)
      number /= 10
    }
    return String(decoding: text, as: UTF8.self)
  }

  /// The step whose code was typed, or nil when it is none of those that count now.
  ///
  /// Keep the step and give it as `last` the next time: a code must not be taken twice (RFC 6238,
  /// section 5.2). The time is in seconds since 1970.
  public func step(ofCode typed: String, at seconds: Int64, after last: Int64?) -> Int64? {
    let typed = Array(typed.utf8)
    let now = Self.step(at: seconds)
    var found: Int64?
    // All of them every time, so that how long it takes tells nothing.
    for step in now - Self.window...now + Self.window {
      guard let code = code(of: step) else { return nil }
      let isEqual = isEqualInConstantTime(Array(code.utf8), typed)
      let isNew = last.map { step > $0 } ?? true
      if isEqual, isNew, found == nil { found = step }
    }
    return found
  }

  /// The address that brings the secret into an app, by a link or a QR code.
  ///
  /// The form is that of the «Key URI Format» of Google Authenticator, which the other apps read.
  /// It holds the secret: never log it.
  public func uri(issuer: String, account: String) -> String {
    let issuer = Self.percentEncoded(issuer)
    let account = Self.percentEncoded(account)
    return "otpauth://totp/\(issuer):\(account)?secret=\(typedSecret)&issuer=\(issuer)"
      + "&algorithm=SHA1&digits=\(Self.digits)&period=\(Self.period)"
  }

  /// The secret as people type it into an app: base32.
  public var typedSecret: String { secret.withBytes { Base32.encode(Array($0)) } }

  /// RFC 3986, section 2.1: everything but the unreserved characters.
  private static func percentEncoded(_ text: String) -> String {
    let hex = Array("0123456789ABCDEF".utf8)
    var encoded: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"), UInt8(ascii: "~"):
        encoded.append(byte)
      default:
        encoded += [UInt8(ascii: "%"), hex[Int(byte >> 4)], hex[Int(byte & 15)]]
      }
    }
    return String(decoding: encoded, as: UTF8.self)
  }
}
