import Petitions
import SQLDatabase

/// How an account is read from its row.
enum AccountRow {
  static func account(
    _ row: Row, from index: Int = 0, open: ([UInt8], String) throws -> String
  ) throws -> Account {
    let id: Int64 = try row.get(index)
    let role: String = try row.get(index + 3)
    guard let role = Role(rawValue: role) else { throw StoreError.unreadableRecord }
    return Account(
      id: Account.ID(rawValue: id),
      name: try open(row.get(index + 2), namePlace(id)),
      email: try open(row.get(index + 1), emailPlace(id)), role: role,
      isSuspended: try row.get(index + 4), createdAt: try row.get(index + 5))
  }

  /// The number is given by the database, so what is sealed for it is written after the row is there.
  static func emailPlace(_ id: Int64) -> String { "account.email \(id)" }
  static func namePlace(_ id: Int64) -> String { "account.name \(id)" }
}
