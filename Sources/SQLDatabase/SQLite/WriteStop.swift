import Synchronization

/// Remembers the first error after which nothing may be written any more.
///
/// After a failed sync the system may count lost pages as written, so a second try that succeeds
/// proves nothing: only a restart, which reads what the disk really holds, can go on.
final class WriteStop: Sendable {
  private let failure = Mutex<DatabaseError?>(nil)

  /// Stops writing for the life of the program; a later error does not replace the first.
  func stop(after error: DatabaseError) {
    failure.withLock { failure in
      failure =
        failure ?? DatabaseError(.failed, "nothing is written until a restart, after \(error)")
    }
  }

  /// Throws when writing has stopped.
  func check() throws(DatabaseError) {
    if let failure = failure.withLock({ $0 }) { throw failure }
  }
}
