import Petitions
import Synchronization

/// The emergency switches in memory, until another process or this one changes them.
final class SwitchBoard: Sendable {
  private struct Known {
    var switches = SiteSwitches()
    var isStale = true
    /// How often what was known became stale.
    var changes = 0
  }

  private let known = Mutex(Known())

  /// What was last read; nil where it must be read again.
  var current: SiteSwitches? { known.withLock { $0.isStale ? nil : $0.switches } }

  /// What was last read, also where it may have changed since.
  var last: SiteSwitches { known.withLock { $0.switches } }

  /// Counts the changes, to be taken before the database is read.
  var changes: Int { known.withLock { $0.changes } }

  /// Keeps what was read, unless it became stale since the mark.
  func keep(_ switches: SiteSwitches, since mark: Int) {
    known.withLock { known in
      known.switches = switches
      if known.changes == mark { known.isStale = false }
    }
  }

  func forget() {
    known.withLock { known in
      known.isStale = true
      known.changes += 1
    }
  }
}
