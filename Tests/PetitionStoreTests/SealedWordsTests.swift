import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// What people type at the desk for few to read, and where they are going.
@Suite struct SealedWordsTests {
  private static let reason = "Ottokar Brandvold left in anger"

  private static func account(_ scene: Scene, _ role: Role) async throws -> Account.ID {
    try await scene.store.addAccount(
      EmailAddress(parsing: "\(role.rawValue)@example.org"), name: "", role: role,
      language: "en", by: nil, at: scene.clock.now)
  }

  private static func reasons(_ scene: Scene) async throws -> [String?] {
    try await scene.store.journal().map { $0.entry.sealedFacts["reason"] }
  }

  @Test(arguments: TestEngine.all)
  func `a reason is read in the journal, and by nobody who carries the database away`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let administrator = try await Self.account(scene, .administrator)
      let person = try await Self.account(scene, .organiser)
      for change in [PersonChange.role(.moderator), .suspend, .resume, .reset] {
        _ = try await scene.store.change(
          person, change, reason: Self.reason, by: administrator, at: scene.clock.now)
        let newest = try #require(try await scene.store.journal().first).entry
        #expect(newest.sealedFacts == ["reason": Self.reason])
        #expect(newest.facts["account"] == "\(person.rawValue)" && newest.facts["reason"] == nil)
      }
      _ = try await scene.store.invite(
        EmailAddress(parsing: "new@example.org"), name: "", role: .reviewer, reason: Self.reason,
        language: "en", by: administrator, at: scene.clock.now)
      #expect(try await Self.reasons(scene).first == Self.reason)
      let needle = Needle("Ottokar")
      for (name, bytes) in try scene.files.files() {
        #expect(!needle.isFound(in: bytes), "\(name)")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a link goes on with its page, and the database does not say with which`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let page = "/desk/petitions/reopen-the-riverside-footpath"
      let id = try await Self.account(scene, .organiser)
      try await scene.store.sendSignInLink(
        to: EmailAddress(parsing: "organiser@example.org"), goesTo: page, language: "en",
        at: scene.clock.now)
      let kept: [[UInt8]] = try await scene.database.read { transaction in
        try transaction.query("SELECT goes_to FROM sign_in_link").map { try $0.get(0) }
      }
      #expect(kept.count == 1)
      for bytes in kept { #expect(!Needle("riverside").isFound(in: bytes)) }
      guard case .signIn(let token) = try await scene.deskMails().last,
        let link = AccountSecret(token: token)
      else { throw NoLink() }
      let found = try #require(try await scene.store.signInLink(link, at: scene.clock.now))
      #expect(found.account.id == id && found.goesTo == page)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a link to nobody signs nobody in, and goes with the others`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let random = SeededBytes(seed: 4)
      let store = try await Store(
        database: scene.database, secret: Scene.secret, random: random.next)
      try await store.sendSignInLink(
        to: EmailAddress(parsing: "nobody@example.org"), goesTo: "", language: "en",
        at: scene.clock.now)
      #expect(try await scene.number("SELECT COUNT(*) FROM sign_in_link") == 1)
      #expect(try await scene.number("SELECT COUNT(*) FROM outbox") == 0)
      let link = AccountSecret(random: SeededBytes(seed: 4).next)
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM sign_in_link WHERE hash = $1", link.hash) == 1)
      #expect(try await store.signInLink(link, at: scene.clock.now) == nil)
      #expect(try await store.signIn(by: link, browser: "", at: scene.clock.now) == nil)
      scene.clock.advance(by: 2 * 3_600_000 + 1)
      try await store.sweep(at: scene.clock.now)
      #expect(try await scene.number("SELECT COUNT(*) FROM sign_in_link") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what an earlier version left in clear is sealed when the site starts`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    let link = AccountSecret(random: SeededBytes(seed: 6).next)
    let clear = #"{"account":"1","reason":"\#(Self.reason)"}"#
    try await files.open { database in
      try await database.migrate(Array(Migrations.all.prefix(12)))
      try await database.write { transaction in
        try transaction.execute(
          """
          INSERT INTO account (id, email_tag, email, name, role, language, created_at)
          VALUES (1, $1, $2, $3, 'organiser', 'en', 5)
          """, [UInt8](repeating: 1, count: 16),
          SealedText(key: Scene.secret.deskKey).seal(
            "ann@example.org", in: "account.email 1", nonce: [UInt8](repeating: 1, count: 24)),
          SealedText(key: Scene.secret.deskKey).seal(
            "Ann", in: "account.name 1", nonce: [UInt8](repeating: 2, count: 24)))
        try transaction.execute(
          """
          INSERT INTO sign_in_link (hash, account_id, goes_to, created_at, expires_at)
          VALUES ($1, 1, '/desk/petitions/secret', 5, $2)
          """, link.hash, Int64.max)
        try transaction.execute(
          """
          INSERT INTO journal (event, account_id, petition_id, facts, is_public, at)
          VALUES ($1, 1, NULL, $2, 0, 5)
          """,
          each: ["account-made", "role-changed", "account-suspended", "credentials-reset"].map {
            [$0, clear]
          } + [
            ["account-made", #"{"account":"1","role":"organiser"}"#],
            ["switched-on", #"{"reason":"Everybody reads it","switch":"read-only"}"#],
          ])
      }
    }
    try await Scene.with(engine, files: files) { scene in
      #expect(
        try await scene.number(
          "SELECT COUNT(*) FROM journal WHERE facts LIKE '%Ottokar%' OR length(sealed) = 0") == 0)
      let entries = try await scene.store.journal().map(\.entry).filter { $0.at == 5 }
      #expect(entries.count == 6)
      #expect(entries.count { $0.sealedFacts == ["reason": Self.reason] } == 4)
      #expect(entries.allSatisfy { $0.sealedFacts.isEmpty || $0.facts == ["account": "1"] })
      #expect(entries.contains { $0.facts["reason"] == "Everybody reads it" })
      let found = try #require(try await scene.store.signInLink(link, at: scene.clock.now))
      #expect(found.account.name == "Ann" && found.goesTo.isEmpty)
    }
  }

  struct NoLink: Error {}
}
