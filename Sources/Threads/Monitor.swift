import Glibc

/// A lock for threads that wait for each other; what they wait for are its ``Condition``s.
///
/// It blocks, so it must not be held for long where tasks of the cooperative pool enter it.
public final class Monitor: @unchecked Sendable {
  // Sendable: a mutex is made to be used by many threads.
  let mutex: UnsafeMutablePointer<pthread_mutex_t>

  /// A lock that nobody holds.
  public init() {
    mutex = .allocate(capacity: 1)
    mutex.initialize(to: pthread_mutex_t())
    pthread_mutex_init(mutex, nil)
  }

  /// Runs a body while no other thread is in one; a body that enters again waits for ever.
  ///
  /// Throws what the body throws.
  public func locked<T>(_ body: () throws -> T) rethrows -> T {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  deinit {
    pthread_mutex_destroy(mutex)
    mutex.deallocate()
  }
}
