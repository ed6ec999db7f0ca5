public import SQLDatabase
import Synchronization

/// A database that counts the work done on it, and can let a clock run for it.
public final class MeteredDatabase: Database {
  /// What was done.
  public struct Work: Sendable, Hashable {
    /// Transactions that only read.
    public var reads = 0
    /// Transactions that may write.
    public var writes = 0
    /// Those of them that changed a row, which therefore wait for the disk.
    public var commits = 0
    /// Statements, with one for each row of values.
    public var statements = 0
  }

  private let database: any Database
  private let work = Mutex(Work())
  private let statementTime: Int64
  private let commitTime: Int64
  private let clock: TestClock?

  /// - Parameters:
  ///   - clock: what runs on while statements and commits do.
  ///   - statementTime: how long one takes, in milliseconds.
  ///   - commitTime: how long one takes that changed something, in milliseconds.
  public init(
    _ database: any Database, clock: TestClock? = nil, statementTime: Int64 = 0,
    commitTime: Int64 = 0
  ) {
    self.database = database
    self.clock = clock
    self.statementTime = statementTime
    self.commitTime = commitTime
  }

  /// The work of the body.
  public func measure(_ body: () async throws -> Void) async rethrows -> Work {
    work.withLock { $0 = Work() }
    try await body()
    return work.withLock { $0 }
  }

  /// As that of the database beneath.
  public var dialect: Dialect { database.dialect }

  /// Counts a transaction that only reads.
  public func read<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    work.withLock { $0.reads += 1 }
    return try await database.read { try body(MeteredTransaction($0, self)) }
  }

  /// Counts a transaction, and whether it changed anything.
  public func write<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    work.withLock { $0.writes += 1 }
    let (result, hasChanged) = try await database.write { transaction in
      let metered = MeteredTransaction(transaction, self)
      return (try body(metered), metered.hasChanged)
    }
    if hasChanged {
      work.withLock { $0.commits += 1 }
      clock?.advance(by: commitTime)
    }
    return result
  }

  /// As the database beneath.
  public func observe(_ observer: @escaping @Sendable (DatabaseNotice) -> Void) {
    database.observe(observer)
  }

  /// As the database beneath.
  public func run() async throws { try await database.run() }

  /// As the database beneath; not counted.
  public func migrate(_ migrations: [Migration]) async throws {
    try await database.migrate(migrations)
  }

  /// Closes the database beneath.
  public func close() async { await database.close() }

  fileprivate func note(_ count: Int) {
    work.withLock { $0.statements += count }
    clock?.advance(by: statementTime * Int64(count))
  }
}

private final class MeteredTransaction: Transaction {
  private let transaction: any Transaction
  private let database: MeteredDatabase
  /// Only ever touched by the one thread that runs the transaction.
  private(set) var hasChanged = false

  init(_ transaction: any Transaction, _ database: MeteredDatabase) {
    self.transaction = transaction
    self.database = database
  }

  var dialect: Dialect { transaction.dialect }

  func query(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [[Row]] {
    database.note(rows.count)
    let results = try transaction.query(sql, each: rows)
    // Statements with RETURNING change what they give.
    if !sql.description.hasPrefix("SELECT"), results.contains(where: { !$0.isEmpty }) {
      hasChanged = true
    }
    return results
  }

  func execute(_ sql: SQL, each rows: [[any ValueConvertible]]) throws -> [Int] {
    database.note(rows.count)
    let counts = try transaction.execute(sql, each: rows)
    if counts.contains(where: { $0 > 0 }) { hasChanged = true }
    return counts
  }

  func notify(_ message: String) throws { try transaction.notify(message) }
}
