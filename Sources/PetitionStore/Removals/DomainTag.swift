import Cryptography
import EmailAddresses

/// A number that stands for an email domain within one petition.
///
/// It is made with the petition's key: without the secret nobody can test a guess, the same domain has
/// another number in another petition, and once a petition is closed, nobody can tell a domain again.
enum DomainTag {
  static func tag(of email: EmailAddress, key: SecretKey) -> Int64 {
    tag(of: email.normalisedDomain, key: key)
  }

  /// - Parameter domain: A-labels in lower case.
  static func tag(of domain: String, key: SecretKey) -> Int64 {
    let hash = KeyedHash.hash(Array("domain \(domain)".utf8), key: key, count: 16)
    return Int64(bitPattern: hash.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
  }
}
