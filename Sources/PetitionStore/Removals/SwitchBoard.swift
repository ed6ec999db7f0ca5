import Petitions
import Synchronization

/// The emergency switches in memory, until another process or this one changes them.
final class SwitchBoard: Sendable {
  private struct Known {
    var switches: SiteSwitches?
    /// How often what was known became stale.
    var changes = 0
  }

  private let known = Mutex(Known())

  /// What was last read; nil where it must be read again.
  var current: SiteSwitches? { known.withLock { $0.switches } }

  /// Counts the changes, to be taken before the database is read.
  var changes: Int { known.withLock { $0.changes } }

  /// Keeps what was read, unless it became stale since the mark.
  func keep(_ switches: SiteSwitches, since mark: Int) {
    known.withLock { known in
      if known.changes == mark { known.switches = switches }
    }
  }

  func forget() {
    known.withLock { known in
      known.switches = nil
      known.changes += 1
    }
  }
}
