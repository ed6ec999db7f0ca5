import Glibc
import HTTPServer
import Synchronization

/// The log of the running site on standard error, where nobody waits for whoever reads it.
///
/// Lines about requests are gathered and written together; any other line is written at once, behind
/// those that wait. What the reader has no room for is left out, and the next line that it takes says
/// how many were.
final class Log: Sendable {
  private struct State {
    var bytes: [UInt8] = []
    var lines = 0
    /// Lines left out since the last one that was written.
    var lost = 0
  }

  /// A pipe that says that it has room takes 4 KiB; no line about a request is longer than the rest.
  private static let fullBytes = 4_096 - 512

  /// For so long a line waits for others.
  private static let patience = Duration.milliseconds(50)

  private let state = Mutex(State())
  /// An element whenever a line has begun to wait.
  private let beginnings: AsyncStream<Void>
  private let lineWaits: AsyncStream<Void>.Continuation

  init() {
    (beginnings, lineWaits) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
  }

  /// Writes what has waited long enough, and in the end everything.
  func run() async {
    for await _ in beginnings {
      // When it is cancelled there is no reason to wait any longer.
      try? await Task.sleep(for: Self.patience)
      state.withLock { Self.write(&$0) }
    }
    state.withLock { Self.write(&$0) }
  }

  /// Says what became of a request.
  func note(_ record: RequestRecord) {
    let isFirst = state.withLock { state in
      record.appendJSONLine(to: &state.bytes)
      state.lines += 1
      if state.bytes.count > Self.fullBytes { Self.write(&state) }
      return state.lines == 1
    }
    if isFirst { lineWaits.yield() }
  }

  /// Says something that is not about one request.
  func note(_ line: LogLine) {
    state.withLock { state in
      Self.write(&state)
      state.bytes += Array((line.json + "\n").utf8)
      state.lines = 1
      Self.write(&state)
    }
  }

  private static func write(_ state: inout State) {
    guard state.lines > 0 else { return }
    if state.lost > 0, Terminal.hasRoom(STDERR_FILENO) {
      Terminal.note(LogLine(event: "log lines lost", detail: String(state.lost)).json)
      state.lost = 0
    }
    if Terminal.hasRoom(STDERR_FILENO) {
      Terminal.write(state.bytes, to: STDERR_FILENO)
    } else {
      state.lost += state.lines
    }
    state.bytes.removeAll(keepingCapacity: true)
    state.lines = 0
  }
}
