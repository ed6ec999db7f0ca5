import CMicroHTTPD
import Glibc
import Synchronization

/// The thread that accepts connections, cuts those that are too slow, and stops the server.
///
/// @unchecked Sendable: `stop` touches only the alarm and an atomic; everything else is used
/// by the one thread that `start` makes.
final class Supervisor: @unchecked Sendable {
  private let context: ServerContext
  private let workers: [Worker]
  private let drainMilliseconds: UInt64
  private let deadlines: Deadlines
  private var listener: ListeningSocket?
  private var lingering: [LingeringSocket] = []
  private var nextScan: UInt64 = 0
  private var acceptsAgainAt: UInt64 = 0
  private let tagKey = SipHash.Key.random()
  private let alarm: Int32
  private let isStopping = Atomic<Bool>(false)
  private var whenDone: @Sendable () -> Void = {}

  /// How often deadlines are looked at, in milliseconds.
  private static let tick: UInt64 = 100
  /// How often loops with many connections are woken, in milliseconds.
  private static let pulse: UInt64 = 5

  init(
    context: ServerContext, workers: [Worker], listener: consuming ListeningSocket,
    drainTimeout: Duration
  ) throws(ServerError) {
    self.context = context
    self.workers = workers
    self.listener = consume listener
    drainMilliseconds = drainTimeout.milliseconds
    deadlines = Deadlines(context.limits)
    alarm = cmicrohttpd_alarm()
    guard alarm >= 0 else { throw .cannotStart }
  }

  deinit {
    close(alarm)
  }

  /// Begins on a thread of its own, and calls back on it when everything has ended.
  func start(whenDone: @escaping @Sendable () -> Void) throws(ServerError) {
    self.whenDone = whenDone
    var thread = pthread_t()
    let retained = Unmanaged.passRetained(self)
    let result = pthread_create(&thread, nil, supervisorThread, retained.toOpaque())
    guard result == 0 else {
      retained.release()
      throw .cannotStart
    }
    pthread_detach(thread)
  }

  /// Asks for a graceful end; may be called from anywhere and more than once.
  func stop() {
    isStopping.store(true, ordering: .releasing)
    wake()
  }

  fileprivate func run() {
    while !isStopping.load(ordering: .acquiring) { turn() }
    drain()
    for worker in workers { worker.stop() }
    context.lingering.withLock { sockets in
      for socket in sockets { close(socket) }
      sockets = []
    }
    for socket in lingering { close(socket.descriptor) }
    whenDone()
  }

  /// Waits for something to do, or for the next look at the deadlines, and does it.
  private func turn() {
    collectLingering()
    let isFull = context.table.count >= context.limits.connections
    let isAccepting = !isFull && SteadyClock.milliseconds >= acceptsAgainAt
    var polls = [pollfd(fd: alarm, events: Int16(POLLIN), revents: 0)]
    // A negative descriptor is skipped.
    let listening = isAccepting ? listener?.descriptor ?? -1 : -1
    polls.append(pollfd(fd: listening, events: Int16(POLLIN), revents: 0))
    polls += lingering.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
    let now = SteadyClock.milliseconds
    let mayAnyWait = workers.contains {
      $0.load.load(ordering: .relaxed) >= Worker.eventsAtATime
    }
    let wait = min(nextScan > now ? nextScan - now : 0, mayAnyWait ? Self.pulse : Self.tick)
    _ = poll(&polls, nfds_t(polls.count), Int32(wait))
    if polls[0].revents != 0 { silence() }
    if polls[1].revents != 0 { acceptAll() }
    serveLingering(polls.dropFirst(2).map { $0.revents != 0 })
    for worker in workers { worker.wakeIfItMayWait() }
    let later = SteadyClock.milliseconds
    if later >= nextScan {
      nextScan = later + Self.tick
      cutSlow(now: later)
    }
  }

  private func wake() {
    var count: UInt64 = 1
    _ = write(alarm, &count, MemoryLayout<UInt64>.size)
  }

  private func silence() {
    var count: UInt64 = 0
    _ = read(alarm, &count, MemoryLayout<UInt64>.size)
  }

  // Accepting.

  private func acceptAll() {
    for _ in 0..<256 {
      if context.table.count >= context.limits.connections { return }
      guard let accepted = listener?.accept() else {
        // Out of descriptors: the connection stays in the queue, and polling would spin.
        if errno == EMFILE || errno == ENFILE { acceptsAgainAt = SteadyClock.milliseconds + 50 }
        return
      }
      take(accepted.descriptor, accepted.address)
    }
  }

