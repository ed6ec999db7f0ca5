import HTTPServer
import Synchronization

/// Finished pages in memory, each made at most once in a while and by one task at a time.
final class PageCache: Sendable {
  /// What a page depends on besides the database.
  struct Key: Hashable, Sendable {
    let route: Route
    let language: String
    /// Whether the reader chose the language, so that links keep it.
    let isLanguageChosen: Bool
  }

  private struct Entry {
    var response: PreparedResponse?
    var madeAt: Int64 = 0
    /// When somebody began to make the page anew; nil while nobody does.
    var makingSince: Int64?
    var isBeingMade: Bool { makingSince != nil }
    var waiting: [CheckedContinuation<PreparedResponse, any Error>] = []
  }

  private enum Claim {
    case found(PreparedResponse)
    case make
    case wait
  }

  /// For so many milliseconds others wait for a page that is being made anew.
  private static let patience: Int64 = 250

  private let entries = Mutex<[Key: Entry]>([:])
  private let lifetime: Int64
  private let capacity: Int

  /// - Parameters:
  ///   - lifetime: how old a page may be, in milliseconds.
  ///   - capacity: how many pages are kept.
  init(lifetime: Int64, capacity: Int) {
    self.lifetime = lifetime
    self.capacity = capacity
  }

  /// A page that is in memory and young enough.
  func fresh(_ key: Key, at now: Int64) -> PreparedResponse? {
    entries.withLock { entries in
      guard let entry = entries[key], isYoung(entry, at: now) else { return nil }
      return entry.response
    }
  }

  /// The page of a key, made when there is no young one; all who ask meanwhile get the same.
  ///
  /// Where making fails and an older page is there, the older page is better than none.
  func response(
    _ key: Key, at now: Int64, make: () async throws -> PreparedResponse
  ) async throws -> PreparedResponse {
    switch claim(key, at: now) {
    case .found(let response):
      return response
    case .make:
      do {
        let response = try await make()
        finish(key, .success(response), at: now)
        return response
      } catch {
        return try finish(key, .failure(error), at: now).get()
      }
    case .wait:
      return try await withCheckedThrowingContinuation { continuation in
        join(key, continuation)
      }
    }
  }

  /// A page from far ahead was made before the clock was set back, and would stay until it caught up.
  private func isYoung(_ entry: Entry, at now: Int64) -> Bool {
    abs(now - entry.madeAt) < lifetime
  }

  private func claim(_ key: Key, at now: Int64) -> Claim {
    entries.withLock { entries in
      var entry = entries[key] ?? Entry()
      if let response = entry.response, isYoung(entry, at: now) { return .found(response) }
      if let since = entry.makingSince {
        // A database that does not answer must not keep readers from a page that is there.
        if let old = entry.response, now - since > Self.patience { return .found(old) }
        return .wait
      }
      entry.makingSince = now
      if entries[key] == nil { Self.makeRoom(in: &entries, capacity: capacity) }
      entries[key] = entry
      return .make
    }
  }

  /// Waits for the page that another task makes, or takes it when it came in between.
  private func join(_ key: Key, _ continuation: CheckedContinuation<PreparedResponse, any Error>) {
    let answer: PreparedResponse?? = entries.withLock { entries in
      guard entries[key]?.isBeingMade == true else { return .some(entries[key]?.response) }
      entries[key]?.waiting.append(continuation)
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
    _ key: Key, _ result: Result<PreparedResponse, any Error>, at now: Int64
  ) -> Result<PreparedResponse, any Error> {
    let (waiting, answer) = entries.withLock { entries in
      var entry = entries[key] ?? Entry()
      let waiting = entry.waiting
      entry.waiting = []
      entry.makingSince = nil
      var answer = result
      switch result {
      case .success(let response):
        entry.response = response
        entry.madeAt = now
      case .failure:
        if let old = entry.response { answer = .success(old) }
      }
      // A page that could not be made leaves nothing behind.
      entries[key] = entry.response == nil ? nil : entry
      return (waiting, answer)
    }
    for continuation in waiting { continuation.resume(with: answer) }
    return answer
  }

  /// Drops the oldest quarter when the memory is full; pages in the making stay.
  private static func makeRoom(in entries: inout [Key: Entry], capacity: Int) {
    guard entries.count >= capacity else { return }
    let oldest = entries.filter { !$0.value.isBeingMade }.sorted {
      $0.value.madeAt < $1.value.madeAt
    }
    for (key, _) in oldest.prefix(max(1, capacity / 4)) { entries[key] = nil }
  }
}

/// A page that others waited for could not be made.
struct PageUnavailable: Error {}
