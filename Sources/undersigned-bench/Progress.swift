import Glibc

/// How far long work is: one line that is written over on a terminal, plain lines elsewhere.
struct Progress {
  private let what: String
  private let total: Int
  private let start = ContinuousClock.now
  private var shownAt = ContinuousClock.now
  private let isTerminal = isatty(STDERR_FILENO) == 1

  /// - Parameter total: with 0 nothing is shown.
  init(_ what: String, total: Int) {
    self.what = what
    self.total = total
  }

  mutating func reach(_ done: Int) {
    guard total > 0, ContinuousClock.now - shownAt > .seconds(isTerminal ? 1 : 10) else { return }
    shownAt = .now
    let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
    let rate = Double(done) / seconds
    let left = Int(Double(total - done) / max(rate, 0.001))
    let line = "\(what): \(done) of \(total), \(Int(rate)) a second, \(left) s left"
    note(line, overwriting: isTerminal)
  }

  func finish() {
    guard total > 0 else { return }
    let seconds = max(0.001, (ContinuousClock.now - start) / .seconds(1))
    note((isTerminal ? "\r" : "") + "\(what): \(total) in \(Int(seconds)) s")
  }
}
