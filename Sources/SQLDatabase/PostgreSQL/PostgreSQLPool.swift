import Glibc

/// Connections on threads of their own, which take transactions from one bounded queue.
///
/// A connection that is lost is made again by its thread. While none can be made, callers are
/// turned down at once.
final class PostgreSQLPool: @unchecked Sendable {
  // Sendable: the state is only touched while `monitor` is held.
  private let monitor = Monitor()
  private let work: Condition
  private let end: Condition
  private var queue: [PostgreSQLJob] = []
  private var connected = 0
  private var threads = 0
  private var isClosed = false
  /// Why no connection can be made at the moment.
  private var failure: DatabaseError?
  /// Raised when a server keeps silent: the other connections lead to the same one.
  private var generation = 0
  private var closing: [CheckedContinuation<Void, Never>] = []

  private let address: PostgreSQLAddress
  private let patience: Duration?
  private let limit: Int

  /// How often a transaction that conflicts with another one is begun.
  private static let attempts = 5

  /// Starts the threads, one for each connection and one that watches the time.
  init(
    _ address: PostgreSQLAddress, connections: Int, limit: Int, patience: Duration?
  ) throws(DatabaseError) {
    work = Condition(in: monitor)
    end = Condition(in: monitor)
    self.address = address
    self.limit = limit
    self.patience = patience
    for _ in 0..<connections {
      try Thread.start { self.serve() }
      monitor.locked { threads += 1 }
    }
    if patience != nil {
      try Thread.start { self.watchTime() }
      monitor.locked { threads += 1 }
    }
  }

  /// Runs a body on the next connection that is free.
  ///
  /// Throws what the body throws; `overloaded`, `unreachable` or `closed` where it cannot be run.
  func perform<T: Sendable>(
    _ body: @Sendable @escaping (PostgreSQLConnection, ContinuousClock.Instant?) throws -> T
  ) async throws -> T {
    let deadline = patience.map { ContinuousClock.now + $0 }
    return try await withCheckedThrowingContinuation { continuation in
      let job = PostgreSQLJob(by: deadline, for: continuation) { try body($0, deadline) }
      let refusal = monitor.locked { () -> DatabaseError? in
        if let refusal = self.refusal() { return refusal }
        queue.append(job)
        work.wakeOne()
        return nil
      }
      if let refusal { job.fail(refusal) }
    }
  }

  /// Waits for what has begun, turns down what waits, and ends the threads.
  func close() async {
    await withCheckedContinuation { continuation in
      let (waiting, isOver) = monitor.locked { () -> ([PostgreSQLJob], Bool) in
        isClosed = true
        defer { queue = [] }
        if threads > 0 { closing.append(continuation) }
        work.wakeAll()
        end.wakeAll()
        return (queue, threads == 0)
      }
      for job in waiting { job.fail(DatabaseError.closed) }
      if isOver { continuation.resume() }
    }
  }

  private func refusal() -> DatabaseError? {
    if isClosed { return .closed }
    if let failure { return failure }
    guard queue.count < limit else {
      return DatabaseError(.overloaded, "\(limit) transactions are waiting already")
    }
    return nil
  }

  // MARK: The threads of the connections

  private func serve() {
    var backOff = BackOff()
    while let generation = monitor.locked({ isClosed ? nil : generation }) {
      do throws(DatabaseError) {
        let connection = try PostgreSQLConnection(address, patience: patience)
        backOff.reset()
        setConnected(true)
        takeJobs(on: connection, generation)
        setConnected(false)
      } catch {
        // A password that is wrong may be put right at the server, too.
        turnDown(because: error)
        pause(backOff.next())
      }
    }
    endThread()
  }

  private func setConnected(_ isConnected: Bool) {
    monitor.locked {
      connected += isConnected ? 1 : -1
      if isConnected { failure = nil }
    }
  }

  /// Waits so long, or until the pool is closed.
  private func pause(_ duration: Duration) {
    monitor.locked {
      if !isClosed { end.wait(duration) }
    }
  }

  private func turnDown(because error: DatabaseError) {
    let waiting = monitor.locked { () -> [PostgreSQLJob] in
      guard connected == 0 else { return [] }
      failure = error
      defer { queue = [] }
      return queue
    }
    for job in waiting { job.fail(error) }
  }

  /// Serves until the connection is lost, replaced or closed.
  private func takeJobs(on connection: PostgreSQLConnection, _ generation: Int) {
    while !connection.isBroken, let job = nextJob(generation) {
      guard connection.isAlive() else { return putBack(job) }
      run(job, on: connection)
    }
  }

  private func nextJob(_ generation: Int) -> PostgreSQLJob? {
    monitor.locked {
      while queue.isEmpty, !isClosed, generation == self.generation { work.wait() }
      guard !isClosed, generation == self.generation, !queue.isEmpty else { return nil }
      return queue.removeFirst()
    }
  }

  private func putBack(_ job: PostgreSQLJob) {
    let isPutBack = monitor.locked { () -> Bool in
      guard !isClosed else { return false }
      queue.insert(job, at: 0)
      work.wakeOne()
      return true
    }
    if !isPutBack { job.fail(DatabaseError.closed) }
  }

  private func run(_ job: PostgreSQLJob, on connection: PostgreSQLConnection) {
    do {
      try job.run(on: connection)
    } catch let error as DatabaseError where error.mayBeTriedAgain {
      var job = job
      job.attempts += 1
      if error.code == .unreachable { connection.discard() }
      if job.attempts < Self.attempts, !job.isOver(at: .now) {
        // Those that were in each other's way do not meet again at the same instant.
        if !connection.isBroken { usleep(.random(in: 0...UInt32(job.attempts) * 2_000)) }
        putBack(job)
      } else {
        job.fail(error)
      }
    } catch {
      if connection.timedOut { suspectAll() }
      job.fail(error)
    }
  }

  /// The server was silent on one connection: nobody else is to wait for it as long again.
  private func suspectAll() {
    let error = DatabaseError(.unreachable, "the server does not answer")
    let waiting = monitor.locked { () -> [PostgreSQLJob] in
      generation += 1
      failure = error
      work.wakeAll()
      defer { queue = [] }
      return queue
    }
    for job in waiting { job.fail(error) }
  }

  private func endThread() {
    let waiting = monitor.locked { () -> [CheckedContinuation<Void, Never>] in
      threads -= 1
      guard threads == 0 else { return [] }
      defer { closing = [] }
      return closing
    }
    for continuation in waiting { continuation.resume() }
  }

  // MARK: The thread that watches the time

  private func watchTime() {
    while !monitor.locked({ isClosed }) {
      let late = monitor.locked { () -> [PostgreSQLJob] in
        let now = ContinuousClock.now
        guard let first = queue.first, first.isOver(at: now) else { return [] }
        defer { queue.removeAll { $0.isOver(at: now) } }
        return queue.filter { $0.isOver(at: now) }
      }
      for job in late {
        job.fail(DatabaseError(.unreachable, "no connection became free in time"))
      }
      pause(.milliseconds(100))
    }
    endThread()
  }
}

/// How long to wait between attempts: ever longer, and never at the same instant as others.
private struct BackOff {
  private var ceiling = Self.first

  private static let first = 100
  private static let last = 1_000

  mutating func reset() { ceiling = Self.first }

  mutating func next() -> Duration {
    defer { ceiling = min(ceiling * 2, Self.last) }
    return .milliseconds(Int.random(in: ceiling / 2...ceiling))
  }
}
