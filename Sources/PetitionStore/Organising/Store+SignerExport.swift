public import Petitions
import SQLDatabase

/// A signer whose name the people who run the petition may see.
public struct ConsentingSigner: Sendable, Hashable {
  /// The place on the list.
  public let ordinal: Int
  /// The name.
  public let name: String
  /// Why the person signs; may be empty.
  public let reason: String
  /// The country, an ISO 3166-1 alpha-2 code.
  public let country: String?
  /// Who else may see the name: everybody, or only those who run the petition.
  public let audience: Audience
  /// When it was confirmed, in UTC milliseconds, full hours.
  public let confirmedAt: Int64
}

extension Store {
  /// Notes that somebody is given the signers of a petition.
  ///
  /// - Parameters:
  ///   - format: how they are written down.
  ///   - now: UTC milliseconds.
  public func noteExport(
    of petition: Petition.ID, as format: String, by account: Account.ID, at now: Int64
  ) async throws {
    try await database.write { [self] transaction in
      try write(
        JournalEntry(
          .signersExported, by: account, petition: petition, facts: ["format": format], at: now),
        in: transaction)
    }
  }

  /// The signers on some places of the list who agreed that whoever runs the petition sees their names;
  /// without names and reasons while the site hides all names.
  ///
  /// - Parameter ordinals: a piece of the list; the time grows with it.
  /// - Throws: ``StoreError/unreadableRecord``, `CryptographyError`, `DatabaseError`.
  public func consentingSigners(
    of petition: Petition.ID, _ ordinals: Range<Int>
  ) async throws -> [ConsentingSigner] {
    let (rows, hidesNames) = try await database.read { transaction in
      let rows = try transaction.query(
        """
        SELECT ordinal, name, reason, country, audience, confirmed_at, person, confirm_hash
        FROM signature
        WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND state = 'standing'
          AND audience IN ('public', 'organiser')
        ORDER BY ordinal
        """, petition.rawValue, ordinals.lowerBound, ordinals.upperBound)
      return (rows, try Self.hidesNames(in: transaction))
    }
    return try rows.map { try signer($0, hidesNames: hidesNames) }
  }

  private func signer(_ row: Row, hidesNames: Bool) throws -> ConsentingSigner {
    var name: String? = try row.get(1)
    var reason: String? = try row.get(2)
    if name == nil, let sealed: [UInt8] = try row.get(6) {
      let person = try PersonRecord(sealed: sealed, key: secret.personKey, row: try row.get(7))
      (name, reason) = (person.name, person.reason)
    }
    return ConsentingSigner(
      ordinal: try row.get(0), name: hidesNames ? "" : name ?? "",
      reason: hidesNames ? "" : reason ?? "", country: try row.get(3),
      audience: try row.audience(4), confirmedAt: try row.get(5))
  }
}
