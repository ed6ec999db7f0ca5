import Glibc

/// What threads wait for inside of a monitor; a monitor may have several.
///
/// A wait may end for no reason: look again at what was waited for.
public final class Condition: @unchecked Sendable {
  // Sendable: a condition is made to be used by many threads.
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private let monitor: Monitor

  /// A condition that nobody waits for yet, which keeps its monitor alive.
  public init(in monitor: Monitor) {
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

  /// Lets others into the monitor, which this thread is in, until somebody wakes it.
  public func wait() { pthread_cond_wait(condition, monitor.mutex) }

  /// Lets others into the monitor, which this thread is in, until somebody wakes it or so much
  /// time has passed.
  ///
  /// A duration below zero counts as none.
  public func wait(_ duration: Duration) {
    let (seconds, attoseconds) = max(duration, .zero).components
    var end = timespec()
    clock_gettime(CLOCK_MONOTONIC, &end)
    let nanoseconds = Int64(end.tv_nsec) + attoseconds / 1_000_000_000
    end.tv_sec += Int(seconds + nanoseconds / 1_000_000_000)
    end.tv_nsec = Int(nanoseconds % 1_000_000_000)
    pthread_cond_timedwait(condition, monitor.mutex, &end)
  }

  /// Wakes one of the threads that wait.
  public func wakeOne() { pthread_cond_signal(condition) }

  /// Wakes all threads that wait.
  public func wakeAll() { pthread_cond_broadcast(condition) }

  deinit {
    pthread_cond_destroy(condition)
    condition.deallocate()
  }
}
