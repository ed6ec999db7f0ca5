import Petitions
import TestSupport
import Testing

@testable import PetitionStore

/// The newest signatures beside those before.
@Suite struct PulseTests {
  private static func signers(
    _ count: Int, _ name: String, domain: String, country: String, at hour: Int64
  ) throws -> [ConfirmedSigner] {
    try (0..<count).map { number in
      let person = Person(name: "\(name) \(number)", email: "\(name)\(number).\(hour)@\(domain)")
      return ConfirmedSigner(try person.signer(country: country), confirmedAt: hour)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a flood from one domain and one country is an alarm, and a steady petition is none`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let (store, start, hour) = (scene.store, scene.clock.now, PetitionCount.hour)
      for number in 0..<48 {
        try await store.addConfirmed(
          Self.signers(
            12, "calm", domain: "people.example", country: "MM", at: start + Int64(number) * hour),
          to: scene.petition)
      }
      var now = start + 48 * hour
      let calm = try await store.pulse(of: scene.current(), at: now)
      #expect(calm.alarms.isEmpty)
      #expect(calm.hours.count == 49)
      #expect(calm.hours.map(\.count) == Array(repeating: 12, count: 48) + [0])

      try await store.addConfirmed(
        Self.signers(300, "flood", domain: "bots.example", country: "XK", at: now),
        to: scene.petition)
      now += hour / 2
      let flood = try await store.pulse(of: scene.current(), at: now)
      #expect(flood.alarms.map(\.observed) == [300, 300, 300])
      #expect(flood.alarms.map(\.usual).first == 12)
      #expect(flood.alarms.last?.subject == .country("XK"))
      #expect(flood.hours.last?.count == 300)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a domain has a name where many have it, and never where few do`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      func add(_ count: Int, _ domain: String, wantsUpdates: Bool) async throws {
        let signers = try (0..<count).map { number in
          let person = Person(name: "P \(number)", email: "p\(number)@\(domain)")
          return ConfirmedSigner(
            try person.signer(audience: .nobody, wantsUpdates: wantsUpdates),
            confirmedAt: scene.clock.now)
        }
        try await scene.store.addConfirmed(signers, to: scene.petition)
      }
      try await add(20, "flood.example", wantsUpdates: true)
      try await add(19, "own.example", wantsUpdates: true)
      try await add(30, "silent.example", wantsUpdates: false)
      try await add(1, "gmx.de", wantsUpdates: false)
      let petition = try await scene.current()
      let pulse = try await scene.store.pulse(of: petition, at: scene.clock.now)
      #expect(pulse.domains.count == 4)
      let names = try await scene.store.domainNames(of: Array(pulse.domains.keys), in: petition)
      #expect(Set(names.values) == ["flood.example", "gmx.de"])
      try await scene.store.close(petition.slug, at: scene.clock.now)
      let closed = try await scene.current()
      #expect(try await scene.store.domainNames(of: Array(pulse.domains.keys), in: closed) == [:])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a petition that nobody has signed has nothing to show`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let pulse = try await scene.store.pulse(of: scene.current(), at: scene.clock.now)
      #expect(pulse.alarms.isEmpty)
      #expect(pulse.hours.map(\.count) == [0])
    }
  }
}
