import Petitions
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

  @Test(arguments: TestEngine.all)
  func `what waited in an earlier version is sent and confirmed in this one`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    let link = try await Self.makeEarlierSite(files)
    try await Scene.with(engine, files: files) { scene in
      let mails = try await scene.takeMails()
      #expect(mails.map(\.kind) == [.confirm])
      #expect(mails[0].mail.email == People.layla.email)
      #expect(mails[0].mail.token == link.token)
      #expect(!scene.petition.isDiscreet)
      // It never had a code.
      #expect(try await scene.type(link.code, People.layla) == .unknown)
      #expect(try await scene.confirm(link) == .confirmed(ordinal: 1))
      #expect(try await scene.takeMails().map(\.kind) == [.thanks])
    }
  }

  /// A site as the version before the mails left it, with a signature and a mail that wait.
  private static func makeEarlierSite(_ files: TemporaryDatabase) async throws -> SignatureSecret {
    let link = SignatureSecret(random: SeededBytes(seed: 77).next)
    // The same petition in a site of today tells what an earlier version would have written.
    let (petition, now, prepared) = try await Scene.with(.sqlite) { scene in
      let key = try await scene.store.petitionKey(of: scene.petition)
      let prepared = try scene.store.prepare(
        People.layla.signer(), scene.petition, key: key, language: "en", at: scene.clock.now)
      let salt: [UInt8] = try await scene.database.read { transaction in
        try #require(try transaction.query("SELECT key_salt FROM petition").first).get(0)
      }
      return ((scene.petition, salt), scene.clock.now, prepared)
    }
    let person = PersonRecord(name: People.layla.name, email: People.layla.email, reason: "")
    let sealed = person.sealed(
      key: Scene.secret.personKey, row: link.confirmHash, nonce: [UInt8](repeating: 1, count: 24))
    let mail = WaitingMail(
      petition: petition.0.id, email: People.layla.email, token: link.token, language: "en"
    ).sealed(
      key: Scene.secret.outboxKey, submission: prepared.submission,
      nonce: [UInt8](repeating: 2, count: 24))
    try await files.open { database in
      try await database.migrate(Array(Migrations.all.prefix(5)))
      try await database.write { transaction in
        try transaction.execute(
          """
          INSERT INTO petition (
            id, unique_id, slug, key_salt, state, language, first_audience, wording_version,
            opened_at
          )
          VALUES (1, $1, $2, $3, 'open', 'en', 'public', 1, $4)
          """, petition.0.uniqueID, petition.0.slug.text, petition.1, now)
        try transaction.execute(
          """
          INSERT INTO wording (petition_id, version, content, story_html, created_at)
          VALUES (1, 1, $1, '', $2)
          """, try PetitionRow.content(of: petition.0.wording), now)
        try transaction.execute(
          """
          INSERT INTO pending_signature (
            confirm_hash, petition_id, wording_version, duplicate_key, commitment, withdrawal_hash,
            audience, wants_updates, person, expires_at
          )
          VALUES ($1, 1, 1, $2, $3, $4, 'public', 0, $5, $6)
          """, link.confirmHash, prepared.duplicateKey, prepared.commitment, link.withdrawalHash,
          sealed, now + 1_000_000)
        try transaction.execute(
          """
          INSERT INTO outbox (kind, state, submission, address_tag, sealed, due_at, created_at)
          VALUES ('confirm', 'queued', $1, $2, $3, $4, $4)
          """, prepared.submission, prepared.addressTag, mail, now)
      }
      if database.dialect == .postgresql {
        try await database.write {
          _ = try $0.query("SELECT setval(pg_get_serial_sequence('petition', 'id'), 1)")
        }
      }
    }
    return link
  }
}
