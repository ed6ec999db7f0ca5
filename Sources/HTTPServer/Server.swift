/// An HTTP/1.1 server with an event loop for each core.
///
/// A request for GET or HEAD is first offered to the fast path, which answers from memory inside the
/// event loop or declines. Every other one goes to the handler.
public final class Server: Sendable {
  private let configuration: ServerConfiguration
  private let makeContext: @Sendable () -> ServerContext

  /// Makes a server; nothing happens before `run`.
  ///
  /// - Parameters:
  ///   - configuration: Where to listen, and the limits.
  ///   - fastPath: Called on an event loop: it must not wait for anything. Nil passes the request on.
  ///   - handler: Begins on an event loop and leaves it at its first suspension, so long computations
  ///     belong behind an `await`. When the server gives up on it, its task is cancelled.
  ///   - failure: The answer for an error that the handler threw; also called for one that a streamed
  ///     body threw, where its answer goes nowhere.
  ///   - refusal: The answer for a request that the server itself turns down: 400, 413, 414, 417, 431,
  ///     501 and 503.
  ///   - log: Called on an event loop after each answer: it must be quick.
  public init(
    configuration: ServerConfiguration,
    fastPath: @escaping @Sendable (borrowing RequestHead) -> PreparedResponse? = { _ in nil },
    handler: @escaping @Sendable (Request) async throws -> Response,
    failure: @escaping @Sendable (any Error, Request) -> Response = { _, _ in
      Server.plainRefusal(.internalServerError)
    },
    refusal: @escaping @Sendable (Status) -> Response = Server.plainRefusal,
    log: @escaping @Sendable (RequestRecord) -> Void = { _ in }
  ) {
    self.configuration = configuration
    makeContext = {
      ServerContext(
        configuration: configuration, fastPath: fastPath, handler: handler, failure: failure,
        refusal: refusal, log: log)
    }
  }

  /// Serves until the surrounding task is cancelled, and then until what is in flight is answered.
  ///
  /// Then it stops accepting, answers with `Connection: close`, closes idle connections, and returns
  /// when all are closed or, at the latest, about a second after the drain timeout. `onStart` gets the
  /// port. Throws `ServerError` if it cannot start.
  public func run(onStart: @Sendable (UInt16) -> Void = { _ in }) async throws {
    let context = makeContext()
    let listener = try ListeningSocket(host: configuration.host, port: configuration.port)
    let port = listener.port
    let workers = try Self.workers(configuration.threads, context)
    let supervisor: Supervisor
    do {
      supervisor = try Supervisor(
        context: context, workers: workers, listener: listener,
        drainTimeout: configuration.drainTimeout)
    } catch {
      for worker in workers { worker.stop() }
      throw error
    }
    onStart(port)
    try await withTaskCancellationHandler {
      try await Self.supervise(supervisor, workers)
    } onCancel: {
      supervisor.stop()
    }
  }

  /// The words of a status as plain text.
  public static func plainRefusal(_ status: Status) -> Response {
    .text("\(status.code) \(status.reason)\n", status: status)
  }

  private static func workers(
    _ count: Int, _ context: ServerContext
  ) throws(ServerError) -> [Worker] {
    var workers: [Worker] = []
    for _ in 0..<count {
      do {
        workers.append(try Worker(context: context))
      } catch {
        for worker in workers { worker.stop() }
        throw error
      }
    }
    return workers
  }

  private static func supervise(_ supervisor: Supervisor, _ workers: [Worker]) async throws {
    try await withCheckedThrowingContinuation {
      (continuation: CheckedContinuation<Void, any Error>) in
      do {
        try supervisor.start { continuation.resume() }
      } catch {
        for worker in workers { worker.stop() }
        continuation.resume(throwing: error)
      }
    }
  }
}
