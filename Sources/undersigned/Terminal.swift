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

  /// One line in one call, so that lines of several threads do not mix.
  private static func write(_ line: String, to file: Int32) {
    let bytes = Array((line + "\n").utf8)
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      // Nobody may be reading any more; the site goes on.
      guard written > 0 else { return }
      start += written
    }
  }
}
