import PetitionStore
import Synchronization

/// How late mails are, for pages that tell people to wait for one.
///
/// The store is asked at most every few seconds, however many people look; where it does not answer, the
/// last answer holds.
final class MailDelay: Sendable {
  /// Mails that wait for so many milliseconds are late.
  static let noticeable: Int64 = 10 * 60_000

  private static let interval: Int64 = 5_000

  private struct State {
    /// Of the clock that nobody sets.
    var askedAt: Int64?
    /// When the oldest mail that waits was queued, in UTC milliseconds.
    var oldest: Int64?
  }

  private let state = Mutex(State())

  /// For how long mails wait at the moment, in milliseconds, as far as known; nil where they are not
  /// late.
  ///
  /// - Parameter now: UTC milliseconds.
  func known(at now: Int64) -> Int64? {
    guard let oldest = state.withLock({ $0.oldest }) else { return nil }
    return now - oldest > Self.noticeable ? now - oldest : nil
  }

  /// Asks the store, unless somebody did so a moment ago.
  func refresh(from store: Store, at visit: Visit) async {
    let isDue = state.withLock { state in
      if let askedAt = state.askedAt, visit.uptime - askedAt < Self.interval { return false }
      // Before the answer is there: everybody else goes on with the last one.
      state.askedAt = visit.uptime
      return true
    }
    guard isDue else { return }
    do {
      let oldest = try await store.oldestWaitingMail(at: visit.now)
      state.withLock { $0.oldest = oldest }
    } catch {
      // The page is not the place for it, and whatever else is asked of the store will fail, too.
    }
  }
}
