import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// The numbers that whoever runs a petition sees, and the signers they may have.
@Suite struct DashboardTests {
  private static func dashboard(_ scene: Scene) async throws -> PetitionDashboard {
    try await scene.store.dashboard(of: try await scene.current(), from: 0, at: scene.clock.now)
  }

  private static func sources(_ scene: Scene) async throws -> [String: Int] {
    try await scene.database.read { transaction in
      try transaction.query("SELECT source, confirmed FROM confirmed_by_source").reduce(into: [:]) {
        $0[try $1.get(0)] = try $1.get(1) as Int
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a code is counted when the signature is confirmed, and once`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.link(of: People.aye.signer(), from: "poster")
      #expect(try await Self.sources(scene).isEmpty)
      let link = try await scene.confirmed(People.layla.signer(), from: "Poster").link
      #expect(try await scene.confirm(link) == .confirmed(ordinal: 1))
      _ = try await scene.confirmed(People.sunny.signer(), from: "poster")
      _ = try await scene.confirmed(People.arnaud.signer(), from: "not a code")
      #expect(try await Self.sources(scene) == ["poster": 2])
    }
  }

  @Test(arguments: TestEngine.all)
  func `codes that somebody makes up fill no table`(engine: TestEngine) async throws {
    var limits = StoreLimits()
    limits.organising.sources = 3
    try await Scene.with(engine, limits: limits) { scene in
      try await scene.store.addConfirmed(
        try People.crowd(40).enumerated().map { index, person in
          ConfirmedSigner(
            try person.signer(), confirmedAt: scene.clock.now,
            origin: SignatureOrigin(source: SourceCode("code-\(index / 2)")))
        }, to: scene.petition)
      #expect(try await Self.sources(scene).count == 3)
      _ = try await scene.confirmed(People.aye.signer(), from: "another")
      #expect(try await Self.sources(scene).count == 3)
      #expect(try await scene.current().tally.count == 41)
    }
  }

  @Test(arguments: TestEngine.all)
  func `small groups are joined, and those who never confirmed are counted`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      try await scene.store.addConfirmed(
        try People.crowd(25).enumerated().map { index, person in
          ConfirmedSigner(
            try person.signer(country: index < 12 ? "MM" : index < 20 ? "FR" : nil),
            confirmedAt: scene.clock.now,
            origin: SignatureOrigin(source: SourceCode(index < 10 ? "poster" : "x")))
        }, to: scene.petition)
      for person in [People.aye, People.layla] { _ = try await scene.link(of: person.signer()) }
      var dashboard = try await Self.dashboard(scene)
      #expect(dashboard.countries.named == [.init(name: "MM", count: 12)])
      #expect(dashboard.countries.joined == 8)
      #expect(dashboard.sources.named.map(\.name) == ["x", "poster"])
      #expect(dashboard.rate == ConfirmationRate(confirmed: 25, expired: 0, waiting: 2))
      let hours = dashboard.activity.hours(2, until: scene.clock.now)
      #expect(hours.map(\.count) == [0, 25])
      scene.clock.advance(by: StoreLimits().pendingLifetime + 1)
      _ = try await scene.link(of: People.sunny.signer())
      try await scene.store.sweep(at: scene.clock.now)
      try await scene.store.sweep(at: scene.clock.now)
      dashboard = try await Self.dashboard(scene)
      #expect(dashboard.rate == ConfirmationRate(confirmed: 25, expired: 2, waiting: 1))
      #expect(dashboard.rate.percent == 93)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `only those who agreed are given away, with what they wrote and no address`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.confirmed(
        People.aye.signer(audience: .public, reason: "One.", country: "MM", wantsUpdates: true))
      _ = try await scene.confirmed(People.layla.signer(audience: .target, reason: "Two."))
      _ = try await scene.confirmed(People.sunny.signer(audience: .organiser, reason: "Three."))
      _ = try await scene.confirmed(People.meiling.signer(audience: .nobody, reason: "Four."))
      let gone = try await scene.confirmed(People.arnaud.signer())
      try await scene.withdraw(gone.link)
      let signers = try await scene.store.consentingSigners(of: scene.petition.id, 1..<100)
      #expect(signers.map(\.ordinal) == [1, 3])
      #expect(signers.map(\.name) == [People.aye.name, People.sunny.name])
      #expect(signers.map(\.reason) == ["One.", "Three."])
      #expect(signers.map(\.country) == ["MM", nil])
      #expect(signers.map(\.audience) == [.public, .organiser])
      #expect(try await scene.store.consentingSigners(of: scene.petition.id, 2..<3).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `somebody's petitions are their own`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let account = try await scene.organiser()
      #expect(try await scene.store.petitions(runBy: account, limit: 10).isEmpty)
      try await scene.database.write { transaction in
        try transaction.execute(
          "UPDATE petition SET owner_id = $1 WHERE id = $2", account.rawValue,
          scene.petition.id.rawValue)
      }
      let own = try await scene.store.petitions(runBy: account, limit: 10)
      #expect(own.map(\.id) == [scene.petition.id])
    }
  }
}
