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
    PlaceToken(petition: petition, ordinal: ordinal)
      .text(key: secret.unsubscribeKey, nonce: random(AEAD.nonceCount))
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
    guard let hash = try await confirmHash(at: place) else { return false }
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

  /// What the store finds the signature on a place by.
  func confirmHash(at place: PlaceToken) async throws -> [UInt8]? {
    try await database.read { transaction in
      try transaction.query(
        "SELECT confirm_hash FROM signature WHERE petition_id = $1 AND ordinal = $2",
        place.petition.rawValue, place.ordinal
      ).first?.get(0)
    }
  }

  private func place(of token: String) -> PlaceToken? {
    PlaceToken(token, key: secret.unsubscribeKey)
  }
}
