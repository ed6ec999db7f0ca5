import Glibc

/// Lines to the person who started the program.
enum Terminal {
  /// A line to standard output.
  static func print(_ line: String) {
    write(line, to: STDOUT_FILENO)
  }

  /// A line to standard error, such as what went wrong.
  static func note(_ line: String) {
    write(line, to: STDERR_FILENO)
  }

  /// Whether a person watches standard error.
  static var isWatched: Bool { isatty(STDERR_FILENO) == 1 }

  /// A line to a person who watches standard error, in the place of the one before; empty to end with.
  static func show(_ line: String) {
    write("\r\u{1b}[K" + line, to: STDERR_FILENO, end: "")
  }

  /// Whether something can be written at once: a pipe that says so takes 4 KiB.
  static func hasRoom(_ file: Int32) -> Bool {
    var descriptor = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
    return poll(&descriptor, 1, 0) == 1
  }

  /// One line in one call, so that lines of several threads do not mix.
  private static func write(_ line: String, to file: Int32, end: String = "\n") {
    write(Array((line + end).utf8), to: file)
  }

  /// All bytes, if somebody takes them.
  static func write(_ bytes: [UInt8], to file: Int32) {
    var start = 0
    while start < bytes.count {
      let written = bytes[start...].withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      // Nobody may be reading any more; the site goes on.
      guard written > 0 else { return }
      start += written
    }
  }
}
