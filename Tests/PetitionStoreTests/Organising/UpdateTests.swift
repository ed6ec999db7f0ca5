import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// What whoever runs a petition writes: updates, outcomes, chosen reasons.
@Suite struct UpdateTests {
  static func post(
    _ title: String, _ scene: Scene, _ petition: Petition? = nil, by account: Account.ID
  ) async throws -> PetitionUpdate.ID {
    try await scene.store.postUpdate(
      UpdateForm(title: title, body: "**Yes**"), bodyHTML: "<p><strong>Yes</strong></p>",
      of: (petition ?? scene.petition).id, by: account, at: scene.clock.now)
  }

  static func journal(_ scene: Scene) async throws -> [String] {
    try await scene.database.read { transaction in
      try transaction.query("SELECT event FROM journal ORDER BY id").map { try $0.get(0) }
    }
  }

  @Test(arguments: TestEngine.all)
  func `updates stand newest first, on their own petition, and in the journal`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let account = try await scene.organiser()
      let other = try await scene.store.addPetition(.sample(title: "Other"), at: scene.clock.now)
      let first = try await Self.post("First", scene, by: account)
      let second = try await Self.post("Second", scene, by: account)
      let elsewhere = try await Self.post("Elsewhere", scene, other, by: account)
      #expect(try await scene.store.updates(of: scene.petition.id).map(\.id) == [second, first])
      let view = try #require(try await scene.store.view(scene.petition.slug))
      #expect(view.updates.map(\.title) == ["Second", "First"] && view.updateCount == 2)
      #expect(view.updates.first?.bodyHTML == "<p><strong>Yes</strong></p>")
      // That of another petition stays.
      let isGone = try await scene.store.removeUpdate(
        elsewhere, of: scene.petition.id, by: account, at: scene.clock.now)
      #expect(!isGone)
      #expect(
        try await scene.store.removeUpdate(
          first, of: scene.petition.id, by: account, at: scene.clock.now))
      #expect(
        try await !scene.store.removeUpdate(
          first, of: scene.petition.id, by: account, at: scene.clock.now))
      #expect(try await scene.store.updates(of: scene.petition.id).map(\.id) == [second])
      #expect(try await scene.store.updates(of: other.id).map(\.id) == [elsewhere])
      let events = try await Self.journal(scene)
      #expect(
        events.suffix(4) == ["update-posted", "update-posted", "update-posted", "update-removed"])
    }
  }

  @Test(arguments: TestEngine.all)
  func `an update is changed in its place, says when, and stands in the journal once a change`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let account = try await scene.organiser()
      let other = try await scene.store.addPetition(.sample(title: "Other"), at: scene.clock.now)
      let first = try await Self.post("First", scene, by: account)
      let second = try await Self.post("Second", scene, by: account)
      let posted = scene.clock.now
      scene.clock.advance(by: 3_600_000)
      let mark = scene.store.versions.mark
      let form = UpdateForm(title: "First, mended", body: "No")
      func change(of petition: Petition, from words: Int64 = posted) async throws {
        try await scene.store.changeUpdate(
          first, from: words, to: form, bodyHTML: "<p>No</p>", of: petition.id, by: account,
          at: scene.clock.now)
      }
      await #expect(throws: OrganisingError.updateGone) { try await change(of: other) }
      await #expect(throws: OrganisingError.changedMeanwhile) {
        try await change(of: scene.petition, from: posted - 1)
      }
      try await change(of: scene.petition)
      await scene.database.hearOfCommits()
      #expect(!scene.store.versions.isUnchanged(.petition(scene.petition.id), since: mark))
      let updates = try await scene.store.updates(of: scene.petition.id)
      #expect(updates.map(\.id) == [second, first])
      let changed = try #require(updates.last)
      #expect(changed.title == "First, mended" && changed.bodyHTML == "<p>No</p>")
      #expect(changed.postedAt == posted && changed.changedAt == scene.clock.now)
      #expect(updates.first?.changedAt == nil)
      #expect(try await scene.store.update(first, of: scene.petition.id) == changed)
      #expect(try await scene.store.update(first, of: other.id) == nil)
      // The same words again are no change.
      scene.clock.advance(by: 3_600_000)
      try await change(of: scene.petition)
      #expect(try await scene.store.update(first, of: scene.petition.id) == changed)
      let events = try await Self.journal(scene)
      #expect(events.suffix(3) == ["update-posted", "update-posted", "update-changed"])
      try await scene.store.removeUpdate(
        first, of: scene.petition.id, by: account, at: scene.clock.now)
      await #expect(throws: OrganisingError.updateGone) { try await change(of: scene.petition) }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a petition has only so many updates`(engine: TestEngine) async throws {
    var limits = StoreLimits()
    limits.organising.updates = 2
    try await Scene.with(engine, limits: limits) { scene in
      let account = try await scene.organiser()
      for _ in 0..<2 { _ = try await Self.post("Again", scene, by: account) }
      await #expect(throws: OrganisingError.tooManyUpdates) {
        _ = try await Self.post("Again", scene, by: account)
      }
    }
  }

  @Test(arguments: TestEngine.all, PetitionOutcome.Kind.allCases)
  func `closing with an outcome ends signing, destroys the key and says what became of it`(
    engine: TestEngine, kind: PetitionOutcome.Kind
  ) async throws {
    try await Scene.with(engine) { scene in
      let account = try await scene.organiser()
      let waiting = try await scene.link(of: People.aye.signer())
      let closing = try #require(ClosingForm(kind: kind.rawValue, text: "Well.").checked().closing)
      try await scene.store.close(
        scene.petition.id, with: closing, textHTML: "<p>Well.</p>", by: account,
        at: scene.clock.now)
      let petition = try await scene.current()
      #expect(petition.state == .closed)
      #expect((petition.answeredAt == scene.clock.now) == kind.isAnswer)
      #expect(try await scene.confirm(waiting) == .petitionClosed)
      await #expect(throws: StoreError.petitionClosed) {
        try await scene.sign(People.layla.signer())
      }
      #expect(try await scene.number("SELECT COUNT(*) FROM petition WHERE key_salt IS NULL") == 1)
      let view = try #require(try await scene.store.view(petition.slug))
      #expect(view.outcome?.kind == kind && view.outcome?.textHTML == "<p>Well.</p>")
      let isPublic: Int = try await scene.number(
        "SELECT is_public FROM journal WHERE event = 'outcome-written'")
      #expect(isPublic == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `the last word about an outcome stands`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let account = try await scene.organiser()
      try await scene.store.close(scene.petition.slug, at: scene.clock.now)
      #expect(try await scene.store.outcome(of: scene.petition.id) == nil)
      for (kind, text) in [("unanswered", "Silence."), ("won", "They did it!")] {
        scene.clock.advance(by: 1_000)
        let closing = try #require(ClosingForm(kind: kind, text: text).checked().closing)
        try await scene.store.close(
          scene.petition.id, with: closing, textHTML: text, by: account, at: scene.clock.now)
      }
      let outcome = try await scene.store.outcome(of: scene.petition.id)
      #expect(outcome?.kind == .won && outcome?.text == "They did it!")
      #expect(try await scene.current().answeredAt == scene.clock.now)
    }
  }

  @Test(arguments: TestEngine.all)
  func `chosen reasons stand while they are public, and only so many`(
    engine: TestEngine
  ) async throws {
    var limits = StoreLimits()
    limits.organising.featuredReasons = 2
    try await Scene.with(engine, limits: limits) { scene in
      let account = try await scene.organiser()
      let id = scene.petition.id
      func feature(_ ordinal: Int, _ isFeatured: Bool = true) async throws {
        scene.clock.advance(by: 1)
        try await scene.store.feature(
          isFeatured, reasonAt: ordinal, of: id, by: account, at: scene.clock.now)
      }
      let first = try await scene.confirmed(People.aye.signer(reason: "One."))
      _ = try await scene.confirmed(People.layla.signer())
      _ = try await scene.confirmed(People.arnaud.signer(audience: .organiser, reason: "Hidden."))
      _ = try await scene.confirmed(People.sunny.signer(reason: "Four."))
      _ = try await scene.confirmed(People.meiling.signer(reason: "Five."))
      let all = try await scene.store.reasons(of: id, limit: 10)
      #expect(all.map(\.ordinal) == [5, 4, 1] && all.allSatisfy { !$0.isFeatured })
      #expect(try await scene.store.reasons(of: id, before: 5, limit: 1).map(\.text) == ["Four."])
      for ordinal in [2, 3, 6, 0, -1] {
        await #expect(throws: OrganisingError.noSuchReason) { try await feature(ordinal) }
      }
      try await feature(4)
      try await feature(1)
      try await feature(1)
      await #expect(throws: OrganisingError.tooManyReasons) { try await feature(5) }
      #expect(try await scene.store.featuredReasons(of: id).map(\.ordinal) == [4, 1])
      try await scene.withdraw(first.link)
      #expect(try await scene.store.featuredReasons(of: id).map(\.ordinal) == [4])
      try await feature(5)
      try await feature(4, false)
      try await feature(4, false)
      let view = try #require(try await scene.store.view(scene.petition.slug))
      #expect(view.featuredReasons.map(\.text) == ["Five."])
      let events = try await Self.journal(scene).filter { $0.hasPrefix("reason") }
      #expect(events.count == 4 && events.last == "reason-unfeatured")
    }
  }
}
