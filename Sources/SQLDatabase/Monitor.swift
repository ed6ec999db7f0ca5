import Glibc

/// A lock for threads that wait for each other.
final class Monitor: @unchecked Sendable {
  // Sendable: a mutex is made to be used by many threads.
  fileprivate let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  /// Runs a body while no other thread is in one.
  func locked<T>(_ body: () throws -> T) rethrows -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }
}

/// What threads wait for inside of a monitor; a monitor may have several.
final class Condition: @unchecked Sendable {
  // Sendable: a condition is made to be used by many threads.
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private let monitor: Monitor

  init(in monitor: Monitor) {
    self.monitor = monitor
    condition = .allocate(capacity: 1)
    condition.initialize(to: pthread_cond_t())
    var attributes = pthread_condattr_t()
    pthread_condattr_init(&attributes)
    // A clock that is set does not lengthen a wait.
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
    pthread_cond_init(condition, &attributes)
    pthread_condattr_destroy(&attributes)
  }

  /// Lets others into the monitor until somebody wakes this thread.
  func wait() { pthread_cond_wait(condition, monitor.mutex) }

  /// Lets others into the monitor until somebody wakes this thread or so much time has passed.
  func wait(_ duration: Duration) {
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    let nanoseconds = Int64(end.tv_nsec) + duration.milliseconds % 1_000 * 1_000_000
    end.tv_sec += Int(duration.milliseconds / 1_000 + nanoseconds / 1_000_000_000)
    end.tv_nsec = Int(nanoseconds % 1_000_000_000)
    pthread_cond_timedwait(condition, monitor.mutex, &end)
  }

  /// Wakes one of the threads that wait.
  func wakeOne() { pthread_cond_signal(condition) }

  /// Wakes all threads that wait.
  func wakeAll() { pthread_cond_broadcast(condition) }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
  }
}

extension Duration {
  /// Whole milliseconds.
  var milliseconds: Int64 {
    components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
  }
}
