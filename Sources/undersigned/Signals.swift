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
}
