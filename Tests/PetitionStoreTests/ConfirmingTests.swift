import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct ConfirmingTests {
  @Test(arguments: TestEngine.all)
  func `200 confirmations at once over two petitions get ordinals without a gap`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let other = try await scene.store.addPetition(
        .sample(title: "Another"), at: scene.clock.now)
      let crowd = People.crowd(200)
      _ = try await concurrently(Array(crowd.enumerated())) { index, person in
        try await scene.sign(person.signer(), index.isMultiple(of: 2) ? scene.petition : other)
      }
      let mails = try await scene.takeMails()
      #expect(mails.count == 200)
      let outcomes = try await concurrently(mails) { mail in
        let link = try #require(SignatureSecret(token: mail.mail.token))
        return try await scene.confirm(link)
      }
      for petition in [scene.petition, other] {
        let ordinals = zip(mails, outcomes).compactMap { mail, outcome -> Int? in
          guard mail.mail.petition == petition.id, case .confirmed(let ordinal) = outcome else {
            return nil
          }
          return ordinal
        }
        #expect(ordinals.sorted() == Array(1...100))
        #expect(try await scene.store.petition(petition.id)?.tally == Tally(confirmed: 100))
      }
      // Each caller was told the ordinal of their own row.
      for (mail, outcome) in zip(mails, outcomes) {
        let link = try #require(SignatureSecret(token: mail.mail.token))
        let own = try #require(try await scene.store.signature(link))
        #expect(outcome == .confirmed(ordinal: own.ordinal))
        #expect(crowd.first { $0.email == mail.mail.email }?.name == own.name)
      }
      #expect(try await scene.store.recount().isEmpty)
      #expect(try await scene.pendingCount() == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `confirming again gives the same ordinal, also at the same moment`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      _ = try await scene.confirmed(People.arnaud.signer())
      let links = [
        try await scene.link(of: People.aye.signer()),
        try await scene.link(of: People.layla.signer()),
      ]
      let presses = (0..<60).map { $0 % 2 }
      let outcomes = try await concurrently(presses) { try await scene.confirm(links[$0]) }
      let first = outcomes[0]
      let second = outcomes[1]
      #expect(Set([first, second]) == [.confirmed(ordinal: 2), .confirmed(ordinal: 3)])
      #expect(outcomes == presses.map { $0 == 0 ? first : second })
      #expect(try await scene.confirm(links[0]) == first)
      #expect(try await scene.current().tally == Tally(confirmed: 3))
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `of two links of one address one counts, whichever comes first`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let first = try await scene.link(of: People.aye.signer(reason: "One."))
      let second = try await scene.link(of: People.aye.signer(reason: "Two."))
      #expect(try await scene.confirm(second) == .confirmed(ordinal: 1))
      #expect(try await scene.confirm(first) == .unknown)
      #expect(try await scene.store.signature(second)?.reason == "Two.")
      #expect(try await scene.store.signature(first) == nil)

      let links = [
        try await scene.link(of: People.layla.signer(reason: "One.")),
        try await scene.link(of: People.layla.signer(reason: "Two.")),
      ]
      let outcomes = try await concurrently(Array(0..<40)) { index in
        try await scene.confirm(links[index % 2])
      }
      #expect(outcomes.contains(.confirmed(ordinal: 2)))
      let winner = try #require(outcomes.firstIndex(of: .confirmed(ordinal: 2))) % 2
      for (index, outcome) in outcomes.enumerated() {
        let expected: Set<ConfirmationOutcome> =
          index % 2 == winner ? [.confirmed(ordinal: 2)] : [.signedBefore, .unknown]
        #expect(expected.contains(outcome))
      }
      #expect(try await scene.current().tally == Tally(confirmed: 2))
    }
  }

  @Test(arguments: TestEngine.all)
  func `a link is known until it expires`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let lifetime = StoreLimits().pendingLifetime
      let kept = try await scene.link(of: People.aye.signer())
      let late = try await scene.link(of: People.layla.signer())
      scene.clock.advance(by: lifetime - 1)
      #expect(try await scene.confirm(kept) == .confirmed(ordinal: 1))
      scene.clock.advance(by: 1)
      #expect(try await scene.store.pendingSignature(late, at: scene.clock.now) == nil)
      #expect(try await scene.confirm(late) == .unknown)
      // What was confirmed stays confirmed.
      #expect(try await scene.confirm(kept) == .confirmed(ordinal: 1))
      try await scene.store.sweep(at: scene.clock.now)
      #expect(try await scene.pendingCount() == 0)
      #expect(try await scene.confirm(late) == .unknown)
      #expect(try await scene.current().tally == Tally(confirmed: 1))
    }
  }

  @Test(arguments: TestEngine.all)
  func `a link that was never given out is unknown`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let link = SignatureSecret(random: SeededBytes(seed: 99).next)
      let outcome = try await scene.confirm(link)
      #expect(outcome == .unknown)
      #expect(try await scene.store.signature(link) == nil)
      #expect(try await scene.store.pendingSignature(link, at: scene.clock.now) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a time is kept in full hours, and counted by hour and country`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let hour = PetitionCount.hour
      let first = scene.clock.now / hour * hour
      let own = try await scene.confirmed(People.aye.signer(country: "MM")).link
      scene.clock.now = first + hour - 1
      _ = try await scene.confirmed(People.layla.signer(country: "MM"))
      scene.clock.now = first + hour
      _ = try await scene.confirmed(People.arnaud.signer())
      #expect(try await scene.store.signature(own)?.confirmedAt == first)
      #expect(try await scene.list().map(\.confirmedAt) == [first + hour, first, first])
      let byHour: SQL = "SELECT confirmed FROM confirmed_by_hour WHERE hour = $1"
      #expect(try await scene.number(byHour, first) == 2)
      #expect(try await scene.number(byHour, first + hour) == 1)
      #expect(
        try await scene.number("SELECT standing FROM standing_by_country WHERE country = 'MM'")
          == 2)
    }
  }
}
