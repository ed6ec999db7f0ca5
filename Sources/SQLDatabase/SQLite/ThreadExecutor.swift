import Glibc

/// A thread of its own for an actor, so that blocking calls never hold up Swift's task threads.
///
/// Jobs run in the order they arrive. The thread lives until `stop()` and keeps this object alive.
final class ThreadExecutor: SerialExecutor, @unchecked Sendable {
  // Sendable: `jobs` and `isStopped` are only touched while `mutex` is held.
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private var jobs: [UnownedJob] = []
  private var isStopped = false

  /// Starts the thread.
  init() throws(DatabaseError) {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
    condition = .allocate(capacity: 1)
    condition.initialize(to: pthread_cond_t())
    pthread_cond_init(condition, nil)
    // Balanced at the end of the thread, or below when there is none.
    let context = Unmanaged.passRetained(self)
    var thread = pthread_t()
    guard pthread_create(&thread, nil, runThread, context.toOpaque()) == 0 else {
      context.release()
      throw DatabaseError(.cannotOpen, "no thread could be started")
    }
    pthread_detach(thread)
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    pthread_mutex_lock(mutex)
    jobs.append(job)
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Ends the thread after the jobs that have arrived; nothing may be enqueued afterwards.
  func stop() {
    pthread_mutex_lock(mutex)
    isStopped = true
    pthread_cond_signal(condition)
    pthread_mutex_unlock(mutex)
  }

  fileprivate func run() {
    var work: [UnownedJob] = []
    while waitForJobs(&work) {
      for job in work {
        job.runSynchronously(on: asUnownedSerialExecutor())
      }
      work.removeAll(keepingCapacity: true)
    }
  }

  /// Swaps in the jobs that have arrived; false when there will be none any more.
  private func waitForJobs(_ work: inout [UnownedJob]) -> Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    while jobs.isEmpty {
      if isStopped { return false }
      pthread_cond_wait(condition, mutex)
    }
    swap(&work, &jobs)
    return true
  }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }
}

private func runThread(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  if let context {
    Unmanaged<ThreadExecutor>.fromOpaque(context).takeRetainedValue().run()
  }
  return nil
}
