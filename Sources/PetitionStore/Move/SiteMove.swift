import Cryptography
public import SQLDatabase

/// Copies a whole site from one database into another one, and proves that all of it arrived.
///
/// The source is only read, as one snapshot. The target is no site before every row was read back and
/// compared: a move that stopped half way leaves what nothing opens, and what the next move empties.
public struct SiteMove: Sendable {
  private let source: any Database
  private let random: @Sendable (Int) -> [UInt8]

  /// How far a move is.
  public struct Progress: Sendable, Hashable {
    /// What a move does, in this order.
    public enum Stage: Sendable, Hashable {
      case copying
      /// Reading again what was written, and what it was read from.
      case comparing
      /// Counting the petitions' numbers again from the rows.
      case recounting
    }

    /// What is being done.
    public let stage: Stage
    /// Rows that are done with in this stage.
    public let done: Int
    /// Rows there are to do, as far as is known.
    public let total: Int
  }

  /// Looks whether there is a site to move.
  ///
  /// - Parameters:
  ///   - source: the caller closes it.
  ///   - random: cryptographically secure random bytes.
  /// - Throws: ``SiteMoveError``, ``StoreError/unfinishedMove``, `DatabaseError`.
  public init(
    of source: any Database, random: @escaping @Sendable (Int) -> [UInt8]
  ) async throws {
    self.source = source
    self.random = random
    guard let applied = try await source.appliedMigrations(of: Migrations.all) else {
      throw SiteMoveError.sourceHoldsNoSite
    }
    guard applied == Migrations.all.count else { throw SiteMoveError.sourceIsOfAnotherVersion }
    let check = try await source.read { try SiteSnapshot.check(in: $0) }
    guard MoveMarker(check) == nil else { throw StoreError.unfinishedMove }
  }

  /// Copies the site; when this returns, the target is durable and may be served.
  ///
  /// - Parameters:
  ///   - target: empty, or left by a move that was stopped; the caller closes it.
  ///   - sourceMayChange: whether the copy may be of a moment before the end, as a backup is.
  ///   - report: told of the progress, from any thread, now and then.
  /// - Returns: how many rows there are.
  /// - Throws: ``SiteMoveError``, `DatabaseError`, `CancellationError`.
  public func run(
    to target: any Database, sourceMayChange: Bool = false,
    report: @escaping @Sendable (Progress) -> Void
  ) async throws -> Int {
    let progress = MoveProgress(report)
    return try await withTaskCancellationHandler {
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        // Moves what was committed out of the log.
        tasks.addTask { try await target.run() }
        defer { tasks.cancelAll() }
        return try await move(to: target, sourceMayChange: sourceMayChange, progress)
      }
    } onCancel: {
      progress.stop()
    }
  }

  private func move(
    to database: any Database, sourceMayChange: Bool, _ progress: MoveProgress
  ) async throws -> Int {
    let target = try await MoveTarget(database, random: random)
    let key = SecretKey(bytes: random(32))
    let expected = try await source.read { try SiteSnapshot.estimatedRowCount(in: $0) }
    progress.begin(.copying, total: expected)
    let snapshot = try await copy(to: target, key: key, progress)

    progress.begin(.comparing, total: snapshot.rowCount * (sourceMayChange ? 1 : 2))
    async let arrived = Self.read(database, key: key, progress)
    if !sourceMayChange {
      guard try await Self.read(source, key: key, progress) == snapshot else {
        progress.stop()
        throw SiteMoveError.sourceChanged
      }
    }
    for (table, sums) in zip(MovedTable.all, zip(snapshot.sums, try await arrived.sums))
    where sums.0 != sums.1 {
      throw SiteMoveError.targetDiffers(table: table.name)
    }

    progress.begin(.recounting, total: snapshot.rowCount)
    guard try await Store.recount(database).isEmpty else { throw SiteMoveError.countsDiffer }
    try Task.checkCancellation()
    try await target.complete(snapshot)
    return snapshot.rowCount
  }

  /// Writes each chunk while the next one is read.
  private func copy(
    to target: MoveTarget, key: SecretKey, _ progress: MoveProgress
  ) async throws -> SiteSnapshot {
    let handover = Handover<(MovedTable, [Row])>(capacity: 2)
    let snapshot = Once()
    return try await withThrowingTaskGroup(of: SiteSnapshot.self) { tasks in
      tasks.addTask { [source] in
        // Also when there was no connection to begin on.
        defer { handover.finish() }
        return try await source.read { transaction in
          // A second snapshot would not go on where the first one has ended.
          guard snapshot.happens() else { throw SiteMoveError.sourceLost }
          return try SiteSnapshot(in: transaction, key: key) { try handover.put(($0, $1)) }
        }
      }
      // Whoever puts in must not wait for ever, whatever ends this.
      defer { handover.abandon() }
      for await (table, rows) in handover.elements {
        try await target.write(rows, to: table)
        try progress.add(rows.count)
        handover.makeRoom()
      }
      try Task.checkCancellation()
      guard let snapshot = try await tasks.next() else { throw CancellationError() }
      return snapshot
    }
  }

  private static func read(
    _ database: any Database, key: SecretKey, _ progress: MoveProgress
  ) async throws -> SiteSnapshot {
    try await database.read { transaction in
      try SiteSnapshot(in: transaction, key: key) { try progress.add($1.count) }
    }
  }
}
