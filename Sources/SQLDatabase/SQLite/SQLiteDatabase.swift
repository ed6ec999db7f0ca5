import Synchronization

/// A database in one file of this machine: one writer, several readers, and a write-ahead log.
///
/// The file must lie on a local disk and be open in one `SQLiteDatabase` of the process only.
public final class SQLiteDatabase: Database {
  private let path: String
  private let writer: SQLiteSession
  private let readers: ReaderPool
  private let checkpointer: SQLiteSession
  private let stop = WriteStop()
  private let observers = Observers()
  private let commits = Atomic(0)
  private let waitingWrites = Atomic(0)

  /// How many callers may wait for the writer, and how many for a reader.
  private static let limit = 10_000

  /// After so many tenths of a second a writer that is free looks whether others have committed.
  private static let ticksBetweenLooks = 4

  /// Opens the file, which is made when it is not there, readable by its owner only.
  ///
  /// Each reader is a thread. Throws `DatabaseError`.
  public init(path: String, readers count: Int = 4) async throws {
    precondition(count > 0, "there is at least one reader")
    self.path = path
    if try File.create(path) {
      try File.sync(File.directory(of: path))
    }
    // First, since it recovers the log after a crash and makes the file one with a log.
    writer = try await SQLiteSession.open(path: path, role: .writer)
    checkpointer = try await SQLiteSession.open(path: path, role: .checkpointer)
    var sessions: [SQLiteSession] = []
    for _ in 0..<count {
      sessions.append(try await SQLiteSession.open(path: path, role: .reader))
    }
    readers = ReaderPool(sessions, limit: Self.limit)
  }

  /// SQLite's own.
  public var dialect: Dialect { .sqlite }

  /// Runs statements on one consistent snapshot; none of them can write.
  public func read<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    try await readers.perform { try $0.read(body) }
  }

  /// Runs statements in one transaction, which is on the disk when this returns.
  @discardableResult
  public func write<T: Sendable>(
    _ body: @Sendable @escaping (any Transaction) throws -> T
  ) async throws -> T {
    defer { waitingWrites.subtract(1, ordering: .relaxed) }
    guard waitingWrites.add(1, ordering: .relaxed).newValue <= Self.limit else {
      throw DatabaseError(.overloaded, "\(Self.limit) writes are waiting already")
    }
    let result = try await writer.perform { [stop, observers] in
      let (result, messages) = try $0.write(stoppedBy: stop, body)
      observers.tell(messages)
      // A writer that is never free is asked here what others committed.
      Self.tellOfOthers($0, observers)
      return result
    }
    commits.add(1, ordering: .relaxed)
    return result
  }

  /// Calls the observer on the writer's thread, before the write returns.
  public func observe(_ observer: @escaping @Sendable (DatabaseNotice) -> Void) {
    observers.add(observer)
  }

  private static func tellOfOthers(_ writer: SQLiteConnection, _ observers: Observers) {
    // Where not even that can be read, the next reader or writer says why.
    if (try? writer.hasOthersCommitted()) ?? true { observers.tell(.missed) }
  }

  /// Moves what was committed into the database file, until the task is cancelled, and tells observers
  /// within half a second when another process has committed.
  ///
  /// Throws `DatabaseError` with the code `failed` when writing has stopped.
  public func run() async throws {
    var schedule = CheckpointSchedule()
    var ticks = 0
    while !Task.isCancelled {
      try stop.check()
      ticks += 1
      if ticks % Self.ticksBetweenLooks == 0, waitingWrites.load(ordering: .relaxed) == 0 {
        try await writer.perform { [observers] in Self.tellOfOthers($0, observers) }
      }
      if let step = schedule.step(commits: commits.load(ordering: .relaxed)) {
        let (pages, pagesLeft) = try await checkpointer.perform { [stop] in
          try $0.checkpoint(step, stoppedBy: stop)
        }
        schedule.finished(step, pages: pages, pagesLeft: pagesLeft)
      }
      // Throws only when the task is cancelled, which ends the loop.
      try? await Task.sleep(for: .milliseconds(100))
    }
  }

  /// Writes a consistent copy to a new file, synced, while reads and writes go on.
  public func backup(to path: String) async throws {
    let session = try await SQLiteSession.open(path: self.path, role: .reader)
    try await session.perform { try $0.backUp(to: path) }
  }

  /// Waits for what has begun and closes everything; later calls throw the code `closed`.
  public func close() async {
    await readers.close()
    await checkpointer.close()
    do throws(DatabaseError) {
      try stop.check()
    } catch {
      // The log stays as it is, for the recovery at the next start.
      try? await writer.perform { try $0.disableCheckpointOnClose() }
    }
    // Last, since the last one to close moves the log into the file.
    await writer.close()
  }
}
