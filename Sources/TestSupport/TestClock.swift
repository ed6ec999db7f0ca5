import Synchronization

/// A clock that stands still until a test moves it.
public final class TestClock: Sendable {
  private let time: Mutex<Int64>
  private let sinceStart = Mutex<Int64>(0)

  /// - Parameter now: UTC milliseconds; by default 2030-01-02 03:04:05.
  public init(now: Int64 = 1_893_553_445_000) {
    time = Mutex(now)
  }

  /// UTC milliseconds.
  public var now: Int64 {
    get { time.withLock { $0 } }
    set { time.withLock { $0 = newValue } }
  }

  /// Milliseconds that passed; setting the clock does not change them.
  public var uptime: Int64 { sinceStart.withLock { $0 } }

  /// Lets so many milliseconds pass.
  public func advance(by milliseconds: Int64) {
    time.withLock { $0 += milliseconds }
    sinceStart.withLock { $0 += milliseconds }
  }
}
