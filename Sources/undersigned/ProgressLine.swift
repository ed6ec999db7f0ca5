import Synchronization

/// How far long work is: a line that changes on a terminal, new lines elsewhere.
final class ProgressLine: Sendable {
  private let shown = Mutex<ContinuousClock.Instant?>(nil)
  private let isWatched = Terminal.isWatched

  /// Shows a line, unless another was shown a moment ago.
  ///
  /// - Parameter isNew: whether it must be shown, since it begins something.
  func show(isNew: Bool = false, _ line: () -> String) {
    let now = ContinuousClock.now
    let isDue = shown.withLock { shown in
      let pause: Duration = isWatched ? .milliseconds(200) : .seconds(10)
      if !isNew, let last = shown, last.duration(to: now) < pause { return false }
      shown = now
      return true
    }
    guard isDue else { return }
    if isWatched { Terminal.show(line()) } else { Terminal.note(line()) }
  }

  /// Leaves the line of a terminal to what comes next.
  func end() {
    if isWatched { Terminal.show("") }
  }

  /// Done, total, rate and time left, of work that has taken so long.
  static func line(
    _ work: String, _ done: Int, of total: Int, _ things: String, after time: Duration
  ) -> String {
    guard done > 0 else { return "\(work) \(total) \(things)" }
    let rate = Double(done) / max(time / .seconds(1), 0.001)
    let left = Double(total - done) / rate
    return "\(work): \(done) of \(total) \(things), \(Int(rate)) a second, "
      + "\(Int(left.rounded(.up))) s left"
  }
}
