import Cryptography
public import Petitions
import SQLDatabase

/// What became of signing words that were changed.
public enum RenewalOutcome: Sendable, Hashable {
  /// The signature stands for the words, now or before.
  case renewed
  /// The words were changed again since they were shown.
  case outdated
  /// The petition takes no signatures any more.
  case petitionClosed
  /// No signature that stands is there.
  case notStanding
}

extension Store {
  /// A token by which one signer signs changed words, in the letters of base64url; it does nothing else.
  public func renewalToken(of petition: Petition.ID, ordinal: Int) -> String {
    renewalToken(PlaceToken(petition: petition, ordinal: ordinal))
  }

  /// The same for the signer of a mail, by the token that ends news to that signer.
  ///
  /// - Returns: nil for a text that is no token of this site.
  public func renewalToken(unsubscribeToken token: String) -> String? {
    PlaceToken(token, key: secret.unsubscribeKey).map(renewalToken)
  }

  private func renewalToken(_ place: PlaceToken) -> String {
    place.text(key: secret.renewalKey, nonce: random(AEAD.nonceCount))
  }

  /// Whether a token comes from a mail that was made to be looked at, and belongs to nobody.
  public func isOfTrial(renewalToken token: String) -> Bool {
    PlaceToken(token, key: secret.renewalKey)?.ordinal == 0
  }

  /// By what the signature of a token is found.
  ///
  /// - Returns: nil for a text that is no token of this site.
  public func confirmHash(renewalToken token: String) async throws -> [UInt8]? {
    guard let place = PlaceToken(token, key: secret.renewalKey) else { return nil }
    return try await confirmHash(at: place)
  }

  /// Whether the signer of a mail can still be asked to sign a version, by the token that ends news.
  public func canAsk(unsubscribeToken token: String, for version: Int) async throws -> Bool {
    guard let place = PlaceToken(token, key: secret.unsubscribeKey) else { return false }
    return try await database.read { transaction in
      let rows = try transaction.query(
        """
        SELECT ordinal
        FROM signature
        WHERE petition_id = $1 AND ordinal = $2 AND state = 'standing' AND wording_version < $3
        """, place.petition.rawValue, place.ordinal, version)
      return !rows.isEmpty
    }
  }

  /// Gives a standing signature once more, to the words as they are now; again changes nothing.
  ///
  /// The count stays as it is, and so does what says to which words it was given before. The commitment
  /// made when it was signed stays as well.
  ///
  /// - Parameters:
  ///   - version: the version that the signer was shown.
  ///   - now: UTC milliseconds.
  public func renew(
    confirmHash hash: [UInt8], to version: Int, at now: Int64
  ) async throws -> RenewalOutcome {
    try await database.write { transaction in
      try Self.lock(hash, in: transaction)
      let rows = try transaction.query(
        """
        SELECT petition_id, ordinal, wording_version
        FROM signature
        WHERE confirm_hash = $1 AND state = 'standing'
        """, hash)
      guard let row = rows.first else { return .notStanding }
      let id: Int64 = try row.get(0)
      // Neither closed nor changed while this is done; after the signature, as everywhere.
      try PetitionLock.toConfirm.take([id], in: transaction)
      guard let petition = try Self.petition(Petition.ID(rawValue: id), in: transaction) else {
        return .notStanding
      }
      guard petition.isOpen(at: now), !petition.isHidden else { return .petitionClosed }
      guard version == petition.wordingVersion else { return .outdated }
      let signed: Int = try row.get(2)
      if signed < version {
        try Self.renew(
          hash, at: row.get(1), of: petition, from: signed, at: now, in: transaction)
      }
      return .renewed
    }
  }

  private static func renew(
    _ hash: [UInt8], at ordinal: Int, of petition: Petition, from version: Int, at now: Int64,
    in transaction: any Transaction
  ) throws {
    let hour = now / PetitionCount.hour * PetitionCount.hour
    try transaction.execute(
      "UPDATE signature SET wording_version = $1 WHERE confirm_hash = $2",
      petition.wordingVersion, hash)
    try transaction.execute(
      """
      INSERT INTO renewal (petition_id, ordinal, version, from_version, renewed_at)
      VALUES ($1, $2, $3, $4, $5)
      """, petition.id.rawValue, ordinal, petition.wordingVersion, version, hour)
    try transaction.execute(
      "UPDATE wording SET renewed = renewed + 1 WHERE petition_id = $1 AND version = $2",
      petition.id.rawValue, petition.wordingVersion)
    try transaction.tell(.changed(petition.id))
  }

  /// Begins to ask those who get news whether they sign the words as they are from now on.
  ///
  /// An earlier change that signers are still asked about is asked about no more: ``fillNews(at:)`` looks.
  ///
  /// - Parameters:
  ///   - version: the number of the new words.
  ///   - count: how many get news, at least one.
  func askSigners(
    of petition: Petition, for version: Int, count: Int, at now: Int64,
    in transaction: any Transaction
  ) throws {
    // The words of these mails are the site's own, so nobody has to try them first.
    try transaction.execute(
      """
      INSERT INTO news (
        petition_id, kind, subject, body, body_html, state, tested_at, created_at, started_at,
        last_ordinal, recipients, renewal_version
      )
      VALUES ($1, 'news', '', '', '', 'sending', $2, $2, $2, $3, $4, $5)
      """, petition.id.rawValue, now, petition.tally.confirmed, count, version)
  }
}
