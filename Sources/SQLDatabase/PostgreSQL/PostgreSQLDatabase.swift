/// A database on a PostgreSQL server, which several processes can use at the same time.
public final class PostgreSQLDatabase: Database {
  private let address: PostgreSQLAddress
  private let pool: PostgreSQLPool
  private let listener: PostgreSQLListener?
  private let observers = Observers()

  /// How many callers may wait for a connection.
  private static let limit = 10_000

  /// Takes up connections to a server, which need not be there yet.
  ///
  /// - Parameters:
  ///   - address: one host or several, of which the one that can be written to is taken.
  ///   - connections: each is a thread, and so is the one more that listens.
  ///   - patience: how long one read or write may take in all, with the wait for a connection; nil
  ///     for as long as it takes.
  ///   - listens: whether observers are told of what is committed.
  /// - Throws: `DatabaseError` with the code `cannotOpen` when no thread can be started.
  public init(
    _ address: PostgreSQLAddress, connections: Int = 5,
    patience: Duration? = .milliseconds(2_500), listens: Bool = true
  ) throws(DatabaseError) {
    precondition(connections > 0, "there is at least one connection")
    self.address = address
    pool = try PostgreSQLPool(
      address, connections: connections, limit: Self.limit, patience: patience)
    listener = listens ? try PostgreSQLListener(address, observers) : nil
  }

  /// PostgreSQL's own.
  public var dialect: Dialect { .postgresql }

  /// Runs statements on one consistent snapshot; none of them can write.
  ///
  /// Throws the code `unreachable` when no answer comes in time.
  public func read<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    try await pool.perform { try $0.read(by: $1, body) }
  }

  /// Runs statements in one transaction, which the server has made durable when this returns.
  ///
  /// What another transaction was in the way of is begun again, a few times. A statement sees what
  /// others have committed until it begins, so rows that must not change are to be locked.
  @discardableResult
  public func write<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    try await pool.perform { try $0.write(by: $1, body) }
  }

  /// Calls the observer on a thread of its own, shortly after each commit of any process.
  public func observe(_ observer: @escaping @Sendable (DatabaseNotice) -> Void) {
    observers.add(observer)
  }

  /// Waits until the task is cancelled: the work in the background is the server's.
  public func run() async throws {
    while !Task.isCancelled {
      // Throws only when the task is cancelled, which ends the loop.
      try? await Task.sleep(for: .seconds(3_600))
    }
  }

  /// Brings the schema up to date on a connection that has all the time it needs.
  public func migrate(_ migrations: [Migration]) async throws {
    let patient = try PostgreSQLDatabase(address, connections: 1, patience: nil, listens: false)
    do {
      try await patient.apply(migrations)
    } catch {
      await patient.close()
      throw error
    }
    await patient.close()
  }

  /// Waits for what has begun and closes everything; later calls throw the code `closed`.
  public func close() async {
    await pool.close()
    await listener?.close()
  }
}
