import CProcess
import Glibc

/// The bounds that this process sets on itself before it reads a byte.
///
/// They contain a decoder that is slow or greedy: memory, processor time and open files are
/// bounded, no file can be written, no core is dumped, no privilege gained, and the process ends by
/// itself when its parent is gone.
enum ProcessLimits {
  /// Libraries and stacks count as address space; of memory, the largest photos took 200 MB.
  private static let addressSpaceBytes: UInt = 1536 * 1024 * 1024
  private static let processorSeconds: UInt = 20
  private static let openFiles: UInt = 16
  /// Twice what a caller waits unless told otherwise.
  private static let wallClockSeconds: UInt32 = 60

  /// Sets every bound; false when the system refuses one.
  static func apply() -> Bool {
    let bounds: [(__rlimit_resource, UInt)] = [
      (RLIMIT_AS, addressSpaceBytes),
      (RLIMIT_CPU, processorSeconds),
      (RLIMIT_NOFILE, openFiles),
      (RLIMIT_FSIZE, 0),
      (RLIMIT_CORE, 0),
    ]
    for (resource, bound) in bounds {
      var limit = rlimit(rlim_cur: bound, rlim_max: bound)
      guard setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0 else { return false }
    }
    guard cprocess_forbid_new_privileges() == 0 else { return false }
    // A refused write is reported by its return code; the signal would hide the exit code.
    signal(SIGXFSZ, SIG_IGN)
    alarm(wallClockSeconds)
    return true
  }
}
