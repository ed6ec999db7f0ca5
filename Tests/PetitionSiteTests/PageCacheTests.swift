import HTTPServer
import Petitions
import Synchronization
import Testing

@testable import PetitionSite

/// Pages in memory: made once, kept for a while, better old than none.
@Suite struct PageCacheTests {
  private struct Broken: Error {}

  /// Holds whoever waits until it is opened.
  private final class Gate: Sendable {
    private let stream = AsyncStream.makeStream(of: Void.self)
    func open() { stream.continuation.finish() }
    func wait() async { for await _ in stream.stream {} }
  }

  private static func key(_ page: Int = 1, language: String = "en") throws -> PageCache.Key {
    PageCache.Key(
      route: .signatures(try #require(Slug("a")), page: page), language: language,
      isLanguageChosen: false)
  }

  private static func page(_ text: String) -> PreparedResponse {
    PreparedResponse(.text(text), compressing: .none)
  }

  private static func text(_ page: PreparedResponse?) -> String? {
    page.map { String(decoding: $0.response(for: Request()).body, as: UTF8.self) }
  }

  private final class Counter: Sendable {
    private let count = Mutex(0)
    func next() -> Int {
      count.withLock { count in
        count += 1
        return count
      }
    }
  }

  /// A hundred ask while the page is being made; the last of them lets it be finished.
  private static func askers(
    _ cache: PageCache, _ key: PageCache.Key, at now: Int64,
    make: @escaping @Sendable (Int) throws -> PreparedResponse
  ) async -> (answers: [Result<String?, any Error>], makes: Int) {
    let gate = Gate()
    let asked = Counter()
    let makes = Counter()
    let ask: @Sendable () async throws -> String? = {
      if asked.next() == 100 { gate.open() }
      let page = try await cache.response(key, at: now) {
        let number = makes.next()
        await gate.wait()
        return try make(number)
      }
      return text(page)
    }
    let answers = await withTaskGroup(of: Result<String?, any Error>.self) { group in
      for _ in 0..<100 {
        group.addTask {
          do { return .success(try await ask()) } catch { return .failure(error) }
        }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    return (answers, makes.next() - 1)
  }

  @Test func `a hundred who ask at once get one page, made once`() async throws {
    let cache = PageCache(lifetime: 1_000, capacity: 10)
    let (answers, makes) = await Self.askers(cache, try Self.key(), at: 5) {
      Self.page("page \($0)")
    }
    #expect(makes == 1)
    #expect(try answers.map { try $0.get() } == Array(repeating: "page 1", count: 100))
  }

  @Test func `a page is made anew when it is too old, not before`() async throws {
    let cache = PageCache(lifetime: 1_000, capacity: 10)
    let key = try Self.key()
    #expect(cache.fresh(key, at: 0) == nil)
    var made = 0
    for (now, expected) in [(0, 1), (999, 1), (1_000, 2), (1_999, 2), (5_000, 3)] {
      let page = try await cache.response(key, at: Int64(now)) {
        made += 1
        return Self.page("page \(made)")
      }
      #expect(Self.text(page) == "page \(expected)")
      #expect(Self.text(cache.fresh(key, at: Int64(now))) == "page \(expected)")
    }
    #expect(cache.fresh(key, at: 6_000) == nil)
  }

  @Test func `a clock that was set back does not keep a page alive`() async throws {
    let cache = PageCache(lifetime: 1_000, capacity: 10)
    let key = try Self.key()
    _ = try await cache.response(key, at: 3_600_000) { Self.page("before") }
    #expect(cache.fresh(key, at: 0) == nil)
    let page = try await cache.response(key, at: 0) { Self.page("after") }
    #expect(Self.text(page) == "after")
    #expect(Self.text(cache.fresh(key, at: 1)) == "after")
  }

  @Test func `nobody waits long for a new page where an old one is there`() async throws {
    let cache = PageCache(lifetime: 1_000, capacity: 10)
    let key = try Self.key()
    _ = try await cache.response(key, at: 0) { Self.page("old") }
    let gate = Gate()
    let began = Gate()
    async let made = cache.response(key, at: 5_000) {
      began.open()
      await gate.wait()
      return Self.page("new")
    }
    await began.wait()
    let meanwhile = try await cache.response(key, at: 5_251) { Self.page("made twice") }
    #expect(Self.text(meanwhile) == "old")
    gate.open()
    #expect(Self.text(try await made) == "new")
    #expect(Self.text(cache.fresh(key, at: 5_300)) == "new")
  }

  @Test func `where making fails the older page is given, to all who wait`() async throws {
    let cache = PageCache(lifetime: 1_000, capacity: 10)
    let key = try Self.key()
    _ = try await cache.response(key, at: 0) { Self.page("old") }
    let (answers, _) = await Self.askers(cache, key, at: 9_000) { _ in throw Broken() }
    #expect(try answers.map { try $0.get() } == Array(repeating: "old", count: 100))
    #expect(cache.fresh(key, at: 9_000) == nil, "an old page does not become young by failing")
    let page = try await cache.response(key, at: 9_001) { Self.page("new") }
    #expect(Self.text(page) == "new")
  }

  @Test
  func `where making fails and nothing is there everybody learns it, and the next tries again`()
    async throws
  {
    let cache = PageCache(lifetime: 1_000, capacity: 10)
    let key = try Self.key()
    let (answers, _) = await Self.askers(cache, key, at: 0) { _ in throw Broken() }
    #expect(answers.allSatisfy { if case .failure = $0 { true } else { false } })
    let page = try await cache.response(key, at: 1) { Self.page("new") }
    #expect(Self.text(page) == "new")
  }

  @Test func `pages of other languages and numbers are others`() async throws {
    let cache = PageCache(lifetime: 1_000, capacity: 10)
    for (page, language) in [(1, "en"), (2, "en"), (1, "de")] {
      let key = try Self.key(page, language: language)
      let response = try await cache.response(key, at: 0) { Self.page("\(language) \(page)") }
      #expect(Self.text(response) == "\(language) \(page)")
    }
  }

  @Test func `memory is bounded, and the newest page stays`() async throws {
    let cache = PageCache(lifetime: 1_000_000, capacity: 8)
    for number in 1...100 {
      let key = try Self.key(number)
      _ = try await cache.response(key, at: Int64(number)) { Self.page("\(number)") }
      #expect(Self.text(cache.fresh(key, at: Int64(number))) == "\(number)")
    }
    let kept = try (1...100).filter { cache.fresh(try Self.key($0), at: 100) != nil }
    #expect((6...8).contains(kept.count))
    #expect(kept == Array((101 - kept.count)...100))
  }
}
