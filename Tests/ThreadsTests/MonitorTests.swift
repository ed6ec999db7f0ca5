import Testing
import Threads

@Suite(.timeLimit(.minutes(1))) struct MonitorTests {
  @Test func `no two threads are inside at the same time`() async throws {
    let room = Room()
    try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask {
          try await onThread {
            for _ in 0..<100_000 { room.monitor.locked { room.count += 1 } }
          }
        }
      }
      try await group.waitForAll()
    }
    #expect(room.count == 400_000)
  }

  @Test func `others may enter after a body that throws`() async throws {
    struct Failure: Error {}
    let isEntered = try await onThread {
      let monitor = Monitor()
      #expect(throws: Failure.self) { try monitor.locked { throw Failure() } }
      return monitor.locked { true }
    }
    #expect(isEntered)
  }

  @Test func `all that wait go on when all are woken`() async throws {
    let room = Room()
    try await withThrowingTaskGroup { group in
      for _ in 0..<4 {
        group.addTask { try await onThread { room.waitUntilOpen() } }
      }
      try await onThread { room.open(whenWaiting: 4) { $0.wakeAll() } }
      try await group.waitForAll()
    }
    #expect(room.count == 0)
  }

  @Test func `one of those that wait goes on when one is woken`() async throws {
    let room = Room()
    async let waiting: Void = onThread { room.waitUntilOpen() }
    try await onThread { room.open(whenWaiting: 1) { $0.wakeOne() } }
    try await waiting
    #expect(room.count == 0)
  }

  @Test(arguments: [
    Duration.seconds(-1), .zero, .microseconds(100), .milliseconds(20), .milliseconds(999),
  ])
  func `a wait that nobody ends takes the time that it was given`(_ duration: Duration) async throws
  {
    let waited = try await onThread {
      let monitor = Monitor()
      let condition = Condition(in: monitor)
      return ContinuousClock().measure { monitor.locked { condition.wait(duration) } }
    }
    #expect(waited >= duration)
  }
}

/// What threads wait for to be opened.
private final class Room: @unchecked Sendable {
  // Sendable: what changes is touched inside of the monitor, or when no thread is left.
  let monitor = Monitor()
  var count = 0
  private let opening: Condition
  private let arrival: Condition
  private var isOpen = false

  init() {
    opening = Condition(in: monitor)
    arrival = Condition(in: monitor)
  }

  /// Counts who waits.
  func waitUntilOpen() {
    monitor.locked {
      count += 1
      arrival.wakeAll()
      while !isOpen { opening.wait() }
      count -= 1
    }
  }

  /// Opens when so many wait, and wakes some of them.
  func open(whenWaiting number: Int, waking: (Condition) -> Void) {
    monitor.locked {
      while count < number { arrival.wait() }
      isOpen = true
      waking(opening)
    }
  }
}
