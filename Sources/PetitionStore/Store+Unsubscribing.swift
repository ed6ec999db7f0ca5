import Cryptography
public import Petitions
import SQLDatabase

/// What a token of a news mail belongs to.
public struct Unsubscription: Sendable, Hashable {
  /// The petition whose news it ends.
  public let petition: Petition.ID
  /// Whether the signer still gets news.
  public let wantsUpdates: Bool
}

extension Store {
  /// A token that ends the news to one signer and does nothing else, in the letters of base64url.
  public func unsubscribeToken(of petition: Petition.ID, ordinal: Int) -> String {
    let place = [UInt64(bitPattern: petition.rawValue), UInt64(ordinal)].flatMap { number in
      withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }
    return Base64URL.encode(
      AEAD.seal(
        place, key: secret.unsubscribeKey, nonce: random(AEAD.nonceCount), authenticating: []))
  }

  /// Whether a token comes from news that its author sent to themselves, and belongs to nobody.
  public func isOfTrial(unsubscribeToken token: String) -> Bool { place(of: token)?.ordinal == 0 }

  /// What the page with the button shows: nothing changes.
  ///
  /// - Returns: nil for a text that is no token of this site.
  public func unsubscription(_ token: String) async throws -> Unsubscription? {
    guard let place = place(of: token) else { return nil }
    return try await database.read { transaction in
      try transaction.query(
        "SELECT wants_updates FROM signature WHERE petition_id = $1 AND ordinal = $2",
        place.petition.rawValue, place.ordinal
      ).first.map { Unsubscription(petition: place.petition, wantsUpdates: try $0.get(0)) }
    }
  }

  /// Ends the news to a signer, deletes the address and what waits for it; again changes nothing.
  ///
  /// - Returns: false for a text that is no token of this site.
  public func unsubscribe(_ token: String) async throws -> Bool {
    guard let place = place(of: token) else { return false }
    let hash: [UInt8]? = try await database.read { transaction in
      try transaction.query(
        "SELECT confirm_hash FROM signature WHERE petition_id = $1 AND ordinal = $2",
        place.petition.rawValue, place.ordinal
      ).first?.get(0)
    }
    guard let hash else { return false }
    try await endUpdates(hash)
    return true
  }

  /// Deletes the address of a signer who wants no news any more, also where the signature was removed.
  func endUpdates(_ confirmHash: [UInt8]) async throws {
    try await rewrite(confirmHash, isForRemoved: true) { own in
      own.wantsUpdates = false
      own.email = ""
    }
  }

  private func place(of token: String) -> (petition: Petition.ID, ordinal: Int)? {
    guard let sealed = Base64URL.decode(token),
      let bytes = try? AEAD.open(sealed, key: secret.unsubscribeKey, authenticating: []),
      bytes.count == 16
    else { return nil }
    func number(_ bytes: ArraySlice<UInt8>) -> UInt64 { bytes.reduce(0) { $0 << 8 | UInt64($1) } }
    let petition = Petition.ID(rawValue: Int64(bitPattern: number(bytes[..<8])))
    return (petition, Int(truncatingIfNeeded: number(bytes[8...])))
  }
}
