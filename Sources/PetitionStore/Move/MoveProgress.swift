import Synchronization

/// Counts rows from any thread, reports now and then, and ends the work of a move that is stopped.
final class MoveProgress: Sendable {
  private struct State {
    var stage = SiteMove.Progress.Stage.copying
    var done = 0
    var total = 0
    var isStopped = false

    var progress: SiteMove.Progress {
      SiteMove.Progress(stage: stage, done: done, total: max(done, total))
    }
  }

  private let state = Mutex(State())
  private let report: @Sendable (SiteMove.Progress) -> Void

  init(_ report: @escaping @Sendable (SiteMove.Progress) -> Void) {
    self.report = report
  }

  /// Begins a stage with no row done.
  func begin(_ stage: SiteMove.Progress.Stage, total: Int) {
    let progress = state.withLock { state in
      (state.stage, state.done, state.total) = (stage, 0, total)
      return state.progress
    }
    report(progress)
  }

  /// Counts rows that are done with.
  ///
  /// - Throws: `CancellationError` when the move was stopped: threads of a database do not know of
  ///   the task they work for.
  func add(_ rows: Int) throws {
    let progress = try state.withLock { state in
      if state.isStopped { throw CancellationError() }
      state.done += rows
      return state.progress
    }
    report(progress)
  }

  /// Lets the next count fail.
  func stop() {
    state.withLock { $0.isStopped = true }
  }
}

/// Something that may happen once.
final class Once: Sendable {
  private let hasHappened = Atomic(false)

  /// Whether this is the first time.
  func happens() -> Bool {
    !hasHappened.exchange(true, ordering: .acquiringAndReleasing)
  }
}
