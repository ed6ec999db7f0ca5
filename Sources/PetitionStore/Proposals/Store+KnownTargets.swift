public import Petitions
import SQLDatabase

/// Somebody whom a petition here was addressed to.
public struct KnownTarget: Sendable, Hashable {
  /// The number by which a form names the target.
  public let id: Int64
  /// The name, the office and the country, without where letters can go.
  public let target: DetailedTarget
}

extension Store {
  /// Targets of published petitions, by name, without where letters can go.
  public func knownTargets() async throws -> [KnownTarget] {
    let limit = limits.drafts.knownTargets
    return try await database.read { transaction in
      try transaction.query(
        """
        SELECT id, name, office, country
        FROM known_target
        ORDER BY name, office, id
        LIMIT $1
        """, limit
      ).map { row in
        KnownTarget(
          id: try row.get(0),
          target: DetailedTarget(
            name: try row.get(1), office: try row.get(2), country: try row.get(3)))
      }
    }
  }

  /// One target with where letters can go, which is for whoever delivers them and for nobody else.
  public func knownTarget(_ id: Int64) async throws -> DetailedTarget? {
    try await database.read { [self] transaction in
      try transaction.query(
        "SELECT name, office, country, contact FROM known_target WHERE id = $1", id
      ).first.map { row in
        let name: String = try row.get(0)
        let office: String = try row.get(1)
        let country: String = try row.get(2)
        let contact: [String] = try ProposalRow.decoded(
          open(row.get(3), in: Self.contactPlace(name, office, country)))
        return DetailedTarget(
          name: name, office: office, country: country, address: contact.first ?? "",
          email: contact.count > 1 ? contact[1] : "")
      }
    }
  }

  /// Keeps the targets of a petition that a moderator has read, for the next one.
  ///
  /// Where letters can go stays as it is where it is known, so that no later petition leads them elsewhere.
  func learn(
    _ targets: [DetailedTarget], at now: Int64, in transaction: any Transaction
  ) throws {
    for target in targets {
      let place = Self.contactPlace(target.name, target.office, target.country)
      let contact = seal(try ProposalRow.encoded([target.address, target.email]), in: place)
      let isKnown = try hasContact(target, in: transaction)
      try transaction.execute(
        """
        INSERT INTO known_target (name, office, country, contact, changed_at)
        VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (name, office, country) DO UPDATE
        SET contact = CASE WHEN $6 = 1 THEN known_target.contact ELSE excluded.contact END,
          changed_at = excluded.changed_at
        """, target.name, target.office, target.country, contact, now, isKnown)
    }
  }

  private func hasContact(
    _ target: DetailedTarget, in transaction: any Transaction
  ) throws -> Bool {
    let sealed: [UInt8]? = try transaction.query(
      "SELECT contact FROM known_target WHERE name = $1 AND office = $2 AND country = $3",
      target.name, target.office, target.country
    ).first?.get(0)
    guard let sealed else { return false }
    let place = Self.contactPlace(target.name, target.office, target.country)
    let contact: [String] = try ProposalRow.decoded(open(sealed, in: place))
    return contact.contains { !$0.isEmpty }
  }

  private static func contactPlace(_ name: String, _ office: String, _ country: String) -> String {
    "known_target.contact \(name)\n\(office)\n\(country)"
  }
}
