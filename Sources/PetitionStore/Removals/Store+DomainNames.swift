import Cryptography
import EmailAddresses
public import Petitions
import SQLDatabase

extension Store {
  /// The names of domains, as far as the desk may know them: those that many people use anyway, and those
  /// that many of the newest signatures have, which one of their signers who asked for updates tells.
  ///
  /// - Parameter tags: those of one petition; a closed one has none that can be told.
  public func domainNames(of tags: [Int64], in petition: Petition) async throws -> [Int64: String] {
    let key: SecretKey
    do {
      key = try await petitionKey(of: petition)
    } catch StoreError.petitionClosed {
      return [:]
    }
    let wanted = Set(tags)
    var names: [Int64: String] = [:]
    for domain in CommonDomains.names {
      let tag = DomainTag.tag(of: domain, key: key)
      if wanted.contains(tag) { names[tag] = domain }
    }
    let unknown = wanted.subtracting(names.keys)
    guard !unknown.isEmpty else { return names }
    return names.merging(try await toldNames(of: unknown, in: petition)) { common, _ in common }
  }

  private func toldNames(
    of tags: Set<Int64>, in petition: Petition
  ) async throws -> [Int64: String] {
    let limits = limits.removals
    let last = petition.tally.confirmed
    return try await database.read { [self] transaction in
      let tellers = try transaction.query(
        """
        SELECT domain_tag, MAX(CASE WHEN wants_updates = 1 AND person IS NOT NULL THEN ordinal ELSE 0 END)
        FROM signature
        WHERE petition_id = $1 AND ordinal > $2 AND domain_tag IS NOT NULL
        GROUP BY domain_tag
        HAVING COUNT(*) >= $3
        """, petition.id.rawValue, last - limits.namedAmong, limits.namedFrom)
      var names: [Int64: String] = [:]
      for row in tellers {
        let tag: Int64 = try row.get(0)
        guard tags.contains(tag) else { continue }
        names[tag] = try domain(of: petition.id, ordinal: row.get(1), in: transaction)
      }
      return names
    }
  }

  /// The domain of one signer's address, where it is kept.
  private func domain(
    of petition: Petition.ID, ordinal: Int, in transaction: any Transaction
  ) throws -> String? {
    let rows = try transaction.query(
      "SELECT confirm_hash, person FROM signature WHERE petition_id = $1 AND ordinal = $2",
      petition.rawValue, ordinal)
    guard let row = rows.first, let sealed: [UInt8] = try row.get(1) else { return nil }
    let person = try PersonRecord(sealed: sealed, key: secret.personKey, row: row.get(0))
    return (try? EmailAddress(parsing: person.email))?.normalisedDomain
  }
}
