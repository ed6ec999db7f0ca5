import HTTPServer
import PetitionStore
import Synchronization

/// Finished pages in memory, each served while nothing that it shows has changed.
///
/// A page is made anew at most once in a lifetime, and read for by one task at a time; event loops that
/// need nothing but what is in memory may each make it. A page that nobody asked for in that time is
/// exact when somebody does.
final class PageCache: Sendable {
  /// What a page depends on besides the database.
  struct Key: Hashable, Sendable {
    let route: Route
    let language: String
    /// Whether the reader chose the language, so that links keep it.
    let isLanguageChosen: Bool
  }

  /// How long pages stay and how many; times in milliseconds.
  struct Limits: Sendable {
    /// How often a page is made anew at most, and so how far it may be behind; 0 keeps nothing.
    var lifetime: Int64
    /// How old a page may be, since pages depend on the clock, too.
    var largestAge: Int64
    /// What all pages may take, with their compressed forms.
    var bytes: Int
  }

  /// A page that was just made.
  struct Made: Sendable {
    let response: PreparedResponse
    let scope: PetitionVersions.Scope
    /// After so many milliseconds the page says something wrong; nil for never.
    var validFor: Int64?
  }

  private enum Claim {
    case found(PreparedResponse)
    case make
    case wait
  }

  private struct Making {
    let since: Int64
    var waiting: [CheckedContinuation<PreparedResponse, any Error>] = []
  }

  private struct State {
    var pages: RecentValues<Key, KeptPage>
    var making: [Key: Making] = [:]
  }

  /// For so many milliseconds others wait for a page that is being made anew.
  private static let patience: Int64 = 250

  private let state: Mutex<State>
  private let limits: Limits
  private let versions: PetitionVersions

  init(_ limits: Limits, versions: PetitionVersions) {
    self.limits = limits
    self.versions = versions
    state = Mutex(
      State(pages: RecentValues(limit: limits.bytes, cost: { $0.response.byteCount + 1_024 })))
  }

  /// What the pages take, in bytes.
  var bytes: Int { state.withLock { $0.pages.cost } }

  /// A page that is in memory and may be given without waiting for anything.
  func fresh(_ key: Key, at now: Int64) -> PreparedResponse? {
    guard let page = state.withLock({ $0.pages.value(key) }) else { return nil }
    return isGood(page, at: now) || isGoodMeanwhile(page, at: now) ? page.response : nil
  }

  /// The page of a key, made when there is no good one; all who ask meanwhile get the same, or an
  /// older one that is not behind by more than a lifetime.
  ///
  /// Where making fails and an older page is there, the older page is better than none.
  func response(
    _ key: Key, at now: Int64, make: () async throws -> Made
  ) async throws -> PreparedResponse {
    guard limits.lifetime > 0 else { return try await make().response }
    switch claim(key, at: now) {
    case .found(let response):
      return response
    case .make:
      // Before anything is read: what changes from here on may be missing in the page.
      let mark = versions.mark
      do {
        let page = KeptPage(try await make(), mark: mark, at: now)
        finish(key, .success(page))
        return page.response
      } catch {
        return try finish(key, .failure(error)).get()
      }
    case .wait:
      return try await withCheckedThrowingContinuation { continuation in
        join(key, continuation)
      }
    }
  }

  /// Keeps a page that was made without waiting, unless nothing is kept.
  ///
  /// - Parameter mark: taken before anything was read for it.
  func keep(
    _ made: Made, _ key: Key, mark: PetitionVersions.Mark, at now: Int64
  ) -> PreparedResponse {
    guard limits.lifetime > 0 else { return made.response }
    let page = KeptPage(made, mark: mark, at: now)
    let dropped = state.withLock { $0.pages.set(page, for: key) }
    return withExtendedLifetime(dropped) { page.response }
  }

  private func isGood(_ page: KeptPage, at now: Int64) -> Bool {
    let age = now - page.madeAt
    guard age < min(limits.largestAge, page.validFor ?? .max) else { return false }
    if versions.isUnchanged(page.scope, since: page.mark) {
      page.wasExact(at: now)
      return true
    }
    return age < limits.lifetime
  }

  /// Whether a page may be given while a newer one is being made.
  private func isGoodMeanwhile(_ page: KeptPage, at now: Int64) -> Bool {
    page.isBeingReplaced && now - page.lastExactAt < limits.lifetime
  }

  private func claim(_ key: Key, at now: Int64) -> Claim {
    state.withLock { state in
      let page = state.pages.value(key)
      if let page, isGood(page, at: now) { return .found(page.response) }
      guard let making = state.making[key] else {
        state.making[key] = Making(since: now)
        page?.isBeingReplaced = true
        return .make
      }
      // A database that does not answer must not keep readers from a page that is there.
      if let page, isGoodMeanwhile(page, at: now) || now - making.since > Self.patience {
        return .found(page.response)
      }
      return .wait
    }
  }

  /// Waits for the page that another task makes, or takes it when it came in between.
  private func join(_ key: Key, _ continuation: CheckedContinuation<PreparedResponse, any Error>) {
    let answer: PreparedResponse?? = state.withLock { state in
      guard state.making[key] != nil else { return .some(state.pages.value(key)?.response) }
      state.making[key]?.waiting.append(continuation)
      return .none
    }
    switch answer {
    case .none: break
    case .some(.some(let response)): continuation.resume(returning: response)
    case .some(.none): continuation.resume(throwing: PageUnavailable())
    }
  }

  @discardableResult
  private func finish(
    _ key: Key, _ result: Result<KeptPage, any Error>
  ) -> Result<PreparedResponse, any Error> {
    let (waiting, answer, dropped) = state.withLock { state in
      let waiting = state.making.removeValue(forKey: key)?.waiting ?? []
      var dropped: RecentValues<Key, KeptPage>.Half?
      var answer = result.map(\.response)
      switch result {
      case .success(let page):
        dropped = state.pages.set(page, for: key)
      case .failure(let error):
        guard let old = state.pages.value(key) else { break }
        old.isBeingReplaced = false
        // What does not pass by itself must be seen and told, not hidden behind an old page.
        if (error as? any Unavailability)?.isTemporary == true { answer = .success(old.response) }
      }
      return (waiting, answer, dropped)
    }
    for continuation in waiting { continuation.resume(with: answer) }
    // Thousands of pages may end here, outside of the lock.
    return withExtendedLifetime(dropped) { answer }
  }
}

/// A page in memory.
private final class KeptPage: Sendable {
  let response: PreparedResponse
  let scope: PetitionVersions.Scope
  let mark: PetitionVersions.Mark
  let madeAt: Int64
  let validFor: Int64?
  private let exactAt: Atomic<Int64>
  private let replaced = Atomic(false)

  init(_ made: PageCache.Made, mark: PetitionVersions.Mark, at now: Int64) {
    response = made.response
    scope = made.scope
    self.mark = mark
    madeAt = now
    validFor = made.validFor
    exactAt = Atomic(now)
  }

  /// When nothing that the page shows was known to be different, for the last time.
  var lastExactAt: Int64 { exactAt.load(ordering: .relaxed) }

  func wasExact(at now: Int64) {
    // Written only when it says something new: many threads read it.
    if lastExactAt < now { exactAt.store(now, ordering: .relaxed) }
  }

  /// Whether somebody is making a newer one.
  var isBeingReplaced: Bool {
    get { replaced.load(ordering: .relaxed) }
    set { replaced.store(newValue, ordering: .relaxed) }
  }
}

/// A page that others waited for could not be made.
struct PageUnavailable: Error {}
