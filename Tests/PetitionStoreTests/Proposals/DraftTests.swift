import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Petitions on their way, on every engine.
@Suite struct DraftTests {
  static let email = "bo.berg@example.org"

  /// A petition of which nothing is missing.
  static func content(title: String = "Plant trees on Kiln Street") -> ProposalContent {
    var content = ProposalContent()
    content.title = title
    content.goal = "Plant forty trees before next summer."
    content.targets = [
      DetailedTarget(
        name: "Ann Lee", office: "Mayor", country: "DE", address: "Kiln Street 1",
        email: "mayor@example.org")
    ]
    content.story = "It is hot there."
    content.salutation = "Dear Mayor,"
    content.letter = "Please plant trees."
    content.language = "en"
    content.category = "environment"
    content.audience = "public"
    content.milestones = "100 500"
    content.name = "Bo Berg"
    content.email = email
    return content
  }

  static func complete(_ content: ProposalContent) throws -> CompleteProposal {
    try ProposalCheck(
      limits: ProposalLimits(), countries: ["DE"], languages: ["en"], at: 0,
      isReadable: { _ in true }
    ).complete(content)
  }

  /// A draft that was submitted by the link of its mail.
  static func submitted(
    _ scene: Scene, _ content: ProposalContent = content()
  ) async throws -> (link: AccountSecret, proposal: Proposal) {
    let store = scene.store
    let link = try await store.beginDraft(content, language: "en", at: scene.clock.now)
    let address = try EmailAddress(parsing: content.email)
    #expect(try await store.askToSubmit(link, address, language: "en", at: scene.clock.now))
    let mail = try #require(try await scene.takeMails().last)
    guard case .submit(let token) = try DeskMail(encoded: mail.mail.token) else {
      throw NotSubmitted()
    }
    let secret = try #require(AccountSecret(token: token))
    let submission = try await store.submit(
      by: secret, browser: "", at: scene.clock.now, isComplete: { _ in true })
    _ = try #require(submission)
    return (link, try #require(try await store.proposal(link, at: scene.clock.now)))
  }

  struct NotSubmitted: Error {}

  static func events(_ scene: Scene) async throws -> [String] {
    try await scene.database.read { transaction in
      try transaction.query("SELECT event FROM journal ORDER BY id").map { try $0.get(0) }
    }
  }

  @Test(arguments: TestEngine.all)
  func `what is written is read again by its link, and by no other`(engine: TestEngine) async throws
  {
    try await Scene.with(engine) { scene in
      let store = scene.store
      let link = try await store.beginDraft(Self.content(), language: "de", at: scene.clock.now)
      scene.clock.advance(by: 1_000)
      try await store.changeDraft(link, at: scene.clock.now) { $0.goal = "Forty." }
      let draft = try #require(try await store.proposal(link, at: scene.clock.now))
      #expect(draft.state == .draft && draft.language == "de" && draft.owner == nil)
      #expect(draft.content.goal == "Forty." && draft.content.title == Self.content().title)
      #expect(draft.expiresAt == scene.clock.now + store.limits.drafts.lifetime)
      let other = try #require(AccountSecret(token: String(repeating: "A", count: 43)))
      #expect(try await store.proposal(other, at: scene.clock.now) == nil)
      #expect(try await store.changeDraft(other, at: scene.clock.now) { $0.goal = "" } == nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `submitting makes an account once, and stands in the journal`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let (_, first) = try await Self.submitted(scene)
      let (_, second) = try await Self.submitted(scene, Self.content(title: "Another"))
      #expect(first.owner != nil && first.owner == second.owner)
      #expect(first.state == .submitted && first.submissions == 1)
      #expect(first.submittedAt == scene.clock.now && first.expiresAt == nil)
      let events = try await Self.events(scene)
      #expect(
        events == [
          "account-made", "petition-submitted", "signed-in", "petition-submitted", "signed-in",
        ])
      let waiting = try await scene.store.submittedProposals(limit: 10)
      #expect(waiting.map(\.id) == [first.id, second.id])
      let own = try await scene.store.proposals(of: try #require(first.owner))
      #expect(own.map(\.proposal.id) == [second.id, first.id])
      #expect(own.allSatisfy { $0.petition == nil })
    }
  }

  @Test(arguments: TestEngine.all)
  func `what is incomplete by now is not submitted, and the link stays good`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let store = scene.store
      let link = try await store.beginDraft(Self.content(), language: "en", at: scene.clock.now)
      let address = try EmailAddress(parsing: Self.email)
      _ = try await store.askToSubmit(link, address, language: "en", at: scene.clock.now)
      let mail = try #require(try await scene.takeMails().last)
      guard case .submit(let token) = try DeskMail(encoded: mail.mail.token) else {
        throw NotSubmitted()
      }
      let secret = try #require(AccountSecret(token: token))
      let refused = try await store.submit(
        by: secret, browser: "", at: scene.clock.now, isComplete: { _ in false })
      #expect(refused == nil)
      #expect(try await Self.events(scene).isEmpty)
      #expect(try await store.awaitedSubmission(secret, at: scene.clock.now) != nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a decision writes the state, the verdict, the journal and a mail together, once`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let (link, proposal) = try await Self.submitted(scene)
      let store = scene.store
      #expect(
        try await store.move(
          proposal.id, .giveBack, verdict: "Say where.", facts: ["reasons": "vague"], by: nil,
          at: scene.clock.now))
      #expect(
        try await !store.move(
          proposal.id, .reject, verdict: "No.", by: nil, at: scene.clock.now))
      let returned = try #require(try await store.proposal(link, at: scene.clock.now))
      #expect(returned.state == .returned && returned.verdict == "Say where.")
      #expect(try await Self.events(scene).last == "petition-returned")
      let mails = try await scene.takeMails()
      #expect(mails.map(\.mail.email) == [Self.email])
      #expect(
        try mails.map { try DeskMail(encoded: $0.mail.token) }
          == [
            .proposalReturned(
              token: link.token, verdict: "Say where.", title: proposal.content.title)
          ])
      #expect(try await store.deleteDraft(link, at: scene.clock.now) == false)
    }
  }

  @Test(arguments: TestEngine.all)
  func `publishing makes an open petition of its owner, under a free address, once`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let store = scene.store
      var slugs: [String] = []
      for _ in 0..<3 {
        let (_, proposal) = try await Self.submitted(scene)
        let complete = try Self.complete(proposal.content)
        let id = try #require(
          try await store.publish(
            proposal.id, as: complete, storyHTML: "<p>Hot.</p>", by: nil, at: scene.clock.now))
        let petition = try #require(try await store.petition(id))
        #expect(petition.isOpen(at: scene.clock.now) && petition.owner == proposal.owner)
        #expect(petition.wording == complete.wording)
        slugs.append(petition.slug.text)
        let again = try await store.publish(
          proposal.id, as: complete, storyHTML: "", by: nil, at: scene.clock.now)
        #expect(again == nil)
        #expect(try await store.proposal(proposal.id)?.petition == id)
      }
      #expect(
        slugs == [
          "plant-trees-on-kiln-street", "plant-trees-on-kiln-street-2",
          "plant-trees-on-kiln-street-3",
        ])
      let known = try await store.knownTargets()
      #expect(known.count == 1)
      let target = try await store.knownTarget(try #require(known.first).id)
      #expect(target == Self.content().targets[0])
      let signer = try People.arnaud.signer()
      let slug = try #require(Slug(slugs[2]))
      let petition = try #require(try await store.petition(slug))
      #expect(try await scene.confirmed(signer, petition).ordinal == 1)
    }
  }

  @Test(arguments: TestEngine.all)
  func `drafts that expired are deleted with their photos, others stay`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let store = scene.store
      let (kept, _) = try await Self.submitted(scene)
      let link = try await store.beginDraft(Self.content(), language: "en", at: scene.clock.now)
      let photo = PhotoFiles(
        id: "abc0",
        files: ["webp", "jpeg"].map {
          PhotoFiles.File(format: $0, size: Photo.Size(width: 2, height: 1), bytes: [1])
        })
      try await store.setPhoto(photo, of: link, at: scene.clock.now) { $0.title = "With photo" }
      let draft = try #require(try await store.proposal(link, at: scene.clock.now))
      #expect(draft.content.photo == ProposalPhoto(id: "abc0", sizes: ["2x1"]))
      #expect(draft.content.title == "With photo")
      try await store.sweep(at: scene.clock.now + store.limits.drafts.lifetime)
      #expect(try await scene.number("SELECT COUNT(*) FROM proposal") == 1)
      #expect(try await scene.number("SELECT COUNT(*) FROM photo_file") == 0)
      #expect(try await store.proposal(kept, at: scene.clock.now) != nil)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a photo is kept only where a draft shows it`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let store = scene.store
      func photo(_ id: String) -> PhotoFiles {
        PhotoFiles(
          id: id, files: [.init(format: "webp", size: Photo.Size(width: 2, height: 1), bytes: [1])])
      }
      func photos() async throws -> [String] {
        try await scene.database.read { transaction in
          try transaction.query("SELECT id FROM photo ORDER BY id").map { try $0.get(0) }
        }
      }
      let now = scene.clock.now
      let gone = try await store.beginDraft(Self.content(), language: "en", at: now)
      #expect(try await store.deleteDraft(gone, at: now))
      #expect(try await store.setPhoto(photo("aa"), of: gone, at: now) { _ in } == nil)
      // One that waits for a moderator stays as it is.
      let (waiting, _) = try await Self.submitted(scene)
      let unchanged = try await store.setPhoto(photo("bb"), of: waiting, at: now) { _ in }
      #expect(unchanged?.content.photo == nil)
      #expect(try await photos().isEmpty)
      let link = try await store.beginDraft(Self.content(), language: "en", at: now)
      for id in ["cc", "dd", "dd"] {
        try await store.setPhoto(photo(id), of: link, at: now) { _ in }
        #expect(try await photos() == [id])
      }
      try await store.setPhoto(nil, of: link, at: now) { _ in }
      #expect(try await photos().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `nothing of a draft lies in the clear`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      let (_, proposal) = try await Self.submitted(scene)
      _ = try await scene.store.move(
        proposal.id, .giveBack, verdict: "Say where.", by: nil, at: scene.clock.now)
      let rows = try await scene.database.read { transaction in
        try transaction.query("SELECT content, verdict, link FROM proposal")
          + transaction.query("SELECT email, name, email_tag FROM account")
      }
      for value in rows.flatMap(\.values) {
        guard case .blob(let bytes) = value else { continue }
        for word in ["Kiln", "Berg", Self.email, "Say where", "mayor"] {
          #expect(!bytes.contains(Array(word.utf8)))
        }
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `similar petitions are found by their words on every engine alike`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let store = scene.store
      var titles = ["Rettet die Straßenbäume", "請停止砍樹", "Сохраните автобус номер девять"]
      titles += ["Keep the night buses running", "Night school for all"]
      for title in titles { _ = try await store.addPetition(.sample(title: title), at: 5) }
      func found(_ title: String) async throws -> [String] {
        let words = SearchWords.query(title: title, goal: "", limit: 16)
        return try await store.similarPetitions(to: words).map(\.wording.title)
      }
      #expect(
        Set(try await found("Night bus to Harrow Point")).contains(
          "Keep the Night Bus to Harrow Point"))
      #expect(try await found("RETTET STRASSENBAUME die Straßenbäume") == [titles[0]])
      #expect(try await found("停止砍樹") == [titles[1]])
      #expect(try await found("автобус девять") == [titles[2]])
      #expect(try await found("Something else entirely").isEmpty)
      #expect(try await found("\" OR NEAR( ' & ! -").isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `words that are missing or of an earlier wording are added by the sweep`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let words = SearchWords.query(title: "Night bus", goal: "", limit: 16)
      try await scene.database.write { try $0.execute("DELETE FROM petition_words") }
      #expect(try await scene.store.similarPetitions(to: words).isEmpty)
      try await scene.store.sweep(at: scene.clock.now)
      #expect(try await scene.store.similarPetitions(to: words).map(\.id) == [scene.petition.id])
      try await scene.database.write {
        try Store.index(
          scene.petition.id, Self.complete(Self.content()).wording, version: 1, in: $0)
      }
      #expect(try await scene.store.similarPetitions(to: words).isEmpty)
    }
  }
}

/// Mails to people with accounts, as they lie in the outbox.
@Suite struct DeskMailTests {
  @Test func `a mail that was queued before titles stood in it is still written`() throws {
    let encoded = #"{"proposalReturned":{"token":"abc","verdict":"Say where."}}"#
    #expect(
      try DeskMail(encoded: encoded) == .proposalReturned(token: "abc", verdict: "Say where."))
    let published = #"{"petitionPublished":{"slug":"a-b"}}"#
    #expect(try DeskMail(encoded: published) == .petitionPublished(slug: "a-b"))
  }
}
