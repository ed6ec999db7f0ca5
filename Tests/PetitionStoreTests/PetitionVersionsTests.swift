import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Whoever keeps something that was made of petitions learns when it is out of date.
@Suite struct PetitionVersionsTests {
  /// Whether the body changes a petition, another one, and the site.
  static func changes(
    _ scene: Scene, other: Petition, _ body: () async throws -> Void
  ) async throws -> [Bool] {
    let versions = scene.store.versions
    let mark = versions.mark
    try await body()
    return [.petition(scene.petition.id), .petition(other.id), .site, .nothing].map {
      !versions.isUnchanged($0, since: mark)
    }
  }

  /// Engines that tell before a write returns; a server does a moment later.
  static let prompt = [TestEngine.sqlite]

  @Test(arguments: prompt)
  func `every change that pages show is told, of its own petition only`(engine: TestEngine)
    async throws
  {
    try await Scene.with(engine) { scene in
      let store = scene.store
      let other = try await store.addPetition(.sample(title: "Another"), at: scene.clock.now)
      let own = [true, false, true, false]
      let none = [false, false, false, false]
      func changes(_ body: () async throws -> Void) async throws -> [Bool] {
        try await Self.changes(scene, other: other, body)
      }

      var link = try await scene.link(of: People.layla.signer())
      #expect(
        try await changes { link = try await scene.link(of: People.aye.signer(country: "MM")) }
          == none)
      #expect(try await changes { _ = try await scene.confirm(link) } == own)
      #expect(try await changes { _ = try await scene.confirm(link) } == none)
      #expect(
        try await changes {
          try await store.change(link, name: PersonName(typed: "Aye"), audience: .public)
        } == own)
      #expect(try await changes { try await scene.withdraw(link) } == own)
      #expect(try await changes { try await scene.withdraw(link) } == none)
      #expect(
        try await changes { _ = try await store.bring(PetitionImport(.sample), at: 1) } == own)
      #expect(try await changes { try await store.sweep(at: scene.clock.now) } == none)
      #expect(
        try await changes { try await store.close(scene.petition.slug, at: scene.clock.now) } == own
      )
    }
  }

  @Test(arguments: prompt)
  func `a petition whose end has come is told of when it is closed`(engine: TestEngine) async throws
  {
    try await Scene.with(engine) { scene in
      var coming = PetitionImport(.sample(title: "Until tomorrow"))
      coming.closesAt = scene.clock.now + 1_000
      let slug = try await scene.store.bring(coming, at: scene.clock.now).slug
      let petition = try #require(try await scene.store.petition(slug))
      let mark = scene.store.versions.mark
      try await scene.store.sweep(at: scene.clock.now + 1_000)
      #expect(!scene.store.versions.isUnchanged(.petition(petition.id), since: mark))
      #expect(scene.store.versions.isUnchanged(.petition(scene.petition.id), since: mark))
    }
  }

  @Test func `what another process changes in the same file is noticed, and its key forgotten`()
    async throws
  {
    let files = try TemporaryDatabase(.sqlite)
    try await Scene.with(.sqlite, files: files) { scene in
      // Takes the petition's key into memory.
      try await scene.sign(People.aye.signer())
      let mark = scene.store.versions.mark
      let work = Task { try await scene.database.run() }
      defer { work.cancel() }
      try await files.open { database in
        let elsewhere = try await Store(
          database: database, secret: Scene.secret, random: SeededBytes(seed: 9).next)
        try await elsewhere.close(scene.petition.slug, at: scene.clock.now)
      }
      while scene.store.versions.isUnchanged(.petition(scene.petition.id), since: mark) {
        try await Task.sleep(for: .milliseconds(20))
      }
      await #expect(throws: StoreError.petitionClosed) {
        _ = try await scene.store.petitionKey(of: scene.petition)
      }
    }
  }

  @Test func `petitions beyond the memory's bound are told apart or change together`() {
    let versions = PetitionVersions()
    let ids = [Int64.min, -1, 0, 1, 4_095, 4_096, 1 << 40, .max].map(Petition.ID.init(rawValue:))
    for id in ids {
      let mark = versions.mark
      #expect(versions.isUnchanged(.petition(id), since: mark))
      versions.changed(id)
      #expect(!versions.isUnchanged(.petition(id), since: mark))
      #expect(versions.isUnchanged(.petition(id), since: versions.mark))
    }
  }

  @Test func `a message that this version does not know counts as everything`() throws {
    #expect(PetitionNotice(message: "12") == .changed(Petition.ID(rawValue: 12)))
    #expect(PetitionNotice(message: "12 closed") == .closed(Petition.ID(rawValue: 12)))
    for unknown in ["", "x", "12 reopened", "12  closed", " 12", "12 closed now"] {
      #expect(PetitionNotice(message: unknown) == nil)
    }
  }
}
