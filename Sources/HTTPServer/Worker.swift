import CMicroHTTPD
import Glibc
import Synchronization

/// One event loop of libmicrohttpd on its own thread.
///
/// @unchecked Sendable: the daemon's pointer is set once before any connection is handed over, and
/// libmicrohttpd guards itself.
final class Worker: @unchecked Sendable {
  let context: ServerContext
  /// Connections that it has now.
  let load = Atomic<Int>(0)
  private let daemon = Mutex<Daemon?>(nil)
  /// Wakes the loop when it is written to.
  private let alarm: Int32

  /// How many events libmicrohttpd 0.9.75 takes at a time.
  ///
  /// When there were exactly as many, it waits for another one before it answers any.
  static let eventsAtATime = 128

  private struct Daemon: @unchecked Sendable {
    // A handle of libmicrohttpd, whose functions used here may be called on any thread.
    let pointer: OpaquePointer
  }

  init(context: ServerContext) throws(ServerError) {
    self.context = context
    alarm = cmicrohttpd_alarm()
    guard alarm >= 0 else { throw .cannotStart }
    let limits = context.limits
    // Beside the largest head, room for libmicrohttpd's records of its fields and for the head of the
    // answer. All of it is written to for each request, so more would cost time and memory.
    let memory = limits.headBytes + 8 * 1024
    let idleSeconds = UInt32(clamping: limits.keepAlive.milliseconds / 1000 + 2)
    guard
      let started = cmicrohttpd_start(
        Unmanaged.passUnretained(self).toOpaque(), accessCallback, connectionCallback,
        completedCallback, targetCallback, unescapeCallback, memory,
        UInt32(clamping: limits.connections + 64), idleSeconds)
    else { throw .cannotStart }
    guard cmicrohttpd_let_wake(started, alarm) == 0 else {
      MHD_stop_daemon(started)
      throw .cannotStart
    }
    let handle = Daemon(pointer: started)
    daemon.withLock { $0 = handle }
  }

  deinit {
    close(alarm)
  }

  /// Ends a wait for another event, where there can be one that nobody needs.
  func wakeIfItMayWait() {
    guard load.load(ordering: .relaxed) >= Self.eventsAtATime else { return }
    var count: UInt64 = 1
    _ = write(alarm, &count, MemoryLayout<UInt64>.size)
  }

  /// Takes an accepted socket over; it is closed if that fails.
  func add(_ descriptor: Int32, _ address: sockaddr_storage) -> Bool {
    guard let handle = daemon.withLock({ $0 }) else { return false }
    let size =
      Int32(address.ss_family) == AF_INET
      ? MemoryLayout<sockaddr_in>.size : MemoryLayout<sockaddr_in6>.size
    return withUnsafePointer(to: address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        MHD_add_connection(handle.pointer, descriptor, $0, socklen_t(size)) == .YES
      }
    }
  }

  /// Closes every connection, none of which may be suspended, and ends the thread.
  func stop() {
    let handle = daemon.withLock { daemon in
      defer { daemon = nil }
      return daemon
    }
    if let handle { MHD_stop_daemon(handle.pointer) }
  }

  // What the callbacks do.

  fileprivate func started(_ descriptor: Int32) -> Connection? {
    context.table[descriptor]
  }

  fileprivate func closed(_ connection: Connection) {
    if mustLinger(connection) {
      let copy = dup(connection.descriptor)
      if copy >= 0 {
        shutdown(copy, Int32(SHUT_WR))
        context.lingering.withLock { $0.append(copy) }
      }
    }
    context.table.remove(connection.descriptor)
    load.subtract(1, ordering: .relaxed)
  }

  /// Closing a socket with unread input resets it, and the client may lose the answer.
  private func mustLinger(_ connection: Connection) -> Bool {
    let kind = connection.phase.current.kind
    if kind == .cut { return false }
    var byte: UInt8 = 0
    let flags = Int32(MSG_PEEK | MSG_DONTWAIT)
    let seen = recv(connection.descriptor, &byte, 1, flags)
    // In these phases libmicrohttpd itself may have answered that the head was bad or too large.
    let mayRefuse = connection.mustLinger || kind == .head || kind == .connected
    return seen > 0 || (seen < 0 && errno == EAGAIN && mayRefuse)
  }

  fileprivate func received(_ target: UnsafePointer<CChar>, on connection: Connection) {
    let now = SteadyClock.nanoseconds
    connection.exchange.stage = .head
    connection.exchange.target = RequestTarget(target)
    connection.exchange.startedAt = now
    _ = connection.phase.enter(.head, now: now / 1_000_000)
  }

  fileprivate func completed(_ connection: Connection) {
    let exchange = connection.exchange
    if !exchange.body.isEmpty {
      context.bodyBytes.subtract(exchange.body.count, ordering: .relaxed)
    }
    connection.exchange = Exchange()
    connection.handover.withLock { $0 = .none }
    let now = SteadyClock.nanoseconds
    _ = connection.phase.enter(.idle, now: now / 1_000_000)
    guard exchange.status != 0 else { return }
    context.log(
      RequestRecord(
        route: exchange.routeName, method: exchange.method?.rawValue ?? "OTHER",
        status: exchange.status, bytes: exchange.byteCount,
        milliseconds: Double(now - exchange.startedAt) / 1_000_000))
  }
}

