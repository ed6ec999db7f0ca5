import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct ClosingTests {
  @Test(arguments: TestEngine.all)
  func `a petition that was closed takes no signature and no confirmation`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let signed = try await scene.confirmed(People.aye.signer())
      let waiting = try await scene.link(of: People.layla.signer())
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)

      let closed = try await scene.current()
      #expect(closed.state == .closed)
      #expect(!closed.isOpen(at: scene.clock.now))
      #expect(try await scene.confirm(waiting) == .petitionClosed)
      // The link can say so, and nobody is named by it any more.
      let pending = try #require(
        try await scene.store.pendingSignature(waiting, at: scene.clock.now))
      #expect(pending.name == "")
      #expect(
        try await scene.number("SELECT COUNT(*) FROM pending_signature WHERE length(person) > 0")
          == 0)
      // What counted before counts still, and its link still says so.
      #expect(try await scene.confirm(signed.link) == .confirmed(ordinal: 1))
      let mails = try await scene.mailCount()
      for petition in [scene.petition, closed] {
        await #expect(throws: StoreError.petitionClosed) {
          try await scene.sign(People.arnaud.signer(), petition)
        }
      }
      #expect(try await scene.mailCount() == mails)
      #expect(try await scene.current().tally == Tally(confirmed: 1))
      #expect(try await scene.store.openPetitions(.newest, limit: 10).isEmpty)
      #expect(try await scene.store.slugs(limit: 10) == [scene.petition.slug])
    }
  }

  @Test(arguments: TestEngine.all)
  func `signing ends at the moment that was set`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let last = try await scene.link(of: People.aye.signer())
      let late = try await scene.link(of: People.layla.signer())
      let end = scene.clock.now + 1_000
      try await scene.database.write { try $0.execute("UPDATE petition SET closes_at = $1", end) }
      scene.clock.now = end - 1
      #expect(try await scene.current().isOpen(at: scene.clock.now))
      #expect(try await scene.confirm(last) == .confirmed(ordinal: 1))
      scene.clock.now = end
      #expect(try await !scene.current().isOpen(at: scene.clock.now))
      #expect(try await scene.confirm(late) == .petitionClosed)
      await #expect(throws: StoreError.petitionClosed) {
        try await scene.sign(People.arnaud.signer())
      }
      #expect(try await scene.pendingCount() == 1)
      #expect(try await scene.current().tally == Tally(confirmed: 1))
    }
  }

  @Test(arguments: TestEngine.overwriting)
  func `closing leaves no trace of the key on the disk`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    let salt: [UInt8] = try await Scene.with(engine, files: files) { scene in
      _ = try await scene.confirmed(People.aye.signer())
      let salt: [UInt8] = try await scene.database.read { transaction in
        try #require(try transaction.query("SELECT key_salt FROM petition").first).get(0)
      }
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      #expect(try await scene.number("SELECT COUNT(*) FROM petition WHERE key_salt IS NULL") == 1)
      return salt
    }
    #expect(salt.count == 32)
    for (name, bytes) in try files.files() {
      #expect(!bytes.contains(salt), "\(name) holds the salt")
    }
  }

  @Test(arguments: TestEngine.all)
  func `a store that knew the key of a petition forgets it when another has closed it`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let other = try await Store(
        database: scene.database, secret: Scene.secret, random: SeededBytes(seed: 2).next)
      try await other.sign(
        People.aye.signer(), scene.petition, language: "en", at: scene.clock.now)
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      for _ in 0..<2 {
        await #expect(throws: StoreError.petitionClosed) {
          try await other.sign(
            People.layla.signer(), scene.petition, language: "en", at: scene.clock.now)
        }
      }
      #expect(try await scene.pendingCount() == 1)
      #expect(try await scene.mailCount() == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `nobody signs once closing has returned, whoever signs at the same time`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let crowd = try People.crowd(40).map { try $0.signer() }
      async let signing = concurrently(crowd) { signer in
        do {
          try await scene.sign(signer)
          return true
        } catch StoreError.petitionClosed {
          return false
        }
      }
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      let pending = try await scene.pendingCount()
      let accepted = try await signing.count { $0 }
      #expect(try await scene.pendingCount() == pending)
      #expect(accepted == pending)
    }
  }

  @Test(arguments: TestEngine.all, ["close", "answer", "take down", "merge"])
  func `who waited is forgotten by the sweep, too, when the program ended before it was done`(
    engine: TestEngine, how: String
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.moderator()
      let other = try await scene.store.addPetition(.sample(title: "Other"), at: scene.clock.now)
      let waiting = try await scene.link(of: People.layla.signer())
      _ = try await scene.link(of: People.arnaud.signer(), other)
      try await scene.sign(People.aye.signer())
      let ending = try await Store(
        database: MeddledDatabase(scene.database) { if $0 > 0 { throw CancellationError() } },
        secret: Scene.secret, random: SeededBytes(seed: 2).next)
      let (id, now) = (scene.petition.id, scene.clock.now)
      await #expect(throws: CancellationError.self) {
        switch how {
        case "answer":
          let closing = try #require(ClosingForm(kind: "won", text: "Yes.").checked().closing)
          try await ending.close(id, with: closing, textHTML: "", by: moderator, at: now)
        case "take down":
          _ = try await ending.takeDown(
            id, reasons: [], statement: "", explanation: "", by: moderator, at: now)
        case "merge": _ = try await ending.merge(id, into: other.id, by: moderator, at: now)
        default: try await ending.close(scene.petition.slug, at: now)
        }
      }
      #expect(try await scene.current().state == .closed)
      func named() async throws -> Int {
        try await scene.number("SELECT COUNT(*) FROM pending_signature WHERE length(person) > 0")
      }
      #expect(try await named() == 3)
      #expect(try await scene.mailCount(.confirm) > 0)
      try await scene.store.sweep(at: now)
      // Only whoever waits for the petition that is open.
      #expect(try await named() == 1)
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM outbox WHERE kind = 'confirm' AND sealed IS NOT NULL") == 0)
      #expect(try await scene.confirm(waiting) == .petitionClosed)
      try await scene.store.sweep(at: now)
      #expect(try await named() == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a petition whose words cannot be read is closed with the others`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let end = scene.clock.now + 1_000
      let other = try await scene.store.addPetition(.sample(title: "Other"), at: scene.clock.now)
      try await scene.database.write { transaction in
        try transaction.execute("UPDATE petition SET closes_at = $1", end)
        try transaction.execute(
          "UPDATE wording SET content = '' WHERE petition_id = $1", scene.petition.id.rawValue)
      }
      try await scene.store.sweep(at: end)
      #expect(try await scene.store.petition(other.id)?.state == .closed)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM petition WHERE key_salt IS NOT NULL") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a petition that does not exist cannot be closed`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let slug = try #require(Slug("no-such-petition"))
      await #expect(throws: StoreError.noSuchPetition) {
        try await scene.store.close(slug, at: scene.clock.now)
      }
    }
  }
}
