import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct HidingTests {
  @Test(arguments: TestEngine.all)
  func `a petition that was taken down is listed nowhere and takes no signature`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let pending = try await scene.link(of: People.layla.signer())
      let reasons = ["hate", "unlawful"].compactMap { ReviewReason.Key($0) }
      let refusal = try await scene.store.takeDown(
        scene.petition.id, reasons: reasons, statement: "A court decided so.",
        explanation: "It incites hatred.", by: moderator, at: scene.clock.now)
      #expect(refusal == nil)
      #expect(try await scene.store.openPetitions(.newest, limit: 10).isEmpty)
      #expect(try await scene.store.slugs(limit: 10).isEmpty)
      #expect(try await scene.confirm(pending) == .petitionClosed)
      await #expect(throws: StoreError.petitionClosed) {
        try await scene.sign(People.aye.signer())
      }
      let takedown = try #require(try await scene.store.takedown(of: scene.petition.id))
      #expect(takedown.reasons == reasons && takedown.statement == "A court decided so.")
      let again = try await scene.store.takeDown(
        scene.petition.id, reasons: reasons, statement: "", explanation: "", by: moderator,
        at: scene.clock.now)
      #expect(again == .wrongState)
    }
  }

  @Test(arguments: TestEngine.all)
  func `what is brought back is shown again, and stays closed`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let administrator = try await scene.account(.administrator, "ada@example.org")
      let petition = try await scene.published(title: "A path", by: moderator)
      _ = try await scene.deskMails()
      _ = try await scene.store.takeDown(
        petition.id, reasons: [], statement: "", explanation: "It was a mistake.",
        by: moderator, at: scene.clock.now)
      #expect(
        try await scene.store.restore(petition.id, by: administrator, at: scene.clock.now) == nil)
      let restored = try #require(try await scene.store.petition(petition.id))
      #expect(restored.takenDownAt == nil && !restored.isOpen(at: scene.clock.now))
      #expect(try await scene.store.takedown(of: petition.id) == nil)
      #expect(
        try await scene.store.restore(petition.id, by: administrator, at: scene.clock.now)
          == .wrongState)
      let told = try await scene.deskMails()
      #expect(
        told == [
          .moderation(
            .takenDown(
              title: petition.wording.title, reasons: "It was a mistake.", statement: "")),
          .moderation(.restored(title: petition.wording.title, slug: petition.slug.text)),
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func `what waits for a moderator goes with the petition that is taken down`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let petition = try await scene.published(title: "A path", by: moderator)
      var wording = petition.wording
      wording.letter.body.append("And soon.")
      _ = try await scene.store.amend(
        petition.id, to: wording, from: 1, purpose: "", by: try #require(petition.owner),
        at: scene.clock.now)
      let id = try #require(try await scene.store.waitingAmendment(of: petition.id)).id
      #expect(try await scene.store.claim(.amendment(id), by: moderator, at: scene.clock.now))
      _ = try await scene.store.takeDown(
        petition.id, reasons: [], statement: "", explanation: "", by: moderator,
        at: scene.clock.now)
      #expect(try await scene.store.queuedAmendments().isEmpty)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM amendment WHERE content IS NOT NULL") == 0)
      #expect(try await scene.number("SELECT COUNT(*) FROM review_claim") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a photo disappears with the last petition that shows it`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let photo = PhotoFiles(
        id: "aa",
        files: [.init(format: "jpeg", size: Photo.Size(width: 320, height: 180), bytes: [1])])
      var petitions: [Petition.ID] = []
      for title in ["One with a photo", "Another with a photo"] {
        let outcome = try await scene.store.bring(
          PetitionImport(.sample(title: title), photo: photo), at: scene.clock.now)
        petitions.append(try #require(try await scene.store.petition(outcome.slug)).id)
      }
      for (index, petition) in petitions.enumerated() {
        _ = try await scene.store.takeDown(
          petition, reasons: [], statement: "", explanation: "", by: moderator,
          at: scene.clock.now)
        let file = try await scene.store.photoFile(id: "aa", format: "jpeg", width: 320)
        #expect((file == nil) == (index == 1))
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `a merged petition leads to the other one, also over several`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let store = scene.store
      let first = scene.petition.id
      let second = try await store.addPetition(.sample(title: "Second"), at: scene.clock.now).id
      let third = try await store.addPetition(.sample(title: "Third"), at: scene.clock.now).id
      func merge(_ one: Petition.ID, _ other: Petition.ID) async throws -> ReviewRefusal? {
        try await store.merge(one, into: other, by: moderator, at: scene.clock.now)
      }
      #expect(try await merge(first, first) == .otherIsItself)
      #expect(try await merge(first, second) == nil)
      #expect(try await merge(first, third) == .wrongState)
      #expect(try await merge(third, first) == .otherIsMerged)
      #expect(try await merge(second, third) == nil)
      #expect(try await store.petition(first)?.mergedInto == third)
      #expect(try await store.petition(second)?.mergedInto == third)
      #expect(try await store.slugs(limit: 10).map(\.text) == ["third"])
    }
  }
}

@Suite struct ReportStoreTests {
  private static func report(_ text: String, email: String? = nil) throws -> PetitionReport {
    let form = ReportForm(kind: "other", text: text, email: email ?? "")
    guard case .accepted(let report) = form.checked(limits: ReviewLimits()) else {
      throw NotConfirmed()
    }
    return report
  }

  @Test(arguments: TestEngine.all)
  func `a report waits until somebody puts it aside, and is deleted after a while`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      try await scene.store.report(
        scene.petition.id, try Self.report("It is false.", email: "ann@example.org"),
        at: scene.clock.now)
      let report = try #require(try await scene.store.openReports().first)
      #expect(report.text == "It is false." && report.email == "ann@example.org")
      #expect(report.slug == scene.petition.slug)
      #expect(try await scene.store.close(report.id, by: moderator, at: scene.clock.now))
      #expect(!(try await scene.store.close(report.id, by: moderator, at: scene.clock.now)))
      #expect(try await scene.store.openReports().isEmpty)
      #expect(try await scene.number("SELECT COUNT(*) FROM report") == 1)
      scene.clock.advance(by: scene.store.limits.moderation.reportLifetime)
      try await scene.store.sweep(at: scene.clock.now)
      #expect(try await scene.number("SELECT COUNT(*) FROM report") == 0)
    }
  }

  @Test(arguments: TestEngine.all)
  func `no more reports wait than the setting says`(engine: TestEngine) async throws {
    var limits = StoreLimits()
    limits.moderation.openReports = 2
    try await Scene.with(engine, limits: limits) { scene in
      for number in 1...4 {
        try await scene.store.report(
          scene.petition.id, try Self.report("Number \(number)"), at: scene.clock.now)
      }
      #expect(try await scene.store.openReports().map(\.text) == ["Number 1", "Number 2"])
    }
  }
}
