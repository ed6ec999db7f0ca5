import Cryptography
import EmailAddresses
import Petitions

/// Lets the page after a form know the address that the mail went to, without showing it to anybody.
///
/// It is sealed with XChaCha20-Poly1305 for one petition: when it was made, and the address. What it is
/// as long as tells the address's length only to the next 32 bytes.
struct MailTicket {
  /// For so many milliseconds a ticket is good.
  static let lifetime: Int64 = 24 * FormToken.hour

  private static let paddingStep = 32

  private let key: SecretKey

  init(key: SecretKey) {
    self.key = key
  }

  /// The ticket of a form that was accepted now (UTC milliseconds).
  func ticket(
    to email: EmailAddress, for petition: Petition, at now: Int64, random: (Int) -> [UInt8]
  ) -> String {
    var plaintext = Self.bytes(now) + Array(email.text.utf8)
    while plaintext.count % Self.paddingStep != 0 { plaintext.append(0) }
    return Base64URL.encode(
      AEAD.seal(
        plaintext, key: key, nonce: random(AEAD.nonceCount), authenticating: petition.uniqueID))
  }

  /// The address in a ticket.
  ///
  /// - Returns: nil for a ticket that is too old, of another petition, or none.
  func address(_ ticket: String, for petition: Petition, at now: Int64) -> EmailAddress? {
    guard let sealed = Base64URL.decode(ticket),
      let plaintext = try? AEAD.open(sealed, key: key, authenticating: petition.uniqueID),
      plaintext.count >= 8
    else { return nil }
    let madeAt = plaintext.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // Another node's clock may be a little ahead.
    let age = now.subtractingReportingOverflow(Int64(bitPattern: madeAt))
    guard !age.overflow, (-FormToken.hour...Self.lifetime).contains(age.partialValue) else {
      return nil
    }
    let address = plaintext.dropFirst(8).prefix { $0 != 0 }
    return try? EmailAddress(parsing: String(decoding: address, as: UTF8.self))
  }

  private static func bytes(_ time: Int64) -> [UInt8] {
    let bits = UInt64(bitPattern: time)
    return stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: bits >> $0) }
  }
}
