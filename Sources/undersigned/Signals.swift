import Dispatch
import Glibc

/// The signals that end the program in good order.
enum Signals {
  /// Returns when SIGTERM or SIGINT comes, or when the surrounding task is cancelled.
  static func waitForEnd() async {
    let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
    let sources = [SIGTERM, SIGINT].map { number in
      // The default action would end the program at once.
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { continuation.yield() }
      source.resume()
      return source
    }
    for await _ in signals { break }
    for source in sources { source.cancel() }
  }

  /// Runs a body, which is cancelled and waited for when SIGTERM or SIGINT comes.
  ///
  /// Throws ``Stopped`` then, and otherwise what the body throws.
  static func run<T: Sendable>(
    _ body: @escaping @Sendable () async throws -> T
  ) async throws -> T {
    try await withThrowingTaskGroup(of: T?.self) { tasks in
      tasks.addTask { try await body() }
      tasks.addTask {
        await waitForEnd()
        return nil
      }
      defer { tasks.cancelAll() }
      guard let result = try await tasks.next() ?? nil else { throw Stopped() }
      return result
    }
  }
}

/// A signal has ended a command before its time.
struct Stopped: Error, CustomStringConvertible {
  let description = "stopped"
}
