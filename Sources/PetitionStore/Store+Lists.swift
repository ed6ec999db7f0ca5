public import Petitions
import SQLDatabase

extension Store {
  /// One page of a petition's public list, newest first.
  public func signatures(
    of petition: Petition, _ page: ListPage
  ) async throws -> [ListedSignature] {
    try await database.read { try Self.signatures(of: petition, page, in: $0) }
  }

  /// Names brought from another system, in their order there.
  public func importedNames(
    of petition: Petition, _ page: ListPage
  ) async throws -> [ImportedName] {
    try await database.read { try Self.importedNames(of: petition, page, in: $0) }
  }

  /// The last place on the other system's list whose name was brought along; 0 for none.
  public func lastImportedPosition(of petition: Petition) async throws -> Int {
    try await database.read { try Self.lastImportedPosition(of: petition, in: $0) }
  }

  static func signatures(
    of petition: Petition, _ page: ListPage, in transaction: any Transaction
  ) throws -> [ListedSignature] {
    let hidesNames = try hidesNames(in: transaction)
    return try transaction.query(
      """
      SELECT ordinal, state, name, reason, confirmed_at, (
        SELECT removal.reason
        FROM removal
        WHERE removal.id = removal_id
      )
      FROM signature
      WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3
      ORDER BY ordinal DESC
      """, petition.id.rawValue, page.ordinals.lowerBound, page.ordinals.upperBound
    ).map { row in
      ListedSignature(
        ordinal: try row.get(0), entry: try Self.entry(of: row, hidesNames: hidesNames),
        confirmedAt: try row.get(4))
    }
  }

  static func importedNames(
    of petition: Petition, _ page: ListPage, in transaction: any Transaction
  ) throws -> [ImportedName] {
    guard try !hidesNames(in: transaction) else { return [] }
    return try transaction.query(
      """
      SELECT position, name
      FROM imported_name
      WHERE petition_id = $1 AND position >= $2 AND position < $3
      ORDER BY position
      """, petition.id.rawValue, page.positions.lowerBound, page.positions.upperBound
    ).map { ImportedName(position: try $0.get(0), name: try $0.get(1)) }
  }

  static func lastImportedPosition(
    of petition: Petition, in transaction: any Transaction
  ) throws -> Int {
    let rows = try transaction.query(
      """
      SELECT position
      FROM imported_name
      WHERE petition_id = $1
      ORDER BY position DESC
      LIMIT 1
      """, petition.id.rawValue)
    return try rows.first?.get(0) ?? 0
  }

  private static func entry(of row: Row, hidesNames: Bool) throws -> ListedSignature.Entry {
    switch try row.get(1) as String {
    case SignatureState.withdrawn.rawValue: return .withdrawn
    case SignatureState.removed.rawValue:
      return .removed((try row.get(5) as String?).flatMap(RemovalReason.init))
    default:
      guard !hidesNames, let name: String = try row.get(2) else { return .unnamed }
      return .named(name, reason: try row.get(3) ?? "")
    }
  }
}

/// What became of a confirmed signature.
public enum SignatureState: String, Sendable, Hashable {
  case standing
  case withdrawn
  case removed
}
