import Cryptography
import Petitions

/// Lets the page after a right code confirm the signature that it shows, and no other.
///
/// The secret of the link stands in the mail only; this holds by what the store finds the signature.
struct ConfirmTicket {
  /// For so many milliseconds after its code a ticket is good.
  static let lifetime: Int64 = 15 * 60_000

  private let seal: TimedSeal

  init(key: SecretKey) {
    seal = TimedSeal(key: key, lifetime: Self.lifetime)
  }

  /// The ticket of a signature whose code was right now (UTC milliseconds).
  func ticket(
    for confirmHash: [UInt8], of petition: Petition, at now: Int64, random: (Int) -> [UInt8]
  ) -> String {
    seal.seal(confirmHash, for: Self.purpose(petition), at: now, random: random)
  }

  /// By what the store finds the signature of a ticket.
  ///
  /// - Returns: nil for a ticket that is too old, of another petition, or none.
  func confirmHash(_ ticket: String, of petition: Petition, at now: Int64) -> [UInt8]? {
    seal.open(ticket, for: Self.purpose(petition), at: now)
  }

  /// Differs from that of a ``MailTicket``, which has the same key.
  private static func purpose(_ petition: Petition) -> [UInt8] {
    Array("confirm ".utf8) + petition.uniqueID
  }
}
