import Cryptography
import Petitions

/// How a file with signers is written down.
enum SignerFormat: String, Sendable, CaseIterable {
  case csv
  case json
}

/// What a link to a file with signers says, sealed: for whom it was made, and in which format.
struct DownloadLink {
  /// For so many milliseconds a link works.
  static let lifetime: Int64 = 10 * 60_000

  private let seal: TimedSeal

  /// - Parameter key: of the forms of people who are signed in; links have one of their own made of it.
  init(key: SecretKey) {
    seal = TimedSeal(
      key: HKDFSHA256.key(from: key, info: "undersigned download link"), lifetime: Self.lifetime)
  }

  func ticket(
    to format: SignerFormat, of petition: Petition, for account: Account.ID, at now: Int64,
    random: (Int) -> [UInt8]
  ) -> String {
    seal.seal(
      Array("\(account.rawValue) \(format.rawValue)".utf8), for: petition.uniqueID, at: now,
      random: random)
  }

  /// The format of a link.
  ///
  /// - Returns: nil for one that is too old, or was made for somebody else or another petition.
  func format(
    _ ticket: String, of petition: Petition, for account: Account.ID, at now: Int64
  ) -> SignerFormat? {
    guard let content = seal.open(ticket, for: petition.uniqueID, at: now) else { return nil }
    let parts = String(decoding: content, as: UTF8.self).split(separator: " ")
    guard parts.count == 2, parts[0] == String(account.rawValue) else { return nil }
    return SignerFormat(rawValue: String(parts[1]))
  }
}
