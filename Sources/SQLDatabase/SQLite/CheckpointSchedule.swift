/// Decides, ten times a second, whether the log is to be moved into the database file, and how.
///
/// A passive checkpoint holds up nobody but cannot shorten a log that is being written. Truncating
/// holds up the writer for a moment, so it waits until nothing was committed for a second, or until
/// the log has grown large; and it is not tried while a long read keeps most of the log in use.
struct CheckpointSchedule {
  enum Step: Equatable {
    case passive
    case truncate
  }

  /// Pages in the log from which on it is truncated under load: 64 MiB.
  static let largeLog = 16_384

  /// Ticks without a commit, or since a truncation failed, until truncation is tried.
  static let patience = 10

  private var commits: Int?
  private var quietTicks = 0
  private var ticksSinceTruncation = patience
  private var pagesLeft = 0
  private var pages = 0
  private var isEmpty = false

  /// What to do now that so many commits have been made in all.
  mutating func step(commits: Int) -> Step? {
    ticksSinceTruncation += 1
    if commits != self.commits {
      self.commits = commits
      quietTicks = 0
      isEmpty = false
      let isLarge = pages >= Self.largeLog && pagesLeft <= pages / 4
      return isLarge && ticksSinceTruncation > Self.patience ? .truncate : .passive
    }
    guard !isEmpty else { return nil }
    quietTicks += 1
    if quietTicks >= Self.patience, ticksSinceTruncation > Self.patience { return .truncate }
    return pagesLeft > 0 ? .passive : nil
  }

  /// Takes note of how a step went: the pages in the log, and those not yet moved out of it.
  mutating func finished(_ step: Step, pages: Int, pagesLeft: Int) {
    self.pages = pages
    self.pagesLeft = pagesLeft
    guard step == .truncate else { return }
    ticksSinceTruncation = 0
    isEmpty = pages == 0
  }
}
