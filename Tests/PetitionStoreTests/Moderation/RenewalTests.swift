import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// Signers are asked to sign words that were changed, and do or do not.
@Suite struct RenewalTests {
  /// A petition with a moderator and whoever runs it.
  private struct Desk {
    let scene: Scene
    let moderator: Account.ID
    let petition: Petition

    init(_ scene: Scene) async throws {
      self.scene = scene
      moderator = try await scene.account(.moderator, "mo@example.org")
      petition = try await scene.published(title: "A path", by: moderator)
    }

    /// Changes the letter, and may ask.
    func change(adding line: String, asking: Bool, accepting: Bool = true) async throws {
      let now = try #require(try await scene.store.petition(petition.id))
      var wording = now.wording
      wording.letter.body.append(line)
      let owner = try #require(petition.owner)
      #expect(
        try await scene.store.amend(
          petition.id, to: wording, from: now.wordingVersion, purpose: "", asksSigners: asking,
          by: owner, at: scene.clock.now) == nil)
      let waiting = try #require(try await scene.store.waitingAmendment(of: petition.id))
      #expect(waiting.asksSigners == asking)
      #expect(
        try await scene.store.decide(
          waiting.id, acceptedAs: accepting ? "<p>Dark.</p>" : nil, asksSigners: asking,
          message: "", by: moderator, at: scene.clock.now) == nil)
      _ = try await scene.deskMails()
    }

    func confirmed(_ person: Person, news: Bool = true) async throws -> SignatureSecret {
      try await scene.confirmed(person.signer(wantsUpdates: news), petition).link
    }

    func renew(_ link: SignatureSecret, to version: Int) async throws -> RenewalOutcome {
      try await scene.store.renew(
        confirmHash: link.confirmHash, to: version, at: scene.clock.now)
    }

    func version(_ link: SignatureSecret) async throws -> Int? {
      try await scene.store.signature(link)?.wordingVersion
    }

    func renewed() async throws -> [Int] {
      try await scene.store.wordingVersions(of: petition.id).map(\.renewed)
    }
  }

  @Test(arguments: TestEngine.all)
  func `who gets news is asked once, by a link of their own, and nobody else is`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let desk = try await Desk(scene)
      _ = try await desk.confirmed(People.aye)
      _ = try await desk.confirmed(People.layla, news: false)
      let sunny = try await desk.confirmed(People.sunny)
      try await scene.takeMails()
      try await desk.change(adding: "And soon.", asking: true)
      let news = try #require(try await scene.store.allNews().first)
      #expect(news.renewalVersion == 2 && news.state == .sending)
      #expect(news.recipients == 2 && news.lastOrdinal == 3)
      // Whoever signs now has seen the new words.
      _ = try await desk.confirmed(People.arnaud)
      try await scene.takeMails()
      let mails = try await NewsTests.sendAll(scene)
      #expect(mails.map(\.mail.email).sorted() == [People.aye.email, People.sunny.email].sorted())
      let mail = try #require(mails.first { $0.mail.email == People.sunny.email })
      let token = try #require(scene.store.renewalToken(unsubscribeToken: mail.mail.token))
      #expect(try await scene.store.confirmHash(renewalToken: token) == sunny.confirmHash)
      #expect(try await scene.current(news).state == .done)
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a signature that is given again stands for the new words and counts once`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let desk = try await Desk(scene)
      let aye = try await desk.confirmed(People.aye)
      let layla = try await desk.confirmed(People.layla)
      try await desk.change(adding: "And soon.", asking: false)
      let before = try #require(try await scene.store.petition(desk.petition.id)).tally
      for _ in 1...2 { #expect(try await desk.renew(aye, to: 2) == .renewed) }
      #expect(try await desk.version(aye) == 2)
      #expect(try await desk.version(layla) == 1)
      #expect(try await scene.store.petition(desk.petition.id)?.tally == before)
      #expect(try await desk.renewed() == [0, 1])
      let rows = try await scene.database.read { transaction in
        try transaction.query(
          "SELECT ordinal, version, from_version, renewed_at FROM renewal"
        ).map { try [$0.get(0) as Int64, $0.get(1), $0.get(2), $0.get(3)] }
      }
      let hour = PetitionCount.hour
      #expect(rows == [[1, 2, 1, scene.clock.now / hour * hour]])
      #expect(try await scene.store.recount().isEmpty)
      try await desk.change(adding: "Please.", asking: false)
      #expect(try await desk.renew(aye, to: 3) == .renewed)
      #expect(try await desk.renew(layla, to: 3) == .renewed)
      #expect(try await desk.renewed() == [0, 1, 2])
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `words that were not shown are not signed, and nothing is signed that cannot be`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let desk = try await Desk(scene)
      let aye = try await desk.confirmed(People.aye)
      let gone = try await desk.confirmed(People.layla)
      try await scene.withdraw(gone)
      try await desk.change(adding: "And soon.", asking: false)
      for version in [0, 1, 3] { #expect(try await desk.renew(aye, to: version) == .outdated) }
      #expect(try await desk.renew(gone, to: 2) == .notStanding)
      let unknown = SignatureSecret(random: scene.store.random)
      #expect(try await desk.renew(unknown, to: 2) == .notStanding)
      try await scene.store.close(desk.petition.slug, at: scene.clock.now)
      #expect(try await desk.renew(aye, to: 2) == .petitionClosed)
      #expect(try await desk.version(aye) == 1)
      #expect(try await desk.renewed() == [0, 0])
    }
  }

  @Test(arguments: TestEngine.all)
  func `who signed the new words before the mail was made is not asked`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let desk = try await Desk(scene)
      let aye = try await desk.confirmed(People.aye)
      _ = try await desk.confirmed(People.layla)
      try await scene.takeMails()
      try await desk.change(adding: "And soon.", asking: true)
      #expect(try await desk.renew(aye, to: 2) == .renewed)
      #expect(try await NewsTests.sendAll(scene).map(\.mail.email) == [People.layla.email])
    }
  }

  @Test(arguments: TestEngine.all)
  func `a change that follows at once is asked about in its place`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let desk = try await Desk(scene)
      _ = try await desk.confirmed(People.aye)
      try await scene.takeMails()
      try await desk.change(adding: "And soon.", asking: true)
      try await desk.change(adding: "Please.", asking: true)
      let mails = try await NewsTests.sendAll(scene)
      let all = try await scene.store.allNews()
      #expect(all.map(\.renewalVersion) == [3, 2] && all.map(\.state) == [.done, .done])
      #expect(mails.map(\.mail.news) == [all.first?.id])
      #expect(all.map(\.recipients) == [1, 0])
    }
  }

  @Test(arguments: TestEngine.all)
  func `nobody is asked about words that are not the petition's any more, or cannot be signed`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let desk = try await Desk(scene)
      let aye = try await desk.confirmed(People.aye)
      try await scene.takeMails()
      let token = scene.store.unsubscribeToken(of: desk.petition.id, ordinal: 1)
      try await desk.change(adding: "And soon.", asking: true)
      #expect(try await scene.store.canAsk(unsubscribeToken: token, for: 2))
      try await desk.change(adding: "Please.", asking: false)
      #expect(try await NewsTests.sendAll(scene).isEmpty)
      #expect(try await scene.store.allNews().map(\.state) == [.done])
      try await desk.change(adding: "Now.", asking: true)
      #expect(try await desk.renew(aye, to: 4) == .renewed)
      #expect(try await !scene.store.canAsk(unsubscribeToken: token, for: 4))
      try await desk.change(adding: "Today.", asking: true)
      try await scene.store.close(desk.petition.slug, at: scene.clock.now)
      #expect(try await NewsTests.sendAll(scene).isEmpty)
      #expect(try await scene.store.allNews().allSatisfy { $0.state == .done })
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `nobody is asked about words that were turned down, or that need no asking`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let desk = try await Desk(scene)
      _ = try await desk.confirmed(People.aye)
      try await scene.takeMails()
      try await desk.change(adding: "And soon.", asking: true, accepting: false)
      try await desk.change(adding: "And soon.", asking: false)
      #expect(try await scene.store.allNews().isEmpty)
      #expect(try await NewsTests.sendAll(scene).isEmpty)
    }
  }

  @Test(arguments: TestEngine.all)
  func `a button that is pressed many times at once counts once`(
    engine: TestEngine
  ) async throws {
    try await Scene.with(engine) { scene in
      let desk = try await Desk(scene)
      let aye = try await desk.confirmed(People.aye)
      try await desk.change(adding: "And soon.", asking: false)
      let outcomes = try await concurrently(Array(1...8)) { _ in try await desk.renew(aye, to: 2) }
      #expect(outcomes.allSatisfy { $0 == .renewed })
      #expect(try await desk.renewed() == [0, 1])
      #expect(try await scene.store.recount().isEmpty)
    }
  }

  @Test func `a token that ends news signs nothing, and one that signs ends no news`()
    async throws
  {
    try await Scene.with(.sqlite) { scene in
      _ = try await scene.confirmed(People.aye.signer(wantsUpdates: true))
      let store = scene.store
      let unsubscribe = store.unsubscribeToken(of: scene.petition.id, ordinal: 1)
      let renewal = store.renewalToken(of: scene.petition.id, ordinal: 1)
      #expect(try await store.confirmHash(renewalToken: renewal) != nil)
      #expect(try await store.confirmHash(renewalToken: unsubscribe) == nil)
      #expect(try await store.unsubscription(renewal) == nil)
      #expect(try await !store.unsubscribe(renewal))
      #expect(store.renewalToken(unsubscribeToken: renewal) == nil)
      #expect(
        store.isOfTrial(renewalToken: store.renewalToken(of: scene.petition.id, ordinal: 0)))
      #expect(!store.isOfTrial(renewalToken: renewal))
    }
  }
}
