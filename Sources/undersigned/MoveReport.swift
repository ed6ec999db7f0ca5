import PetitionStore
import Synchronization

/// Tells whoever started a move how far it is.
final class MoveReport: Sendable {
  private struct State {
    var stage: SiteMove.Progress.Stage?
    var begin = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let line = ProgressLine()

  /// Takes note of progress, from any thread.
  func take(_ progress: SiteMove.Progress) {
    let (isNew, begin) = state.withLock { state in
      let isNew = progress.stage != state.stage
      if isNew { (state.stage, state.begin) = (progress.stage, .now) }
      return (isNew, state.begin)
    }
    line.show(isNew: isNew) {
      ProgressLine.line(
        Self.work(progress.stage), progress.done, of: progress.total, "rows", after: .now - begin)
    }
  }

  /// Leaves the line of a terminal to what comes next.
  func end() { line.end() }

  private static func work(_ stage: SiteMove.Progress.Stage) -> String {
    switch stage {
    case .copying: "copying"
    case .comparing: "comparing"
    case .recounting: "recounting"
    }
  }
}
