/// Decides, ten times a second, whether the log is to be moved into the database file, and how.
///
/// A passive checkpoint holds up nobody but cannot shorten a log that is being written. The others
/// hold up the writer for a moment. So a log that has grown large begins anew at most once a second,
/// in the same blocks of the disk, which costs commits less than new ones do; it is truncated when
/// nothing was committed for a second; and neither is tried while a long read keeps most of it in use.
struct CheckpointSchedule {
  enum Step: Equatable {
    case passive
    case restart
    case truncate
  }

  /// Pages in the log from which on it begins anew under load: 64 MiB.
  static let largeLog = 16_384

  /// Ticks without a commit until truncation is tried, and between two steps that hold up the writer.
  static let patience = 10

  private var commits: Int?
  private var quietTicks = 0
  private var ticksSinceHoldUp = patience
  private var pagesLeft = 0
  private var pages = 0
  private var isEmpty = false

  /// What to do now that so many commits have been made in all.
  mutating func step(commits: Int) -> Step? {
    ticksSinceHoldUp += 1
    if commits != self.commits {
      self.commits = commits
      quietTicks = 0
      isEmpty = false
      let isLarge = pages >= Self.largeLog && pagesLeft <= pages / 4
      return isLarge && ticksSinceHoldUp > Self.patience ? .restart : .passive
    }
    guard !isEmpty else { return nil }
    quietTicks += 1
    if quietTicks >= Self.patience, ticksSinceHoldUp > Self.patience { return .truncate }
    return pagesLeft > 0 ? .passive : nil
  }

  /// Takes note of how a step went: the pages in the log, and those not yet moved out of it.
  mutating func finished(_ step: Step, pages: Int, pagesLeft: Int) {
    self.pages = pages
    self.pagesLeft = pagesLeft
    guard step != .passive else { return }
    ticksSinceHoldUp = 0
    isEmpty = step == .truncate && pages == 0
  }
}
