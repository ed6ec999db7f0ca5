import Cryptography
import Petitions

/// Shows that a form came from a page of this site, made for this wording, not too long ago.
///
/// It is the same for everybody within an hour, so a page that holds it can be kept by any cache.
struct FormToken {
  static let hour: Int64 = 3_600_000

  private let key: SecretKey
  private let lifetimeHours: Int64

  init(key: SecretKey, lifetimeHours: Int64) {
    self.key = key
    self.lifetimeHours = lifetimeHours
  }

  /// The token of forms made at a time (UTC milliseconds): the hour and its code.
  func token(for petition: Petition, at now: Int64) -> String {
    let hour = now / Self.hour
    return "\(hour).\(Base64URL.encode(code(for: petition, hour: hour)))"
  }

  /// Whether a token is of this petition's present wording and not too old.
  func isValid(_ token: String, for petition: Petition, at now: Int64) -> Bool {
    let parts = token.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
    guard parts.count == 2, (1...12).contains(parts[0].count),
      parts[0].allSatisfy({ (0x30...0x39).contains($0) }), let hour = Int64(Substring(parts[0])),
      let code = Base64URL.decode(String(Substring(parts[1])))
    else { return false }
    let age = now / Self.hour - hour
    // Another node's clock may be a little ahead when an hour begins.
    return (-1...lifetimeHours).contains(age)
      && isEqualInConstantTime(code, self.code(for: petition, hour: hour))
  }

  private func code(for petition: Petition, hour: Int64) -> [UInt8] {
    let message = petition.uniqueID + Array("\0\(petition.wordingVersion)\0\(hour)".utf8)
    return HMACSHA256.code(for: message, key: key)
  }
}
