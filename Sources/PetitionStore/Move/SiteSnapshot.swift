import Cryptography
import SQLDatabase

/// What one reading of a whole site came to.
struct SiteSnapshot: Sendable, Hashable {
  /// By which the site knows its secret; a marker where a move is under way.
  let check: [UInt8]
  /// The highest number that a mail was ever given, also one that is gone.
  let lastMail: Int64
  /// The rows of every table, in the order of ``MovedTable/all``.
  let sums: [RowSum]

  var rowCount: Int { sums.reduce(0) { $0 + $1.count } }

  /// Reads all rows and gives them to the body, a chunk at a time.
  init(
    in transaction: any Transaction, key: SecretKey,
    _ body: (MovedTable, [Row]) throws -> Void
  ) throws {
    if transaction.dialect == .postgresql {
      // Whoever takes the chunks may be slow.
      try transaction.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
    }
    check = try Self.check(in: transaction)
    sums = try MovedTable.all.map { table in
      var sum = RowSum()
      try table.read(in: transaction) { rows in
        sum.add(rows, key: key)
        try body(table, rows)
      }
      return sum
    }
    lastMail = try Self.lastMail(in: transaction)
  }

  /// What stands in the place of the check of a site's secret.
  ///
  /// - Throws: ``SiteMoveError/sourceHoldsNoSite``.
  static func check(in transaction: any Transaction) throws -> [UInt8] {
    guard let row = try transaction.query("SELECT secret_check FROM site").first else {
      throw SiteMoveError.sourceHoldsNoSite
    }
    return try row.get(0)
  }

  /// How many rows a reading will come to, as far as that can be told in advance.
  static func estimatedRowCount(in transaction: any Transaction) throws -> Int {
    let counts: [SQL] = [
      "SELECT COUNT(*) FROM petition",
      "SELECT COUNT(*) FROM imported_name",
      "SELECT COUNT(*) FROM pending_signature",
      "SELECT COUNT(*) FROM outbox",
      "SELECT COUNT(*) FROM suppressed_address", "SELECT COUNT(*) FROM mail_total",
      "SELECT COUNT(*) FROM news",
    ]
    // Not counted: the numbers of the petitions tell how many signatures there are.
    let signatures: Int =
      try transaction.query("SELECT confirmed FROM petition").reduce(0) { try $0 + $1.get(0) }
    return try counts.reduce(signatures) { try $0 + (transaction.query($1).first?.get(0) ?? 0) }
  }

  private static func lastMail(in transaction: any Transaction) throws -> Int64 {
    let find: SQL =
      switch transaction.dialect {
      case .sqlite: "SELECT seq FROM sqlite_sequence WHERE name = 'outbox'"
      case .postgresql:
        "SELECT COALESCE(pg_sequence_last_value(pg_get_serial_sequence('outbox', 'id')), 0)"
      }
    return try transaction.query(find).first?.get(0) ?? 0
  }
}
