import Synchronization

/// Holds tasks until it is opened, and tells when one has come.
final class Gate: Sendable {
  private let state = Mutex(State())

  private struct State {
    var isOpen = false
    var arrivals = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
    var watching: [(Int, CheckedContinuation<Void, Never>)] = []
  }

  func wait() async {
    await withCheckedContinuation { continuation in
      let ready = state.withLock { state -> [CheckedContinuation<Void, Never>] in
        state.arrivals += 1
        let reached = state.watching.filter { $0.0 <= state.arrivals }.map(\.1)
        state.watching.removeAll { $0.0 <= state.arrivals }
        if state.isOpen { return reached + [continuation] }
        state.waiting.append(continuation)
        return reached
      }
      for continuation in ready { continuation.resume() }
    }
  }

  func hasArrived(_ count: Int = 1) async {
    await withCheckedContinuation { continuation in
      let isThere = state.withLock { state in
        if state.arrivals >= count { return true }
        state.watching.append((count, continuation))
        return false
      }
      if isThere { continuation.resume() }
    }
  }

  func open() {
    let waiting = state.withLock { state in
      state.isOpen = true
      defer { state.waiting = [] }
      return state.waiting
    }
    for continuation in waiting { continuation.resume() }
  }
}
