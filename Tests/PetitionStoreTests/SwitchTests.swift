import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// The emergency switches in the store.
@Suite struct SwitchTests {
  private static func on(
    _ kind: SiteSwitch.Kind, since: Int64, until: Int64? = nil
  ) -> SiteSwitch {
    SiteSwitch(kind: kind, reason: "Names are being collected.", since: since, until: until)
  }

  @Test(arguments: TestEngine.all)
  func `hidden names come out of no list, and are back afterwards`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.confirmed(People.aye.signer(reason: "For peace."))
      try await scene.database.write {
        try $0.execute(
          "INSERT INTO imported_name (petition_id, position, name) VALUES ($1, 999, 'Elder')",
          scene.petition.id.rawValue)
      }
      let (store, now) = (scene.store, scene.clock.now)
      let account = try await scene.moderator()
      let mark = store.versions.mark
      try await store.turnOn(Self.on(.hideNames, since: now), by: account, at: now)
      await scene.database.hearOfCommits()
      #expect(!store.versions.isUnchanged(.petition(scene.petition.id), since: mark))
      let view = try #require(try await store.view(scene.petition.slug))
      #expect(view.newest.map(\.entry) == [.unnamed])
      #expect(view.importedNames.isEmpty)
      #expect(try await scene.list().map(\.entry) == [.unnamed])
      #expect(try await store.switches().on(.hideNames, at: now)?.since == now)

      try await store.turnOff(.hideNames, by: account, at: now + 1)
      #expect(
        try await scene.list().map(\.entry)
          == [.named(People.aye.name, reason: "For peace.")])
      #expect(try await store.switches() == SiteSwitches())
      let journal = try await store.journal()
      #expect(journal.prefix(2).map(\.entry.event) == [.switchedOff, .switchedOn])
      #expect(journal.first?.entry.facts["reason-before"] == "Names are being collected.")
    }
  }

  @Test(arguments: TestEngine.all)
  func `a switch goes off at its time, and the journal says so`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let (store, now) = (scene.store, scene.clock.now)
      let account = try await scene.moderator()
      try await store.turnOn(
        Self.on(.pauseSigning, since: now, until: now + 100), by: account, at: now)
      try await store.sweep(at: now + 99)
      #expect(try await store.switches().on(.pauseSigning, at: now + 99) != nil)
      #expect(try await store.switches().on(.pauseSigning, at: now + 100) == nil)
      try await store.sweep(at: now + 100)
      #expect(try await scene.number("SELECT COUNT(*) FROM site_switch") == 0)
      #expect(try await store.journal().first?.entry.account == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `another process hears of a switch`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let other = try await Store(
        database: scene.database, secret: Scene.secret, random: SeededBytes(seed: 5).next)
      #expect(try await other.switches() == SiteSwitches())
      let now = scene.clock.now
      try await scene.store.turnOn(
        Self.on(.readOnly, since: now), by: scene.moderator(), at: now)
      await scene.database.hearOfCommits()
      #expect(other.knownSwitches == nil)
      #expect(try await other.switches().pausesSigning(at: now)?.kind == .readOnly)
    }
  }
}
