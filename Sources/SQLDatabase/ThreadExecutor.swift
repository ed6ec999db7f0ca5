import Threads

/// A thread of its own for an actor, so that blocking calls never hold up Swift's task threads.
///
/// Jobs run in the order they arrive. The thread lives until `stop()` and keeps this object alive.
final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
  // Sendable: `jobs` and `isStopped` are only touched inside of the monitor.
  private let monitor = Monitor()
  private let work: Condition
  private var jobs: [UnownedJob] = []
  private var isStopped = false

  /// Starts the thread.
  init() throws(DatabaseError) {
    work = Condition(in: monitor)
    try startThread { self.run() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    monitor.locked {
      jobs.append(job)
      work.wakeOne()
    }
  }

  /// Ends the thread after the jobs that have arrived; nothing may be enqueued afterwards.
  func stop() {
    monitor.locked {
      isStopped = true
      work.wakeOne()
    }
  }

  private func run() {
    var batch: [UnownedJob] = []
    while waitForJobs(&batch) {
      for job in batch {
        job.runSynchronously(on: asUnownedSerialExecutor())
      }
      batch.removeAll(keepingCapacity: true)
    }
  }

  /// Swaps in the jobs that have arrived; false when there will be none any more.
  private func waitForJobs(_ batch: inout [UnownedJob]) -> Bool {
    monitor.locked {
      while jobs.isEmpty {
        if isStopped { return false }
        work.wait()
      }
      swap(&batch, &jobs)
      return true
    }
  }
}
