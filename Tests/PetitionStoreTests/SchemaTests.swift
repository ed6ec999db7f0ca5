import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Databases that earlier versions have made.
@Suite struct SchemaTests {
  @Test(arguments: TestEngine.all)
  func `the outbox of an earlier version keeps its mails, and no number is given again`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    try await files.open { database in
      try await database.migrate(Array(Migrations.all.prefix(4)))
      try await database.write { transaction in
        try transaction.execute(
          """
          INSERT INTO outbox (kind, state, submission, address_tag, sealed, due_at, created_at)
          VALUES ('confirm', 'queued', $1, $2, $3, 5, 5)
          """,
          each: (1...3).map { number in
            [[UInt8](repeating: number, count: 16), [UInt8](repeating: 9, count: 16), [number]]
          })
        try transaction.execute(
          "DELETE FROM outbox WHERE submission = $1", [UInt8](repeating: 3, count: 16))
      }
    }
    try await Scene.with(engine, files: files) { scene in
      let kept: [[UInt8]] = try await scene.database.read { transaction in
        try transaction.query("SELECT sealed FROM outbox ORDER BY id").map { try $0.get(0) }
      }
      #expect(kept == [[1], [2]])
      try await scene.sign(People.aye.signer())
      #expect(try await scene.number("SELECT MAX(id) FROM outbox") == 4)
    }
  }
}
