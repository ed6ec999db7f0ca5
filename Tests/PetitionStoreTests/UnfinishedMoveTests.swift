import Cryptography
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Moves that do not come to their end, or should not begin.
@Suite(.timeLimit(.minutes(3))) struct UnfinishedMoveTests {
  /// Expects that nothing takes a database for a site.
  static func expectUnfinished(_ database: any Database) async throws {
    await #expect(throws: StoreError.unfinishedMove) {
      _ = try await Store(database: database, secret: Scene.secret, random: MoveTests.random.next)
    }
    await #expect(throws: StoreError.unfinishedMove) { _ = try await Store.isEmpty(database) }
    await #expect(throws: StoreError.unfinishedMove) {
      _ = try await SiteMove(of: database, random: MoveTests.random.next)
    }
  }

  /// A site with rows of every kind, closed.
  static func site(_ engine: TestEngine) async throws -> TemporaryDatabase {
    let files = try TemporaryDatabase(engine)
    try await Scene.with(engine, files: files) { _ = try await MoveScene($0) }
    return files
  }

  @Test(
    arguments: TestEngine.all,
    [SiteMove.Progress.Stage.copying, .comparing, .recounting])
  func `a move that is stopped leaves the source as it was, and nothing that opens`(
    engine: TestEngine, stage: SiteMove.Progress.Stage
  ) async throws {
    let source = try await Self.site(engine)
    let before = try source.contents()
    for to in TestEngine.all {
      let target = try TemporaryDatabase(to)
      try await source.open { source in
        try await target.open { target in
          await #expect(throws: CancellationError.self) {
            try await movingUntil({ $0.stage == stage && ($0.done > 0 || stage == .recounting) }) {
              try await MoveTests.move(source, to: target, report: $0)
            }
          }
          try await Self.expectUnfinished(target)
        }
      }
      #expect(try source.contents() == before)
      try await source.open { source in
        try await target.open { target in
          try await MoveTests.move(source, to: target)
          let rows = try await MoveScene.rows(of: source)
          #expect(try await MoveScene.rows(of: target) == rows)
          #expect(try await Store.isEmpty(target) == false)
        }
      }
      #expect(try source.contents() == before)
    }
  }

  @Test(arguments: TestEngine.all, TestEngine.all)
  func `an error of the target ends the move`(from: TestEngine, to: TestEngine) async throws {
    struct Failed: Error {}
    let source = try await Self.site(from)
    let before = try source.contents()
    try await source.open { source in
      try await TemporaryDatabase(to).open { target in
        let failing = MeddledDatabase(target) { if $0 == 4 { throw Failed() } }
        await #expect(throws: Failed.self) { try await MoveTests.move(source, to: failing) }
        try await Self.expectUnfinished(target)
      }
    }
    #expect(try source.contents() == before)
  }

  @Test(arguments: TestEngine.all, TestEngine.all)
  func `a source that is gone ends the move`(from: TestEngine, to: TestEngine) async throws {
    let source = try await Self.site(from)
    try await source.open { source in
      try await TemporaryDatabase(to).open { target in
        let move = try await SiteMove(of: source, random: MoveTests.random.next)
        await source.close()
        await #expect(throws: DatabaseError.self) {
          _ = try await move.run(to: target) { _ in }
        }
        try await Self.expectUnfinished(target)
      }
    }
  }

  @Test(arguments: TestEngine.all, TestEngine.all)
  func `a site that changes is not moved, but backed up as it was`(
    from: TestEngine, to: TestEngine
  ) async throws {
    try await Scene.with(from) { scene in
      let site = try await MoveScene(scene)
      try await TemporaryDatabase(to).open { target in
        // A change that no number shows.
        let meddled = MeddledDatabase(target) { number in
          guard number == 3 else { return }
          try await scene.store.change(
            site.own, name: PersonName(typed: "Another"), audience: .public)
        }
        let before = try await MoveScene.rows(of: scene.database)
        await #expect(throws: SiteMoveError.sourceChanged) {
          try await MoveTests.move(scene.database, to: meddled)
        }
        try await Self.expectUnfinished(target)
        #expect(try await MoveScene.rows(of: scene.database) != before)
      }
      try await TemporaryDatabase(to).open { target in
        let before = try await MoveScene.rows(of: scene.database)
        let meddled = MeddledDatabase(target) { number in
          if number == 3 { try await scene.withdraw(site.own) }
        }
        try await MoveTests.move(scene.database, to: meddled, sourceMayChange: true)
        #expect(try await MoveScene.rows(of: target) == before)
        #expect(try await MoveScene.rows(of: scene.database) != before)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a value that arrives as another is noticed`(engine: TestEngine) async throws {
    let source = try await Self.site(engine)
    try await source.open { source in
      try await TemporaryDatabase(engine).open { target in
        let meddled = MeddledDatabase(target) { _ in
          try await target.write { transaction in
            _ = try transaction.execute(
              "UPDATE signature SET confirmed_at = confirmed_at + 1 WHERE ordinal = 3")
          }
        }
        await #expect(throws: SiteMoveError.targetDiffers(table: "signature")) {
          try await MoveTests.move(source, to: meddled)
        }
        try await Self.expectUnfinished(target)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `numbers that do not agree with their rows are noticed`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.confirmed(People.aye.signer())
      try await scene.database.write {
        try $0.execute("UPDATE confirmed_by_hour SET confirmed = confirmed + 1")
      }
      try await TemporaryDatabase(engine).open { target in
        await #expect(throws: SiteMoveError.countsDiffer) {
          try await MoveTests.move(scene.database, to: target)
        }
        try await Self.expectUnfinished(target)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `of two moves to one database the later one is right`(engine: TestEngine) async throws {
    let source = try await Self.site(engine)
    try await source.open { source in
      try await TemporaryDatabase(engine).open { target in
        let meddled = MeddledDatabase(target) { number in
          if number == 5 { try await MoveTests.move(source, to: target) }
        }
        await #expect(throws: SiteMoveError.targetTaken) {
          try await MoveTests.move(source, to: meddled)
        }
        let rows = try await MoveScene.rows(of: source)
        #expect(try await MoveScene.rows(of: target) == rows)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a database with a site is no target`(engine: TestEngine) async throws {
    let source = try await Self.site(engine)
    let other = try TemporaryDatabase(engine)
    try await Scene.with(engine, files: other) { _ in }
    let opened = try TemporaryDatabase(engine)
    _ = try await opened.open {
      try await Store(database: $0, secret: Scene.secret, random: MoveTests.random.next)
    }
    for target in [source, other, opened] {
      let before = try target.contents()
      try await source.open { source in
        _ = try await target.open { target in
          await #expect(throws: SiteMoveError.targetHoldsSite) {
            try await MoveTests.move(source, to: target)
          }
        }
      }
      #expect(try target.contents() == before)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a database from before there was a row for the secret is no target`(
    engine: TestEngine
  ) async throws {
    let source = try await Self.site(engine)
    let target = try await Self.site(engine)
    try await source.open { source in
      try await target.open { target in
        try await target.write { try $0.execute("DELETE FROM site") }
        let before = try await MoveScene.rows(of: target)
        await #expect(throws: SiteMoveError.targetHoldsSite) {
          try await MoveTests.move(source, to: target)
        }
        #expect(try await MoveScene.rows(of: target) == before)
        #expect(try await Store.isEmpty(target) == false)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a database without a site is no source`(engine: TestEngine) async throws {
    try await TemporaryDatabase(engine).open { database in
      await #expect(throws: SiteMoveError.sourceHoldsNoSite) {
        _ = try await SiteMove(of: database, random: MoveTests.random.next)
      }
      #expect(try await database.appliedMigrations(of: Migrations.all) == nil)
      try await database.migrate(Array(Migrations.all.dropLast()))
      await #expect(throws: SiteMoveError.sourceIsOfAnotherVersion) {
        _ = try await SiteMove(of: database, random: MoveTests.random.next)
      }
      try await database.migrate(Migrations.all)
      await #expect(throws: SiteMoveError.sourceHoldsNoSite) {
        _ = try await SiteMove(of: database, random: MoveTests.random.next)
      }
    }
  }
}
