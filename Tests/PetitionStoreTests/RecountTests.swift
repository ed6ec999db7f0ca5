import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct RecountTests {
  static let tamperings: [(sql: SQL, numbers: [String])] = [
    ("UPDATE petition SET confirmed = confirmed + 1", ["confirmed", "last ordinal"]),
    ("UPDATE petition SET withdrawn = withdrawn - 1", ["withdrawn"]),
    ("UPDATE petition SET removed = removed + 1", ["removed"]),
    ("UPDATE confirmed_by_hour SET confirmed = confirmed + 1", [hour(3)]),
    ("UPDATE confirmed_by_hour SET hour = hour + 3600000", [hour(3), hour(4)]),
    ("UPDATE standing_by_country SET standing = standing + 1", ["standing in MM"]),
    ("UPDATE standing_by_country SET country = 'DE'", ["standing in DE", "standing in MM"]),
    ("DELETE FROM signature WHERE ordinal = 2", ["confirmed", hour(3), "standing in MM"]),
    ("UPDATE signature SET ordinal = 9000000000000000000 WHERE ordinal = 4", ["last ordinal"]),
    ("UPDATE signature SET state = 'removed' WHERE ordinal = 2", ["removed", "standing in MM"]),
    (
      "UPDATE signature SET state = 'withdrawn' WHERE ordinal = 2",
      ["withdrawn", "standing in MM"]
    ),
    (
      "UPDATE signature SET confirmed_at = confirmed_at + 3600000 WHERE ordinal = 2",
      [hour(3), hour(4)]
    ),
    ("UPDATE news SET queued = queued + 1", ["mails of news 1"]),
  ]

  static func hour(_ hour: Int) -> String {
    "confirmed in the hour from 2030-01-02T0\(hour):00:00Z"
  }

  /// Four confirmed, of whom the first withdrew.
  static func sign(_ scene: Scene) async throws {
    var links: [SignatureSecret] = []
    for person in People.all.prefix(4) {
      links.append(try await scene.confirmed(person.signer(country: "MM")).link)
    }
    try await scene.withdraw(links[0])
    _ = try await scene.startedNews()
  }

  @Test(arguments: TestEngine.all)
  func `the numbers agree with the rows`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      #expect(try await scene.store.recount().isEmpty)
      try await Self.sign(scene)
      #expect(try await scene.store.recount().isEmpty)
      #expect(try await scene.current().tally.count == 3)
    }
  }

  @Test(arguments: TestEngine.all, tamperings.indices)
  func `a number or a row that was tampered with is found`(
    engine: TestEngine, tampering: Int
  ) async throws {
    try await Scene.with(engine) { scene in
      try await Self.sign(scene)
      let (sql, numbers) = Self.tamperings[tampering]
      let changed = try await scene.database.write { try $0.execute(sql) }
      #expect(changed == 1)
      let mismatches = try await scene.store.recount()
      #expect(mismatches.map(\.number) == numbers)
      #expect(mismatches.allSatisfy { $0.slug == scene.petition.slug && $0.recorded != $0.counted })
    }
  }
}
