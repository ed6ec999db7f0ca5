import Foundation
import Synchronization

/// A number that several threads count up.
final class Counter: Sendable {
  private let value = Atomic(0)

  var count: Int { value.load(ordering: .relaxed) }

  /// Counts one more and gives the number.
  @discardableResult
  func add() -> Int { value.add(1, ordering: .relaxed).newValue }
}

/// Lets threads go on when so many have come.
final class Barrier: Sendable {
  private let count: Int
  private let arrived = Atomic(0)
  private let open = DispatchSemaphore(value: 0)

  init(_ count: Int) { self.count = count }

  func wait() {
    if arrived.add(1, ordering: .relaxed).newValue == count {
      for _ in 1..<count { open.signal() }
    } else {
      open.wait()
    }
  }
}
