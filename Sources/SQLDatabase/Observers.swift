import Synchronization

/// Those who want to know what was committed.
final class Observers: Sendable {
  private let observers = Mutex<[@Sendable (DatabaseNotice) -> Void]>([])

  func add(_ observer: @escaping @Sendable (DatabaseNotice) -> Void) {
    observers.withLock { $0.append(observer) }
  }

  /// Tells everybody each message, in order.
  func tell(_ messages: [String]) {
    for message in messages { tell(.message(message)) }
  }

  func tell(_ notice: DatabaseNotice) {
    // Called outside of the lock, so that an observer may add another.
    for observer in observers.withLock({ $0 }) { observer(notice) }
  }
}
