import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite struct AmendmentTests {
  private static func changed(_ petition: Petition) -> Wording {
    var wording = petition.wording
    wording.letter.body.append("And soon.")
    return wording
  }

  @Test(arguments: TestEngine.all)
  func
    `a change that is accepted is the text from then on, and who signed stays bound to the old one`(
      engine: TestEngine
    ) async throws
  {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let petition = try await scene.published(title: "A path", by: moderator)
      let owner = try #require(petition.owner)
      _ = try await scene.confirmed(People.aye.signer(), petition)
      _ = try await scene.deskMails()
      let wording = Self.changed(petition)
      #expect(
        try await scene.store.amend(
          petition.id, to: wording, from: 1, purpose: "It is urgent.", by: owner,
          at: scene.clock.now) == nil)
      let queued = try #require(try await scene.store.queuedAmendments().first)
      #expect(queued.amendment.wording == wording && queued.amendment.purpose == "It is urgent.")
      #expect(try await scene.store.petition(petition.id)?.wording == petition.wording)
      #expect(
        try await scene.store.decide(
          queued.amendment.id, acceptedAs: "<p>Dark.</p>", message: "Good.", by: moderator,
          at: scene.clock.now) == nil)
      let now = try #require(try await scene.store.petition(petition.id))
      #expect(now.wording == wording && now.wordingVersion == 2)
      let versions = try await scene.store.wordingVersions(of: petition.id)
      #expect(versions.map(\.number) == [1, 2] && versions.map(\.signedBefore) == [0, 1])
      _ = try await scene.confirmed(People.layla.signer(), now)
      let bound = try await scene.database.read { transaction in
        try transaction.query(
          "SELECT wording_version FROM signature WHERE petition_id = $1 ORDER BY ordinal",
          petition.id.rawValue
        ).map { try $0.get(0) as Int }
      }
      #expect(bound == [1, 2])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a change that is turned down changes nothing, and leaves no text behind`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let petition = try await scene.published(title: "A path", by: moderator)
      let owner = try #require(petition.owner)
      _ = try await scene.store.amend(
        petition.id, to: Self.changed(petition), from: 1, purpose: "", by: owner,
        at: scene.clock.now)
      let id = try #require(try await scene.store.waitingAmendment(of: petition.id)).id
      _ = try await scene.deskMails()
      #expect(
        try await scene.store.decide(
          id, acceptedAs: nil, message: "No.", by: moderator, at: scene.clock.now) == nil)
      #expect(try await scene.store.petition(petition.id)?.wordingVersion == 1)
      #expect(try await scene.store.queuedAmendments().isEmpty)
      #expect(
        try await scene.number("SELECT COUNT(*) FROM amendment WHERE content IS NOT NULL") == 0)
      #expect(
        try await scene.deskMails() == [
          .moderation(
            .textNotChanged(
              title: petition.wording.title, slug: petition.slug.text, message: "No."))
        ])
    }
  }

  @Test(arguments: TestEngine.all)
  func `what cannot be asked for or decided is refused with its reason`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let moderator = try await scene.account(.moderator, "mo@example.org")
      let petition = try await scene.published(title: "A path", by: moderator)
      let owner = try #require(petition.owner)
      let store = scene.store
      func amend(_ wording: Wording, from version: Int = 1) async throws -> ReviewRefusal? {
        try await store.amend(
          petition.id, to: wording, from: version, purpose: "", by: owner, at: scene.clock.now)
      }
      #expect(try await amend(petition.wording) == .nothingChanged)
      #expect(try await amend(Self.changed(petition), from: 2) == .outdated)
      #expect(try await amend(Self.changed(petition)) == nil)
      #expect(try await amend(Self.changed(petition)) == .amendmentWaits)
      let id = try #require(try await store.waitingAmendment(of: petition.id)).id
      #expect(
        try await store.decide(
          id, acceptedAs: "", message: "", by: owner, at: scene.clock.now) == .ownPetition)
      let other = try await scene.account(.moderator, "m2@example.org")
      _ = try await store.claim(.amendment(id), by: other, at: scene.clock.now)
      #expect(
        try await store.decide(
          id, acceptedAs: "", message: "", by: moderator, at: scene.clock.now)
          == .claimedByAnother)
      try await store.close(petition.slug, at: scene.clock.now)
      #expect(
        try await store.decide(id, acceptedAs: "", message: "", by: other, at: scene.clock.now)
          == .outdated)
      #expect(try await amend(Self.changed(petition)) == .wrongState)
    }
  }
}
