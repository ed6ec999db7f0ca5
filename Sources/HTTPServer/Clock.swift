import Glibc

/// The machine's steady clock, which the server needs for deadlines and for the length of requests.
enum SteadyClock {
  static var nanoseconds: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  static var milliseconds: UInt64 { nanoseconds / 1_000_000 }
}

extension Duration {
  /// Whole milliseconds, at least zero.
  var milliseconds: UInt64 {
    let (seconds, attoseconds) = components
    guard seconds >= 0, attoseconds >= 0 else { return 0 }
    return UInt64(seconds) * 1000 + UInt64(attoseconds / 1_000_000_000_000_000)
  }
}
