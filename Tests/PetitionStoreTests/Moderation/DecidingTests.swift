import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct DecidingTests {
  @Test(arguments: TestEngine.all)
  func `a petition is returned with reasons, sent again, and published`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let (id, link, owner) = try await scene.submitted()
      _ = try await scene.deskMails()
      let returned = try await scene.decide(id, .giveBack, by: moderator, reasons: ["false-claim"])
      #expect(returned == .done(nil))
      #expect(try await scene.store.proposal(id)?.state == .returned)
      #expect(try await scene.store.queuedProposals().isEmpty)
      #expect(
        try await scene.deskMails()
          == [
            .proposalReturned(
              token: link.token, verdict: "Because of this.",
              title: "Light the path to the station")
          ])
      #expect(
        try await scene.store.submit(
          link, of: owner, at: scene.clock.now, isComplete: { _ in true }))
      guard
        case .done(let petition?) = try await scene.decide(
          id, .publish, by: moderator, submission: 2)
      else {
        Issue.record("it was not published")
        return
      }
      #expect(try await scene.store.petition(petition)?.owner == owner.id)
      let decisions = try await scene.store.decisions(about: id)
      #expect(decisions.map(\.verdict) == ["return", "publish"])
      #expect(decisions.first?.reasons.map(\.text) == ["false-claim"])
      #expect(decisions.first?.message == "A word to the organiser.")
      #expect(decisions.first?.decider == "mo@example.org")
    }
  }

  @Test(arguments: TestEngine.all)
  func `of two moderators who take a case at once, one has it`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let (id, _, _) = try await scene.submitted()
      var moderators: [Account.ID] = []
      for number in 1...6 {
        moderators.append(try await scene.account(.moderator, "m\(number)@example.org"))
      }
      let taken = try await concurrently(moderators) { moderator in
        try await scene.store.claim(.proposal(id), by: moderator, at: scene.clock.now)
      }
      #expect(taken.count { $0 } == 1)
      let winner = try #require(taken.firstIndex(of: true))
      let loser = moderators[winner == 0 ? 1 : 0]
      #expect(
        try await scene.store.review(of: .proposal(id)).claim?.holder == moderators[winner])
      #expect(
        try await scene.decide(id, .publish, by: loser) == .refused(.claimedByAnother))
      // Only the holder lets go of it.
      try await scene.store.release(.proposal(id), by: loser)
      #expect(!(try await scene.store.claim(.proposal(id), by: loser, at: scene.clock.now)))
      scene.clock.advance(by: scene.store.limits.moderation.claimLifetime)
      #expect(try await scene.store.claim(.proposal(id), by: loser, at: scene.clock.now))
      #expect(
        try await scene.decide(id, .publish, by: moderators[winner])
          == .refused(.claimedByAnother))
    }
  }

  @Test(arguments: TestEngine.all)
  func `of two decisions at once, one is carried out`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let (id, _, _) = try await scene.submitted()
      let first = try await scene.account(.moderator, "m1@example.org")
      let second = try await scene.account(.moderator, "m2@example.org")
      let outcomes = try await concurrently([first, second]) { moderator in
        try await scene.decide(id, .giveBack, by: moderator, reasons: ["no-action"])
      }
      #expect(outcomes.count { $0 == .done(nil) } == 1)
      #expect(outcomes.count { $0 == .refused(.wrongState) } == 1)
      #expect(try await scene.store.decisions(about: id).count == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what was changed since it was read is not decided, nor one's own petition`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let (id, link, owner) = try await scene.submitted()
      _ = try await scene.decide(id, .giveBack, by: moderator, reasons: ["no-action"])
      #expect(
        try await scene.store.submit(
          link, of: owner, at: scene.clock.now, isComplete: { _ in true }))
      #expect(try await scene.decide(id, .publish, by: moderator) == .refused(.outdated))
      #expect(
        try await scene.decide(id, .publish, by: owner.id, submission: 2)
          == .refused(.ownPetition))
      #expect(try await scene.store.proposal(id)?.state == .submitted)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a rejection is published with its reasons, without a text that may not be shown`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let shown = try await scene.submitted()
      let hidden = try await scene.submitted(.proposed(title: "Something unlawful"))
      _ = try await scene.decide(
        shown.id, .reject(hidesText: false), by: moderator, reasons: ["no-action"])
      _ = try await scene.decide(
        hidden.id, .reject(hidesText: true), by: moderator, reasons: ["unlawful"])
      let rejections = try await scene.store.rejections(limit: 10)
      #expect(rejections.map { $0.wording?.title } == [nil, "Light the path to the station"])
      #expect(rejections.map { $0.reasons.map(\.text) } == [["unlawful"], ["no-action"]])
      #expect(rejections.last?.storyHTML == "<p>Dark.</p>")
      #expect(try await scene.store.rejection(rejections[0].number) == rejections[0])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a petition is published when its time comes, and only as it was judged`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let (id, _, _) = try await scene.submitted()
      let time = scene.clock.now + 3_600_000
      #expect(try await scene.decide(id, .publishAt(time), by: moderator) == .done(nil))
      #expect(try await scene.store.proposal(id)?.state == .submitted)
      #expect(try await scene.store.queuedProposals().first?.publishAt == time)
      #expect(try await scene.store.duePublications(at: time - 1).isEmpty)
      let due = try #require(try await scene.store.duePublications(at: time).first)
      let complete = try ProposalContent.proposed().complete
      let petition = try await scene.store.publishScheduled(
        due, as: complete, storyHTML: "<p>Dark.</p>", at: time)
      #expect(petition != nil)
      #expect(try await scene.store.duePublications(at: time).isEmpty)
      #expect(
        try await scene.store.publishScheduled(
          due, as: complete, storyHTML: "<p>Dark.</p>", at: time) == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `notes lie sealed, and read in their order`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let (id, _, _) = try await scene.submitted()
      for text in ["Ask the press office.", "They know it."] {
        try await scene.store.note(
          text, on: .proposal(id), by: moderator, at: scene.clock.now)
      }
      let notes = try await scene.store.review(of: .proposal(id)).notes
      #expect(notes.map(\.text) == ["Ask the press office.", "They know it."])
      #expect(notes.map(\.author) == ["mo@example.org", "mo@example.org"])
      let sealed: [UInt8] = try await scene.database.read { transaction in
        try #require(
          try transaction.query("SELECT content FROM review_note ORDER BY id").first
        ).get(0)
      }
      #expect(!sealed.contains(Array("press office".utf8)))
    }
  }
}

@Suite struct ReviewReasonStoreTests {
  @Test(arguments: TestEngine.all)
  func `the list begins with the defaults, and is changed without losing its order`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let administrator = try await scene.account(.administrator, "ada@example.org")
      #expect(try await scene.store.reviewReasons() == ReviewReason.defaults)
      let hate = try #require(ReviewReason.Key("hate"))
      let own = try #require(ReviewReason.Key("own"))
      let changed = ReviewReason(key: hate, text: "Hate", explanation: "", isInUse: false)
      let added = ReviewReason(key: own, text: "Our own", explanation: "Why.", hidesText: true)
      try await scene.store.write(added, by: administrator, at: scene.clock.now)
      try await scene.store.write(changed, by: administrator, at: scene.clock.now)
      let list = try await scene.store.reviewReasons()
      #expect(list.map(\.key) == ReviewReason.defaults.map(\.key) + [own])
      #expect(list.contains(changed) && list.last == added)
    }
  }
}
