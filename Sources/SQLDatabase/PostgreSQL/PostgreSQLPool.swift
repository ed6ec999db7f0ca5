import Glibc
import Threads

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
  /// When the server last said anything on any connection.
  private var lastHeard = ContinuousClock.now
  /// How many commits the server has not completed, though their callers wait no more.
  private var hanging = 0
  private var closing: [CheckedContinuation<Void, Never>] = []

  private let address: PostgreSQLAddress
  private let connections: Int
  private let patience: Duration?
  private let limit: Int

  /// How often a transaction that conflicts with another one, or loses its connection, is begun.
  private static let attempts = 5
  /// A server that was heard so recently is slow, not silent.
  private static let recently = Duration.milliseconds(500)
  /// How long a connection is kept for a commit that nobody waits for any more.
  private static let longestCommit = Duration.seconds(10)

  /// Starts the threads, one for each connection and one that watches the time.
  init(
    _ address: PostgreSQLAddress, connections: Int, limit: Int, patience: Duration?
  ) throws(DatabaseError) {
    work = Condition(in: monitor)
    end = Condition(in: monitor)
    self.address = address
    self.connections = connections
    self.limit = limit
    self.patience = patience
    do throws(DatabaseError) {
      for _ in 0..<connections { try start { self.serve() } }
      if patience != nil { try start { self.watchTime() } }
    } catch {
      stop()
      throw error
    }
  }

  private func start(_ body: @escaping @Sendable () -> Void) throws(DatabaseError) {
    try startThread(body)
    monitor.locked { threads += 1 }
  }

  /// Runs a body on the next connection that is free.
  ///
  /// Throws what the body throws; `overloaded`, `unreachable` or `closed` where it cannot be run.
  func perform<T: Sendable>(
    isWrite: Bool,
    _ body: @Sendable @escaping (PostgreSQLConnection, ContinuousClock.Instant?) throws -> T
  ) async throws -> T {
    let deadline = patience.map { ContinuousClock.now + $0 }
    return try await withCheckedThrowingContinuation { continuation in
      let job = PostgreSQLJob(isWrite: isWrite, by: deadline, for: continuation) {
        try body($0, deadline)
      }
      let refusal = monitor.locked { () -> DatabaseError? in
        if let refusal = self.refusal(isWrite: isWrite) { return refusal }
        queue.append(job)
        work.wakeOne()
        return nil
      }
      if let refusal { job.fail(refusal) }
    }
  }

  /// Waits for what has begun, turns down what waits, and ends the threads.
  func close() async {
    stop()
    await withCheckedContinuation { continuation in
      let isOver = monitor.locked {
        if threads > 0 { closing.append(continuation) }
        return threads == 0
      }
      if isOver { continuation.resume() }
    }
  }

  /// Turns down what waits, and lets the threads end without waiting for them.
  func stop() {
    let waiting = monitor.locked {
      isClosed = true
      work.wakeAll()
      end.wakeAll()
      return takeQueue()
    }
    for job in waiting { job.fail(DatabaseError.closed) }
  }

  /// Empties the queue, inside of the monitor.
  private func takeQueue(where isTaken: (PostgreSQLJob) -> Bool = { _ in true }) -> [PostgreSQLJob]
  {
    let taken = queue.filter(isTaken)
    queue.removeAll(where: isTaken)
    return taken
  }

  private func refusal(isWrite: Bool) -> DatabaseError? {
    if isClosed { return .closed }
    if let failure { return failure }
    if hanging == connections || (isWrite && hanging > 0) { return Self.commitsHang }
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
        setConnected(true, generation)
        takeJobs(on: connection, generation)
        setConnected(false, generation)
        if connection.hangsInCommit {
          // For want of a standby, maybe: reads are not to suffer from it.
          waitForCommit(on: connection)
        } else if connection.timedOut {
          suspectAll(generation, lastHeard: connection.lastHeard)
        }
      } catch {
        // A password that is wrong may be put right at the server, too.
        turnDown(because: error)
        pause(backOff.next())
      }
    }
    endThread()
  }

  private func setConnected(_ isConnected: Bool, _ generation: Int) {
    monitor.locked {
      connected += isConnected ? 1 : -1
      guard isConnected, generation == self.generation else { return }
      lastHeard = .now
      failure = nil
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
      return takeQueue()
    }
    for job in waiting { job.fail(error) }
  }

  /// Serves until the connection is lost, replaced or closed.
  private func takeJobs(on connection: PostgreSQLConnection, _ generation: Int) {
    while !connection.isBroken, let job = nextJob(generation, lastHeard: connection.lastHeard) {
      guard connection.isAlive() else { return putBack(job) }
      run(job, on: connection)
      connection.rollBack()
    }
  }

  private func nextJob(
    _ generation: Int, lastHeard: ContinuousClock.Instant
  ) -> PostgreSQLJob? {
    monitor.locked {
      self.lastHeard = max(self.lastHeard, lastHeard)
      while queue.isEmpty, !isClosed, generation == self.generation { work.wait() }
      guard !isClosed, generation == self.generation, !queue.isEmpty else { return nil }
      return queue.removeFirst()
    }
  }

  private func putBack(_ job: PostgreSQLJob) {
    let refusal = monitor.locked { () -> DatabaseError? in
      // All the others may have been turned down since.
      if let refusal = self.refusal(isWrite: job.isWrite), refusal.code != .overloaded {
        return refusal
      }
      queue.insert(job, at: 0)
      work.wakeOne()
      return nil
    }
    if let refusal { job.fail(refusal) }
  }

  private func run(_ job: PostgreSQLJob, on connection: PostgreSQLConnection) {
    var job = job
    while true {
      do {
        return try job.run(on: connection)
      } catch let error as DatabaseError where error.mayBeTriedAgain {
        job.attempts += 1
        if error.code == .unreachable { connection.discard() }
        guard job.attempts < Self.attempts, !job.isOver(at: .now) else { return job.fail(error) }
        guard !connection.isBroken else { return putBack(job) }
        connection.rollBack()
        // Those that were in each other's way do not meet again at the same instant.
        usleep(.random(in: 0...UInt32(job.attempts) * 2_000))
      } catch {
        return job.fail(error)
      }
    }
  }

  // MARK: Servers that do not answer

  /// The server was silent on one connection: nobody else is to wait for it as long again.
  private func suspectAll(_ generation: Int, lastHeard: ContinuousClock.Instant) {
    let error = DatabaseError(.unreachable, "the server does not answer")
    let waiting = monitor.locked { () -> [PostgreSQLJob] in
      self.lastHeard = max(self.lastHeard, lastHeard)
      // Other statements have an answer, so this one was slow; or somebody has noticed before.
      guard self.lastHeard + Self.recently < .now, generation == self.generation else { return [] }
      self.generation += 1
      failure = error
      work.wakeAll()
      return takeQueue()
    }
    for job in waiting { job.fail(error) }
  }

  private static let commitsHang = DatabaseError(
    .unreachable, "the server does not complete commits")

  /// Keeps the connection until the server has completed the commit, and begins no other meanwhile.
  ///
  /// A server that misses its standby answers everything but commits. Each one that was left behind
  /// would hold one of its connections until the standby is back, so that none is left at last.
  private func waitForCommit(on connection: PostgreSQLConnection) {
    let waiting = monitor.locked {
      hanging += 1
      return takeQueue(where: \.isWrite)
    }
    for job in waiting { job.fail(Self.commitsHang) }
    let end = ContinuousClock.now + Self.longestCommit
    while !monitor.locked({ isClosed }), .now < end, !connection.isHeard(within: 200) {}
    monitor.locked { hanging -= 1 }
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
    let error = DatabaseError(.unreachable, "no connection became free in time")
    while !monitor.locked({ isClosed }) {
      let late = monitor.locked { () -> [PostgreSQLJob] in
        let now = ContinuousClock.now
        let late = takeQueue { $0.isOver(at: now) }
        // Several hosts that swallow everything take long to try; nobody else waits for that.
        if !late.isEmpty, connected == 0 { failure = failure ?? error }
        return late
      }
      for job in late { job.fail(error) }
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
