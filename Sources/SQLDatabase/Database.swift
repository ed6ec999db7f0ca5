/// The SQL that an engine speaks.
public enum Dialect: Sendable, Hashable {
  /// SQLite 3.40 or later.
  case sqlite
  /// PostgreSQL 15 or later.
  case postgresql
}

/// A durable store of tables: when a write has returned, it survives a power cut.
///
/// Blocking work happens on threads of its own, never on those that run Swift's tasks.
public protocol Database: Sendable {
  /// The SQL to speak.
  var dialect: Dialect { get }

  /// Runs statements on one consistent snapshot; none of them can write.
  ///
  /// Throws `DatabaseError`, or what the body throws.
  func read<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T

  /// Runs statements in one transaction, which is durable when this returns.
  ///
  /// It is rolled back when the body throws. Cancelling the task does not interrupt it. An engine
  /// may run the body again after a conflict, so it should only compute and use the transaction.
  /// Throws `DatabaseError`, or what the body throws; `outcomeUnknown` leaves open what happened.
  @discardableResult
  func write<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T

  /// Calls the observer after each commit that notified, from any process that uses the database.
  ///
  /// It is called on a thread of the database, in the order of the commits, and must not block.
  func observe(_ observer: @escaping @Sendable (DatabaseNotice) -> Void)

  /// Does the engine's background work until the task is cancelled; it must run while writes do.
  ///
  /// Throws `DatabaseError` when writing has stopped for good and the program should start again.
  func run() async throws

  /// Brings the schema up to date; what was applied before is not applied again.
  ///
  /// Throws `DatabaseError` with the code `migration` when an applied one has been edited.
  func migrate(_ migrations: [Migration]) async throws

  /// Waits for what has begun and closes everything; later calls throw the code `closed`.
  func close() async
}

/// What an observer of a database is told.
public enum DatabaseNotice: Sendable, Hashable {
  /// A transaction that was committed sent this message.
  case message(String)
  /// Messages may have been missed: anything may have changed.
  case missed
}
