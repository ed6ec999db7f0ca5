import Glibc
import Testing
import Threads

@Suite(.timeLimit(.minutes(1))) struct ThreadTests {
  @Test func `what a body holds is released when it has run`() async throws {
    try await withCheckedThrowingContinuation { continuation in
      let last = Last { continuation.resume() }
      // Where none starts, the body is released, too, and nobody is kept waiting.
      try? Thread.start { withExtendedLifetime(last) {} }
    }
  }

  @Test func `where there is no thread, starting one throws and releases the body`() async {
    // In a process of its own: a limit holds for all of its threads.
    await #expect(processExitsWith: .success) {
      let addressSpace = __rlimit_resource_t(RLIMIT_AS.rawValue)
      var usual = rlimit()
      getrlimit(addressSpace, &usual)
      // Less than is taken, so that there is no room for a stack.
      var narrow = rlimit(rlim_cur: 1, rlim_max: usual.rlim_max)

      weak var held: Last?
      var code: Int32?
      setrlimit(addressSpace, &narrow)
      do throws(ThreadError) {
        let last = Last {}
        held = last
        try Thread.start { withExtendedLifetime(last) {} }
      } catch {
        code = error.code
      }
      setrlimit(addressSpace, &usual)
      #expect(code == EAGAIN)
      #expect(held == nil)
    }
  }
}

/// Tells when nobody holds it any more.
private final class Last: Sendable {
  private let isOver: @Sendable () -> Void

  init(_ isOver: @escaping @Sendable () -> Void) { self.isOver = isOver }

  deinit { isOver() }
}
