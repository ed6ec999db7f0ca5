import HTTPServer
import Petitions
import Synchronization
import Testing

@testable import PetitionSite
@testable import PetitionStore

/// Pages in memory: made once, kept while nothing changes, better old than none.
@Suite struct PageCacheTests {
  private struct Broken: Unavailability {
    var isTemporary = true
  }

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

  private static let petition = Petition.ID(rawValue: 7)

  private static func page(_ text: String, validFor: Int64? = nil) -> PageCache.Made {
    PageCache.Made(
      response: PreparedResponse(.text(text), compressing: .none), scope: .petition(petition),
      validFor: validFor)
  }

  private static func cache(
    bytes: Int = 1 << 20, versions: PetitionVersions = PetitionVersions()
  ) -> PageCache {
    PageCache(
      PageCache.Limits(lifetime: 1_000, largestAge: 60_000, bytes: bytes), versions: versions)
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
    make: @escaping @Sendable (Int) throws -> PageCache.Made
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
    let cache = Self.cache()
    let (answers, makes) = await Self.askers(cache, try Self.key(), at: 5) {
      Self.page("page \($0)")
    }
    #expect(makes == 1)
    #expect(try answers.map { try $0.get() } == Array(repeating: "page 1", count: 100))
  }

  /// Asks at each time, and expects the page that was made as which.
  private static func expect(
    _ pages: [(at: Int64, number: Int)], from cache: PageCache, changes: [Int64] = [],
    in versions: PetitionVersions? = nil
  ) async throws {
    let key = try Self.key()
    var made = 0
    var changes = changes
    for (now, number) in pages {
      while let change = changes.first, change <= now {
        versions?.changed(petition)
        changes.removeFirst()
      }
      let page = try await cache.response(key, at: now) {
        made += 1
        return Self.page("page \(made)")
      }
      #expect(Self.text(page) == "page \(number)", "at \(now)")
      #expect(Self.text(cache.fresh(key, at: now)) == "page \(number)", "at \(now)")
    }
  }

  @Test func `a page stays while nothing changes, until it is too old for the clock`() async throws
  {
    let cache = Self.cache()
    #expect(cache.fresh(try Self.key(), at: 0) == nil)
    try await Self.expect(
      [(0, 1), (999, 1), (5_000, 1), (59_999, 1), (60_000, 2), (119_999, 2), (120_000, 3)],
      from: cache)
    #expect(cache.fresh(try Self.key(), at: 180_000) == nil)
  }

  @Test func `a change shows after the lifetime at the latest, and at once in a quiet page`()
    async throws
  {
    let versions = PetitionVersions()
    try await Self.expect(
      [(0, 1), (10, 1), (999, 1), (1_000, 2), (1_999, 2), (2_500, 2), (9_000, 3), (9_001, 3)],
      from: Self.cache(versions: versions), changes: [5, 8_999], in: versions)
  }

  @Test func `a page that changes all the time is made once in a lifetime`() async throws {
    let versions = PetitionVersions()
    try await Self.expect(
      (0..<50).map { (at: Int64($0 * 100), number: $0 / 10 + 1) },
      from: Self.cache(versions: versions), changes: (0..<5_000).map { Int64($0) }, in: versions)
  }

  @Test func `a change while a page is being made is not taken to be in it`() async throws {
    let versions = PetitionVersions()
    let cache = Self.cache(versions: versions)
    let key = try Self.key()
    _ = try await cache.response(key, at: 0) {
      versions.changed(Self.petition)
      return Self.page("perhaps without the change")
    }
    #expect(cache.fresh(key, at: 1_000) == nil)
  }

  @Test func `other petitions do not make a page anew, a gap in the messages does`() async throws {
    let versions = PetitionVersions()
    let cache = Self.cache(versions: versions)
    let key = try Self.key()
    _ = try await cache.response(key, at: 0) { Self.page("page") }
    versions.changed(Petition.ID(rawValue: 8))
    #expect(Self.text(cache.fresh(key, at: 2_000)) == "page")
    versions.changedAll()
    #expect(cache.fresh(key, at: 2_000) == nil)
  }

  @Test func `a page that says when it ends is made anew then`() async throws {
    let cache = Self.cache()
    let key = try Self.key()
    _ = try await cache.response(key, at: 0) { Self.page("open", validFor: 400) }
    #expect(Self.text(cache.fresh(key, at: 399)) == "open")
    #expect(cache.fresh(key, at: 400) == nil)
  }

  @Test func `without a lifetime every request makes its page`() async throws {
    let cache = PageCache(
      PageCache.Limits(lifetime: 0, largestAge: 60_000, bytes: 1 << 20),
      versions: PetitionVersions())
    let key = try Self.key()
    for number in 1...3 {
      let page = try await cache.response(key, at: 0) { Self.page("page \(number)") }
      #expect(Self.text(page) == "page \(number)")
      #expect(cache.fresh(key, at: 0) == nil)
    }
  }

