/// Statements that happen together or not at all.
///
/// After a statement has failed, all later ones fail with the same error and nothing is committed,
/// even if the caller goes on: that is how PostgreSQL behaves, so it is how every engine does.
public protocol Transaction {
  /// The engine's dialect, for the few statements that must differ.
  var dialect: Dialect { get }

  /// Runs a statement once for each row of values, in order, and gives the rows of each result.
  func query(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [[Row]]

  /// Runs a statement once for each row of values, in order, and counts the rows each has changed.
  @discardableResult
  func execute(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [Int]

  /// Tells everybody who observes the database, in this process and others, once it is committed.
  ///
  /// - Parameter message: at most 7,000 bytes; the same one twice in a transaction may arrive once.
  func notify(_ message: String) throws
}

extension Transaction {
  /// Runs a statement with values for `$1`, `$2`, …, and gives the rows of its result.
  public func query(_ sql: SQL, _ values: any ValueConvertible...) throws -> [Row] {
    try query(sql, each: [values])[0]
  }

  /// Runs a statement with values for `$1`, `$2`, …, and counts the rows it has changed.
  ///
  /// Rows changed by triggers or by foreign keys do not count.
  @discardableResult
  public func execute(_ sql: SQL, _ values: any ValueConvertible...) throws -> Int {
    try execute(sql, each: [values])[0]
  }
}