// Callbacks of C: they capture nothing and find their objects through the pointers they are given.

private func worker(_ context: UnsafeMutableRawPointer?) -> Worker? {
  context.map { Unmanaged<Worker>.fromOpaque($0).takeUnretainedValue() }
}

private func connection(_ context: UnsafeMutableRawPointer?) -> Connection? {
  context.map { Unmanaged<Connection>.fromOpaque($0).takeUnretainedValue() }
}

private let connectionCallback: MHD_NotifyConnectionCallback = { context, mhd, slot, code in
  guard let worker = worker(context), let mhd, let slot else { return }
  if code == .CONNECTION_NOTIFY_STARTED {
    // Retained here and released below, once for each connection.
    let found = worker.started(cmicrohttpd_descriptor(mhd))
    slot.pointee = found.map { Unmanaged.passRetained($0).toOpaque() }
  } else if let pointer = slot.pointee {
    slot.pointee = nil
    worker.closed(Unmanaged<Connection>.fromOpaque(pointer).takeRetainedValue())
  }
}

private let targetCallback:
  @convention(c) (
    UnsafeMutableRawPointer?, UnsafePointer<CChar>?, OpaquePointer?
  ) -> UnsafeMutableRawPointer? = { context, target, mhd in
    guard let worker = worker(context), let target, let mhd,
      let pointer = cmicrohttpd_context(mhd), let connection = connection(pointer)
    else { return nil }
    worker.received(target, on: connection)
    return pointer
  }

/// Leaves every escape as it is.
private let unescapeCallback:
  @convention(c) (
    UnsafeMutableRawPointer?, OpaquePointer?, UnsafeMutablePointer<CChar>?
  ) -> Int = { _, _, text in text.map { strlen($0) } ?? 0 }

private let completedCallback: MHD_RequestCompletedCallback = { context, _, slot, _ in
  guard let worker = worker(context), let slot, let connection = connection(slot.pointee) else {
    return
  }
  slot.pointee = nil
  worker.completed(connection)
}

private let accessCallback: MHD_AccessHandlerCallback = {
  context, mhd, target, method, version, upload, uploadSize, slot in
  guard let worker = worker(context), let mhd, let target, let method, let version, let uploadSize,
    let connection = connection(slot?.pointee)
  else { return .NO }
  let call = Call(worker: worker, connection: connection, mhd: mhd)
  switch connection.exchange.stage {
  case .none, .answered: return .NO
  case .head:
    let line = RequestLine(
      method: method, target: target, version: version,
      targetLength: connection.exchange.target.length)
    return call.headArrived(line)
  case .body where uploadSize.pointee > 0:
    let bytes = UnsafeRawBufferPointer(start: upload, count: uploadSize.pointee)
    uploadSize.pointee = 0
    return call.bodyArrived(bytes)
  case .body: return call.requestArrived()
  case .handling: return call.answerArrived()
  }
}
