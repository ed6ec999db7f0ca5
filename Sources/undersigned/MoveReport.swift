import PetitionStore
import Synchronization

/// Tells whoever started a move how far it is: a line that changes on a terminal, new lines elsewhere.
final class MoveReport: Sendable {
  private struct State {
    var stage: SiteMove.Progress.Stage?
    var begin = ContinuousClock.now
    var shown = ContinuousClock.now
  }

  private let state = Mutex(State())
  private let isWatched = Terminal.isWatched

  /// Takes note of progress, from any thread.
  func take(_ progress: SiteMove.Progress) {
    state.withLock { state in
      let now = ContinuousClock.now
      let isNew = progress.stage != state.stage
      if isNew { (state.stage, state.begin) = (progress.stage, now) }
      let pause: Duration = isWatched ? .milliseconds(200) : .seconds(10)
      guard isNew || state.shown.duration(to: now) >= pause else { return }
      state.shown = now
      let line = Self.line(progress, after: state.begin.duration(to: now))
      if isWatched { Terminal.show(line) } else { Terminal.note(line) }
    }
  }

  /// Leaves the line of a terminal to what comes next.
  func end() {
    if isWatched { Terminal.show("") }
  }

  /// Stage, rows done, rows in all, rows a second and time left.
  static func line(_ progress: SiteMove.Progress, after time: Duration) -> String {
    let work =
      switch progress.stage {
      case .copying: "copying"
      case .comparing: "comparing"
      case .recounting: "recounting"
      }
    guard progress.done > 0 else { return "\(work) \(progress.total) rows" }
    let rate = Double(progress.done) / max(time / .seconds(1), 0.001)
    let left = Double(progress.total - progress.done) / rate
    return "\(work): \(progress.done) of \(progress.total) rows, \(Int(rate)) a second, "
      + "\(Int(left.rounded(.up))) s left"
  }
}
