import PetitionStore
import Petitions
import Synchronization

/// What was read of petitions, used again until it changes.
///
/// The same petition is wanted in several languages, as HTML and as JSON, and with the messages of a
/// refused form; only the first of them asks the database.
final class PetitionViews: Sendable {
  private struct Kept: Sendable {
    let view: PetitionView
    let mark: PetitionVersions.Mark
    let readAt: Int64
  }

  /// What all views may take, in bytes.
  private static let memory = 16 << 20

  private let views = Mutex(
    RecentValues<Slug, Kept>(limit: memory, cost: { 8_192 + $0.view.storyHTML.utf8.count * 2 }))
  private let store: Store
  private let largestAge: Int64

  /// - Parameter largestAge: after so many milliseconds a view is read again, come what may.
  init(store: Store, largestAge: Int64) {
    self.store = store
    self.largestAge = largestAge
  }

  /// The petition's view as it is now, if it is in memory.
  func known(_ slug: Slug, at now: Int64) -> PetitionView? {
    guard let kept = views.withLock({ $0.value(slug) }), now - kept.readAt < largestAge,
      store.versions.isUnchanged(.petition(kept.view.petition.id), since: kept.mark)
    else { return nil }
    return kept.view
  }

  /// The petition's view as it is now; nil for an address without a petition.
  func view(_ slug: Slug, at now: Int64) async throws -> PetitionView? {
    if let view = known(slug, at: now) { return view }
    let mark = store.versions.mark
    guard let view = try await store.view(slug) else { return nil }
    let kept = Kept(view: view, mark: mark, readAt: now)
    let dropped = views.withLock { $0.set(kept, for: slug) }
    return withExtendedLifetime(dropped) { view }
  }
}