  /// Begins to make a newer page, asks meanwhile, and then lets it be finished.
  private static func whileMakingAnew(
    at now: Int64, lastAsked: Int64, _ body: (PageCache, PageCache.Key) async throws -> Void
  ) async throws {
    let versions = PetitionVersions()
    let cache = Self.cache(versions: versions)
    let key = try Self.key()
    _ = try await cache.response(key, at: 0) { Self.page("old") }
    #expect(Self.text(cache.fresh(key, at: lastAsked)) == "old")
    versions.changed(petition)
    let gate = Gate()
    let began = Gate()
    async let made = cache.response(key, at: now) {
      began.open()
      await gate.wait()
      return Self.page("new")
    }
    await began.wait()
    try await body(cache, key)
    gate.open()
    #expect(Self.text(try await made) == "new")
    #expect(Self.text(cache.fresh(key, at: now + 300)) == "new")
  }

  @Test func `an older page that was right a moment ago is given at once`() async throws {
    try await Self.whileMakingAnew(at: 5_000, lastAsked: 4_500) { cache, key in
      #expect(Self.text(cache.fresh(key, at: 5_499)) == "old")
      let meanwhile = try await cache.response(key, at: 5_001) { Self.page("made twice") }
      #expect(Self.text(meanwhile) == "old")
    }
  }

  @Test func `a page that may be behind by more than a lifetime is waited for, but not long`()
    async throws
  {
    try await Self.whileMakingAnew(at: 5_000, lastAsked: 3_000) { cache, key in
      #expect(cache.fresh(key, at: 5_001) == nil)
      let meanwhile = try await cache.response(key, at: 5_251) { Self.page("made twice") }
      #expect(Self.text(meanwhile) == "old")
    }
  }

  @Test func `where making fails the older page is given, to all who wait`() async throws {
    let cache = Self.cache()
    let key = try Self.key()
    _ = try await cache.response(key, at: 0) { Self.page("old") }
    let (answers, _) = await Self.askers(cache, key, at: 90_000) { _ in throw Broken() }
    #expect(try answers.map { try $0.get() } == Array(repeating: "old", count: 100))
    #expect(cache.fresh(key, at: 90_000) == nil, "an old page does not become young by failing")
    let page = try await cache.response(key, at: 90_001) { Self.page("new") }
    #expect(Self.text(page) == "new")
  }

  @Test func `what does not pass by itself is not hidden behind an older page`() async throws {
    let cache = Self.cache()
    let key = try Self.key()
    _ = try await cache.response(key, at: 0) { Self.page("old") }
    await #expect(throws: Broken.self) {
      _ = try await cache.response(key, at: 90_000) { throw Broken(isTemporary: false) }
    }
    let page = try await cache.response(key, at: 90_001) { Self.page("new") }
    #expect(Self.text(page) == "new")
  }

  @Test
  func `where making fails and nothing is there everybody learns it, and the next tries again`()
    async throws
  {
    let cache = Self.cache()
    let key = try Self.key()
    let (answers, _) = await Self.askers(cache, key, at: 0) { _ in throw Broken() }
    #expect(answers.allSatisfy { if case .failure = $0 { true } else { false } })
    let page = try await cache.response(key, at: 1) { Self.page("new") }
    #expect(Self.text(page) == "new")
  }

  @Test func `pages of other languages and numbers are others`() async throws {
    let cache = Self.cache()
    for (page, language) in [(1, "en"), (2, "en"), (1, "de")] {
      let key = try Self.key(page, language: language)
      let response = try await cache.response(key, at: 0) { Self.page("\(language) \(page)") }
      #expect(Self.text(response) == "\(language) \(page)")
    }
  }

  @Test func `memory is bounded in bytes, and what was used last stays`() async throws {
    let limit = 100_000
    let cache = Self.cache(bytes: limit)
    let text = String(repeating: "x", count: 4_000)
    let often = try Self.key(1_000)
    _ = try await cache.response(often, at: 0) { Self.page("often") }
    for number in 1...200 {
      let key = try Self.key(number)
      _ = try await cache.response(key, at: 0) { Self.page("\(number) \(text)") }
      #expect(cache.fresh(key, at: 0) != nil)
      #expect(Self.text(cache.fresh(often, at: 0)) == "often")
      #expect(cache.bytes <= limit)
    }
    let kept = try (1...200).filter { cache.fresh(try Self.key($0), at: 0) != nil }
    // Looking at the older ones is a use, and may push out one of the others.
    #expect(kept.allSatisfy { $0 > 170 } && kept.last == 200)
    #expect(kept.count >= 9)
  }

  @Test func `a page larger than half the memory is given and not kept`() async throws {
    let cache = Self.cache(bytes: 10_000)
    let key = try Self.key()
    let page = try await cache.response(key, at: 0) {
      Self.page(String(repeating: "x", count: 8_000))
    }
    #expect(Self.text(page)?.count == 8_000)
    #expect(cache.fresh(key, at: 0) == nil && cache.bytes == 0)
  }

  @Test func `forms that are made later count`() async throws {
    let cache = Self.cache()
    let key = try Self.key()
    let page = try await cache.response(key, at: 0) {
      PageCache.Made(
        response: PreparedResponse(.text(String(repeating: "<li>name</li>", count: 1_000))),
        scope: .nothing)
    }
    let before = cache.bytes
    _ = page.response(for: Request(headers: HeaderFields([("Accept-Encoding", "gzip")])))
    _ = cache.fresh(key, at: 0)
    #expect(cache.bytes > before)
  }
}
