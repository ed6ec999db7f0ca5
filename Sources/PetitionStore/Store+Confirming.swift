import Cryptography
public import EmailAddresses
public import Petitions
import SQLDatabase

extension Store {
  /// Confirms the pending signature that a token belongs to.
  ///
  /// Confirming again gives the same answer and changes nothing.
  ///
  /// - Parameters:
  ///   - network: where the button was pressed, where that is known.
  ///   - now: UTC milliseconds.
  /// - Throws: `DatabaseError`.
  public func confirm(
    _ signatureSecret: SignatureSecret, from network: NetworkOfDay? = nil, at now: Int64
  ) async throws -> ConfirmationOutcome {
    let link = SignatureLink(
      confirmHash: signatureSecret.confirmHash, token: signatureSecret.token)
    return try await settle(
      ConfirmationRequest(link: link, network: network, confirmedAt: now))
  }

  /// Confirms the pending signature that a right code found, and that its signer has seen since.
  ///
  /// As ``confirm(_:at:)``; the mail that thanks has no link, since nobody but the first mail knows it.
  ///
  /// - Parameters:
  ///   - confirmHash: what ``checkCode(_:of:_:at:)`` gave.
  ///   - network: where the button was pressed, where that is known.
  ///   - now: UTC milliseconds.
  /// - Throws: `DatabaseError`.
  public func confirm(
    confirmHash: [UInt8], from network: NetworkOfDay? = nil, at now: Int64
  ) async throws -> ConfirmationOutcome {
    try await settle(
      ConfirmationRequest(
        link: SignatureLink(confirmHash: confirmHash, token: ""), network: network,
        confirmedAt: now))
  }

  /// Finds the pending signature that a code belongs to.
  ///
  /// A right code changes nothing, for anybody may have sent the form that it belongs to: the signer
  /// is to see that first. A wrong one is counted. Whether an address has signed, and why a code is
  /// not accepted, shows in nothing that this returns.
  ///
  /// - Parameters:
  ///   - code: as typed; everything but its digits is passed over.
  ///   - email: the address that the code was sent to.
  ///   - now: UTC milliseconds.
  /// - Throws: `DatabaseError`.
  public func checkCode(
    _ code: String, of email: EmailAddress, _ petition: Petition, at now: Int64
  ) async throws -> CodeOutcome {
    let key: SecretKey
    do {
      key = try await petitionKey(of: petition)
    } catch StoreError.petitionClosed {
      return .petitionClosed
    }
    let request = CodeRequest(
      petition: petition.id,
      duplicateKey: KeyedHash.hash(Array(email.normalised.utf8), key: key, count: 32), typed: code)
    let check = CodeCheck(secret: secret, limits: limits)
    return try await database.write { [secret] transaction in
      try PetitionLock.toConfirm.take([petition.id.rawValue], in: transaction)
      guard let hash = try check.confirmHash(of: request, at: now, in: transaction),
        let pending = try Self.pendingSignature(hash, secret, at: now, in: transaction)
      else { return .notAccepted }
      return .right(confirmHash: hash, pending)
    }
  }

  /// What the page with the button shows: nothing changes.
  public func pendingSignature(
    _ signatureSecret: SignatureSecret, at now: Int64
  ) async throws -> PendingSignature? {
    let hash = signatureSecret.confirmHash
    return try await database.read { [secret] in
      try Self.pendingSignature(hash, secret, at: now, in: $0)
    }
  }

  private static func pendingSignature(
    _ hash: [UInt8], _ secret: SiteSecret, at now: Int64, in transaction: any Transaction
  ) throws -> PendingSignature? {
    let rows = try transaction.query(
      """
      SELECT petition_id, person, audience, wording_version
      FROM pending_signature
      WHERE confirm_hash = $1 AND expires_at > $2
      """, hash, now)
    guard let row = rows.first else { return nil }
    let sealed: [UInt8] = try row.get(1)
    let person =
      sealed.isEmpty ? nil : try PersonRecord(sealed: sealed, key: secret.personKey, row: hash)
    return PendingSignature(
      petition: Petition.ID(rawValue: try row.get(0)), name: person?.name ?? "",
      audience: try row.audience(2), wordingVersion: try row.get(3))
  }
}

/// A signature that waits for its confirmation.
public struct PendingSignature: Sendable, Hashable {
  /// What was signed.
  public let petition: Petition.ID
  /// The name as signed; empty once the petition is closed.
  public let name: String
  /// Who may see the name.
  public let audience: Audience
  /// The version of the words that the form showed.
  public let wordingVersion: Int
}

/// What pressing the button came to.
public enum ConfirmationOutcome: Sendable, Hashable {
  /// The signature has this ordinal, now or since earlier; it may have been withdrawn since.
  case confirmed(ordinal: Int)
  /// The same address signed this petition before, by another mail; nothing was counted.
  case signedBefore
  /// The petition takes no signatures any more.
  case petitionClosed
  /// No such signature waits: the link expired or was never given out.
  case unknown
}

/// What typing a code came to.
public enum CodeOutcome: Sendable, Hashable {
  /// What waits for the button, and by what ``Store/confirm(confirmHash:at:)`` finds it.
  case right(confirmHash: [UInt8], PendingSignature)
  /// The petition takes no signatures any more.
  case petitionClosed
  /// Wrong, too late, too often, or never sent: nobody is told which.
  case notAccepted
}