  private func take(_ descriptor: Int32, _ storage: sockaddr_storage) {
    guard let address = IPAddress(storage) else {
      close(descriptor)
      return
    }
    let isProxy = context.isProxy(address)
    let network = ClientNetwork(address)
    let connection = Connection(
      descriptor: descriptor, network: network, isProxy: isProxy,
      tag: isProxy ? nil : network.neighbourhood.tag(key: tagKey), now: SteadyClock.milliseconds)
    guard context.table.admit(connection) else {
      close(descriptor)
      return
    }
    let least = workers.min {
      $0.load.load(ordering: .relaxed) < $1.load.load(ordering: .relaxed)
    }
    guard let worker = least else { return }
    worker.load.add(1, ordering: .relaxed)
    if !worker.add(descriptor, storage) {
      worker.load.subtract(1, ordering: .relaxed)
      context.table.remove(descriptor)
    }
  }

  // Deadlines.

  private func cutSlow(now: UInt64) {
    context.table.visit { connection in
      let moment = connection.phase.current
      guard deadlines.isOver(connection, moment, now: now), connection.phase.cut(from: moment)
      else { return }
      let hasBegun = moment.kind == .head || moment.kind == .body || connection.dataSeenAt != nil
      if hasBegun, moment.kind != .answering {
        RawAnswer.send(.requestTimeout, to: connection.descriptor)
      }
      shutdown(connection.descriptor, Int32(SHUT_RDWR))
    }
  }

  // Lingering.

  private func collectLingering() {
    let new = context.lingering.withLock { sockets in
      defer { sockets = [] }
      return sockets
    }
    let deadline = SteadyClock.milliseconds + 2000
    for descriptor in new {
      if lingering.count < 1024 {
        lingering.append(LingeringSocket(descriptor: descriptor, deadline: deadline))
      } else {
        close(descriptor)
      }
    }
  }

  private func serveLingering(_ isReadable: [Bool]) {
    let now = SteadyClock.milliseconds
    var kept: [LingeringSocket] = []
    for (index, socket) in lingering.enumerated() {
      let hasEnded = (index < isReadable.count && isReadable[index]) ? socket.discard() : false
      if hasEnded || now >= socket.deadline {
        close(socket.descriptor)
      } else {
        kept.append(socket)
      }
    }
    lingering = kept
  }

  // Stopping.

  /// Stops accepting, lets what is in flight end, and gives up after the timeout.
  private func drain() {
    context.isDraining.store(true, ordering: .releasing)
    // What is in the queue of the listening socket was let in already.
    acceptAll()
    listener = nil
    let deadline = SteadyClock.milliseconds + drainMilliseconds
    while context.table.count > 0, SteadyClock.milliseconds < deadline {
      closeIdle()
      nextScan = min(nextScan, SteadyClock.milliseconds + 10)
      turn()
    }
    if context.table.count > 0 { giveUp() }
  }

  /// Lets idle connections see an end of input: a request that has arrived is still read and answered.
  private func closeIdle() {
    context.table.visit { connection in
      let kind = connection.phase.current.kind
      if kind == .idle || kind == .connected {
        shutdown(connection.descriptor, Int32(SHUT_RD))
      }
    }
  }

  /// Cancels the handlers that are left and answers for them; libmicrohttpd must have no suspended
  /// connection when it is stopped.
  private func giveUp() {
    var waiting: [(Task<Void, Never>, Suspended)] = []
    var streaming: [StreamedBody] = []
    context.table.visit { connection in
      connection.handover.withLock { handover in
        switch handover {
        case .suspended(let task, let suspended): waiting.append((task, suspended))
        case .streaming(let body): streaming.append(body)
        case .none, .running, .answered: break
        }
      }
    }
    for body in streaming { body.giveUp() }
    for (task, suspended) in waiting {
      // In this order, so that what a cancelled handler makes of it comes too late.
      suspended.answer(context.refusal(.serviceUnavailable), isLast: true)
      task.cancel()
    }
    let deadline = SteadyClock.milliseconds + 1000
    while context.table.count > 0, SteadyClock.milliseconds < deadline {
      closeIdle()
      turn()
    }
  }
}

private let supervisorThread:
  @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = {
    pointer in
    if let pointer { Unmanaged<Supervisor>.fromOpaque(pointer).takeRetainedValue().run() }
    return nil
  }
