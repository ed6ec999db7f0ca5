import Dispatch
import Synchronization

/// Brings values from a thread that may block to a task that must not, a few at a time.
final class Handover<Element: Sendable>: Sendable {
  /// What was put in; ends with ``finish()`` or when the task that reads it is cancelled.
  let elements: AsyncStream<Element>
  private let continuation: AsyncStream<Element>.Continuation
  private let space = DispatchSemaphore(value: 0)
  private let isAbandoned = Atomic(false)

  /// Lets so many values wait to be taken.
  init(capacity: Int) {
    (elements, continuation) = AsyncStream.makeStream()
    // Not the initial value: a semaphore may not end below that.
    for _ in 0..<capacity { space.signal() }
  }

  /// Puts a value in, and blocks the thread until there is room for it.
  ///
  /// - Throws: `CancellationError` when nobody takes any more.
  func put(_ element: Element) throws {
    space.wait()
    guard !isAbandoned.load(ordering: .acquiring) else { throw CancellationError() }
    continuation.yield(element)
  }

  /// Makes room: what came out is done with.
  func makeRoom() { space.signal() }

  /// Says that nothing more will be put in.
  func finish() { continuation.finish() }

  /// Says that nobody takes any more, which ends the wait of who puts in.
  func abandon() {
    isAbandoned.store(true, ordering: .releasing)
    space.signal()
  }
}
