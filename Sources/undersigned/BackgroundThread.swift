import Dispatch
import Glibc
import Synchronization
import Threads

/// A thread for tasks that block and that nobody waits for; it gives way to all others.
///
/// It lives as long as the program.
final class BackgroundThread: TaskExecutor {
  private let jobs = Mutex<[UnownedJob]>([])
  private let arrivals = DispatchSemaphore(value: 0)

  /// By how much the system prefers other threads; with 10, one that is busy gets nine times as much.
  private static let niceness: Int32 = 10

  /// Starts the thread.
  init() throws(ThreadError) {
    try Thread.start { [self] in
      // Linux takes 0 for the calling thread. Refused, it would cost speed and nothing else.
      setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, Self.niceness)
      while true {
        arrivals.wait()
        let job = jobs.withLock { $0.removeFirst() }
        job.runSynchronously(on: asUnownedTaskExecutor())
      }
    }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    jobs.withLock { $0.append(job) }
    arrivals.signal()
  }
}
