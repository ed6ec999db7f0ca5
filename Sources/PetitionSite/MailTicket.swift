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

  private let seal: TimedSeal

  init(key: SecretKey) {
    seal = TimedSeal(key: key, lifetime: Self.lifetime)
  }

  /// The ticket of a form that was accepted now (UTC milliseconds).
  func ticket(
    to email: EmailAddress, for petition: Petition, at now: Int64, random: (Int) -> [UInt8]
  ) -> String {
    var content = Array(email.text.utf8)
    while (TimedSeal.timeCount + content.count) % Self.paddingStep != 0 { content.append(0) }
    return seal.seal(content, for: petition.uniqueID, at: now, random: random)
  }

  /// The address in a ticket.
  ///
  /// - Returns: nil for a ticket that is too old, of another petition, or none.
  func address(_ ticket: String, for petition: Petition, at now: Int64) -> EmailAddress? {
    guard let content = seal.open(ticket, for: petition.uniqueID, at: now) else { return nil }
    return try? EmailAddress(parsing: String(decoding: content.prefix { $0 != 0 }, as: UTF8.self))
  }
}
