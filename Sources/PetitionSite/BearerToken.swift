import Cryptography

/// The secret that a program shows in `Authorization: Bearer …` (RFC 6750, section 2.1).
struct BearerToken {
  private let token: String

  /// - Returns: nil for a field of another scheme, and for none.
  init?(_ field: String?) {
    guard let field else { return nil }
    let parts = field.split(separator: " ", maxSplits: 1)
    guard parts.count == 2, parts[0].lowercased() == "bearer" else { return nil }
    token = String(parts[1].drop { $0 == " " })
  }

  /// Compares in a time that depends on the lengths only, since digests are what is compared.
  func isEqual(to secret: String) -> Bool {
    isEqualInConstantTime(
      SHA256.hash(Array(token.utf8)), SHA256.hash(Array(secret.utf8)))
  }
}
