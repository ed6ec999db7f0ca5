import Glibc
import Synchronization

@testable import HTTPServer

/// What a test wants of a server.
struct Site {
  var limits = ServerLimits()
  var trustedProxies: [String] = []
  var fastPath: @Sendable (borrowing RequestHead) -> PreparedResponse? = { _ in nil }
  var handler: @Sendable (Request) async throws -> Response = { _ in .text("hello") }
  var failure: @Sendable (any Error, Request) -> Response = { _, _ in
    Server.plainRefusal(.internalServerError)
  }
  var log: @Sendable (RequestRecord) -> Void = { _ in }
}

/// Runs a server on a free port while the body runs, stops it, and waits until it has ended.
func withServer(_ site: Site = Site(), _ body: (UInt16) async throws -> Void) async throws {
  let server = Server(
    configuration: ServerConfiguration(
      threads: 2, limits: site.limits, trustedProxies: site.trustedProxies.compactMap { CIDR($0) },
      drainTimeout: .seconds(10)),
    fastPath: site.fastPath, handler: site.handler, failure: site.failure, log: site.log)
  try await withRunning(server) { port, _ in try await body(port) }
}

/// Runs a server; the second argument of the body asks it to stop.
func withRunning(
  _ server: Server, _ body: (UInt16, @escaping @Sendable () -> Void) async throws -> Void
) async throws {
  let ports = AsyncStream.makeStream(of: UInt16.self)
  let running = Task {
    try await server.run { port in ports.continuation.yield(port) }
    ports.continuation.finish()
  }
  var iterator = ports.stream.makeAsyncIterator()
  guard let port = await iterator.next() else { return try await running.value }
  do {
    try await body(port) { running.cancel() }
  } catch {
    running.cancel()
    _ = await running.result
    throw error
  }
  running.cancel()
  try await running.value
}

/// Runs blocking code on a thread of its own: the pool of the tasks must stay free for handlers.
func onThread<Value: Sendable>(_ body: @escaping @Sendable () throws -> Value) async throws -> Value
{
  try await withCheckedThrowingContinuation { continuation in
    let work = Unmanaged.passRetained(Work { continuation.resume(with: Result { try body() }) })
    var thread = pthread_t()
    pthread_create(
      &thread, nil,
      { pointer in
        if let pointer { Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue().run() }
        return nil
      }, work.toOpaque())
    pthread_detach(thread)
  }
}

private final class Work: Sendable {
  let run: @Sendable () -> Void
  init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}

/// Sends one text and gives back everything up to the end of the connection.
func exchange(_ text: String, port: UInt16) async throws -> String {
  try await onThread {
    let client = try RawClient(port: port)
    client.send(text)
    client.finish()
    return client.rest()
  }
}

/// Sends one text and gives back the first answer.
func answer(_ text: String, port: UInt16, toHead: Bool = false) async throws -> Answer? {
  try await onThread {
    let client = try RawClient(port: port)
    client.send(text)
    return client.answer(toHead: toHead)
  }
}

/// The body of the first answer as text.
func text(of request: String, port: UInt16) async throws -> String? {
  try await answer(request, port: port)?.text
}

/// The status of the first answer.
func status(of request: String, port: UInt16) async throws -> Int? {
  try await answer(request, port: port)?.status
}

/// Collects values from many threads.
final class Collected<Element: Sendable>: Sendable {
  private let values = Mutex<[Element]>([])
  func append(_ value: Element) { values.withLock { $0.append(value) } }
  var all: [Element] { values.withLock { $0 } }
}
