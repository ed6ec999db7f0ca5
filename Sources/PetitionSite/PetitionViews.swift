import PetitionStore
import Petitions
import Synchronization

/// What was read of a petition, and what was rendered of it.
struct KnownPetition: Sendable {
  let view: PetitionView
  let fragments: LocalizedFragments
}

/// What was read of petitions, used again until it changes.
///
/// The same petition is wanted in several languages, as HTML and as JSON, and with the messages of a
/// refused form; only the first of them asks the database.
final class PetitionViews: Sendable {
  /// A class, since it is taken out for every form: copying what a petition consists of costs more.
  private final class Kept: Sendable {
    let petition: KnownPetition
    let mark: PetitionVersions.Mark
    let readAt: Int64

    init(petition: KnownPetition, mark: PetitionVersions.Mark, readAt: Int64) {
      self.petition = petition
      self.mark = mark
      self.readAt = readAt
    }

    /// Roughly; the country names make most of a small page.
    var bytes: Int {
      let story = petition.view.storyHTML.utf8.count
      return 8_192 + story + petition.fragments.count * (24_576 + story)
    }
  }

  /// What all of it may take, in bytes.
  private static let memory = 16 << 20

  /// How long what was read is good enough for a first look, in milliseconds.
  private static let moment: Int64 = 1_000

  private let kept = Mutex(RecentValues<Slug, Kept>(limit: memory, cost: \.bytes))
  private let store: Store
  private let largestAge: Int64

  /// - Parameter largestAge: after so many milliseconds a petition is read again, come what may.
  init(store: Store, largestAge: Int64) {
    self.store = store
    self.largestAge = largestAge
  }

  /// The petition as it is now; nil for an address without a petition.
  func petition(_ slug: Slug, at now: Int64) async throws -> KnownPetition? {
    let old = kept.withLock { $0.value(slug) }
    if let old, isCurrent(old, at: now) { return old.petition }
    let mark = store.versions.mark
    guard let view = try await store.view(slug) else { return nil }
    let fragments = old.flatMap { old in
      view.hasSameFragments(as: old.petition.view) ? old.petition.fragments : nil
    }
    let new = Kept(
      petition: KnownPetition(view: view, fragments: fragments ?? LocalizedFragments()),
      mark: mark, readAt: now)
    let dropped = kept.withLock { $0.set(new, for: slug) }
    return withExtendedLifetime(dropped) { new.petition }
  }

  /// The petition as it is now, if that is known without asking the database.
  func known(_ slug: Slug, at now: Int64) -> KnownPetition? {
    guard let kept = kept.withLock({ $0.value(slug) }), isCurrent(kept, at: now) else { return nil }
    return kept.petition
  }

  /// The petition as it is now or was a moment ago; nil for an address without a petition.
  ///
  /// For checks before signing, which the transaction makes again: on a day on which the petition
  /// changes all the time, not every form is to ask the database.
  func recentPetition(_ slug: Slug, at now: Int64) async throws -> Petition? {
    if let old = kept.withLock({ $0.value(slug) }), now - old.readAt < Self.moment {
      return old.petition.view.petition
    }
    return try await petition(slug, at: now)?.view.petition
  }

  private func isCurrent(_ kept: Kept, at now: Int64) -> Bool {
    now - kept.readAt < largestAge
      && store.versions.isUnchanged(.petition(kept.petition.view.petition.id), since: kept.mark)
  }
}
