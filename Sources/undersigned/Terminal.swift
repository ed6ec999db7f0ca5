import Glibc
import Synchronization

/// Lines to the person who started the program and to its log.
enum Terminal {
  /// A line to standard output.
  static func print(_ line: String) {
    write(line, to: STDOUT_FILENO)
  }

  /// A line to standard error: the log, and what went wrong.
  static func note(_ line: String) {
    write(line, to: STDERR_FILENO)
  }

  /// Whether a person watches standard error.
  static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

  /// A line to a person who watches standard error, in the place of the one before; empty to end with.
  static func show(_ line: String) {
    write("\r\u{1b}[K" + line, to: STDERR_FILENO, end: "")
  }

  /// A line to standard error while the site runs, where nobody may wait for whoever reads the log.
  ///
  /// What the reader has no room for is left out; the next line that it takes says how many were.
  static func log(_ line: String) {
    lost.withLock { lost in
      guard hasRoom(STDERR_FILENO) else {
        lost += 1
        return
      }
      if lost > 0 {
        write(LogLine(event: "log lines lost", detail: String(lost)).json, to: STDERR_FILENO)
        lost = 0
        guard hasRoom(STDERR_FILENO) else {
          lost = 1
          return
        }
      }
      write(line, to: STDERR_FILENO)
    }
  }

  /// Lines left out since the last one that was written.
  private static let lost = Mutex(0)

  /// Whether a line can be written at once: a pipe that says so takes 4 KiB.
  private static func hasRoom(_ file: Int32) -> Bool {
    var descriptor = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
    return poll(&descriptor, 1, 0) == 1
  }

  /// One line in one call, so that lines of several threads do not mix.
  private static func write(_ line: String, to file: Int32, end: String = "\n") {
    let bytes = Array((line + end).utf8)
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      // Nobody may be reading any more; the site goes on.
      guard written > 0 else { return }
      start += written
    }
  }
}
