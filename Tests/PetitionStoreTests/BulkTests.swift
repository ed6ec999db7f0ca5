import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct BulkTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var audience = Audience.public
    var reason = ""
    var country: String?
    var wantsUpdates = false
    var isWithdrawn = false

    var testDescription: String {
      "\(audience) \(reason) \(country ?? "") \(wantsUpdates) \(isWithdrawn)"
    }

    func signer(_ person: Person) throws -> Signer {
      try person.signer(
        audience: audience, reason: reason, country: country, wantsUpdates: wantsUpdates)
    }
  }

  static let cases = [
    Case(), Case(reason: "I walk there", country: "MM"), Case(wantsUpdates: true),
    Case(audience: .nobody), Case(audience: .target, country: "DE"),
    Case(audience: .organiser, reason: "I walk there", wantsUpdates: true),
    Case(country: "MM", isWithdrawn: true), Case(audience: .nobody, isWithdrawn: true),
  ]

  /// With it two stores make the same keys; one signature only, or its hashes would not be unique.
  @Sendable static func sameBytes(_ count: Int) -> [UInt8] {
    [UInt8](repeating: 9, count: count)
  }

  @Test(arguments: TestEngine.all, cases)
  func `a signature added at once is the one that signing and confirming leaves`(
    engine: TestEngine, example: Case
  ) async throws {
    let confirmed = try await Scene.with(engine, random: Self.sameBytes) { scene in
      let link = try await scene.confirmed(example.signer(People.aye)).link
      if example.isWithdrawn { try await scene.withdraw(link) }
      return try await Self.rows(scene)
    }
    let added = try await Scene.with(engine, random: Self.sameBytes) { scene in
      try await scene.store.addConfirmed(
        [
          ConfirmedSigner(
            example.signer(People.aye), confirmedAt: scene.clock.now,
            isWithdrawn: example.isWithdrawn)
        ], to: scene.petition)
      #expect(try await scene.pendingCount() == 0)
      #expect(try await scene.mailCount() == 0)
      return try await Self.rows(scene)
    }
    #expect(confirmed.signatures.count == 1)
    #expect(added == confirmed)
  }

  @Test(arguments: TestEngine.all)
  func `signatures added at once take the next ordinals and agree with a recount`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let crowd = People.crowd(40)
      _ = try await scene.confirmed(crowd[0].signer(country: "MM"))
      for part in [crowd[1..<20], crowd[20...]] {
        try await scene.store.addConfirmed(
          part.enumerated().map { index, person in
            ConfirmedSigner(
              try Self.cases[index % Self.cases.count].signer(person),
              confirmedAt: scene.clock.now + Int64(index) * 1_000_000, isWithdrawn: index % 7 == 3)
          }, to: scene.petition)
      }
      #expect(try await scene.store.recount().isEmpty)
      #expect(try await scene.current().tally == Tally(confirmed: 40, withdrawn: 6))
      #expect(try await scene.number("SELECT MAX(ordinal) FROM signature") == 40)
      #expect(try await scene.list().first?.ordinal == 40)
    }
  }

  @Test(arguments: TestEngine.all)
  func `an address that has signed stops everything that was to be added with it`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.confirmed(People.layla.signer())
      let twice = try [People.aye, People.layla].map {
        ConfirmedSigner(try $0.signer(), confirmedAt: scene.clock.now)
      }
      let error = await #expect(throws: DatabaseError.self) {
        try await scene.store.addConfirmed(twice, to: scene.petition)
      }
      #expect(error?.code == .constraint)
      #expect(try await scene.signatureCount() == 1)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `nothing is added to a closed petition`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let signer = ConfirmedSigner(try People.aye.signer(), confirmedAt: scene.clock.now)
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      await #expect(throws: StoreError.petitionClosed) {
        try await scene.store.addConfirmed([signer], to: scene.petition)
      }
      #expect(try await scene.signatureCount() == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `signatures added as waiting are confirmed by the links of their mails`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let people = People.crowd(5)
      let mails = try await scene.store.addPending(
        people.map { try $0.signer() }, to: scene.petition, at: scene.clock.now)
      #expect(mails.map(\.email) == people.map(\.email))
      #expect(try await scene.mailCount() == 0)
      for (index, mail) in mails.enumerated() {
        let link = try #require(SignatureSecret(token: mail.token))
        #expect(try await scene.confirm(link) == .confirmed(ordinal: index + 1))
      }
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  /// Everything that the tables hold about signatures.
  struct Rows: Sendable, Equatable {
    let signatures: [Row]
    let petitions: [Row]
    let hours: [Row]
    let countries: [Row]
  }

  static func rows(_ scene: Scene) async throws -> Rows {
    try await scene.database.read { transaction in
      Rows(
        signatures: try transaction.query(
          """
          SELECT petition_id, ordinal, state, wording_version, confirm_hash, duplicate_key,
            commitment, withdrawal_hash, audience, country, wants_updates, name, reason, person,
            confirmed_at
          FROM signature
          """),
        petitions: try transaction.query("SELECT confirmed, withdrawn, removed FROM petition"),
        hours: try transaction.query(
          "SELECT petition_id, hour, confirmed FROM confirmed_by_hour ORDER BY hour"),
        countries: try transaction.query(
          "SELECT petition_id, country, standing FROM standing_by_country ORDER BY country"))
    }
  }
}
