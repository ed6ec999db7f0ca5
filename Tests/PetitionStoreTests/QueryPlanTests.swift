import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// No request may cost more because more people have signed.
@Suite struct QueryPlanTests {
  static let siteMap = """
    SELECT slug
    FROM petition
    WHERE taken_down_at IS NULL AND merged_into IS NULL
    ORDER BY id DESC
    LIMIT $1
    """
  static let growingTables = ["signature", "pending_signature", "outbox", "imported_name"]
  static let otherTables = ["wording", "photo_file", "suppressed_address", "news"]

  /// Everything that requests and jobs do with a store, each statement once.
  static func useStore(_ scene: Scene) async throws {
    let store = scene.store
    let own = try await scene.confirmed(People.aye.signer(country: "MM")).link
    let pending = try await scene.link(of: People.layla.signer(audience: .nobody))
    let petition = try await scene.current()
    let page = try #require(ListPage(number: 1, lastOrdinal: 1))
    _ = try await store.pendingSignature(pending, at: scene.clock.now)
    _ = try await store.awaitsConfirmation(pending, at: scene.clock.now)
    _ = try await store.signature(own)
    try await store.change(own, name: PersonName(typed: "Aye"), audience: .target)
    _ = try await store.signatures(of: petition, page)
    _ = try await store.importedNames(of: petition, page)
    _ = try await store.lastImportedPosition(of: petition)
    _ = try await store.petition(petition.slug)
    _ = try await store.view(petition.slug)
    _ = try await store.slugs(limit: 20)
    _ = try await store.openPetitions(.newest, limit: 20)
    _ = try await store.openPetitions(.mostSigned, limit: 20)
    _ = try await store.openPetitions(.newest, about: .traffic, limit: 20)
    _ = try await store.openPetitions(.mostSigned, about: .traffic, limit: 20)
    _ = try await store.openPetitionsByCategory()
    _ = try await store.story(of: petition)
    _ = try await store.photoFile(id: "aa", format: "jpeg", width: 1)
    try await useMail(scene, own)
    try await useOrganising(scene)
    _ = await store.isAvailable()
    try await scene.withdraw(own)
    try await store.sweep(at: scene.clock.now)
    try await store.close(petition.slug, at: scene.clock.now)
  }

  /// What whoever runs the petition does and sees.
  private static func useOrganising(_ scene: Scene) async throws {
    let store = scene.store
    let account = try await scene.organiser()
    let petition = try await scene.current()
    let reason = try await scene.confirmed(People.meiling.signer(reason: "The last bus."))
    let update = try await store.postUpdate(
      UpdateForm(title: "We met", body: "Them."), bodyHTML: "<p>Them.</p>", of: petition.id,
      by: account, at: scene.clock.now)
    try await store.feature(
      true, reasonAt: reason.ordinal, of: petition.id, by: account, at: scene.clock.now)
    _ = try await store.reasons(of: petition.id, limit: 10)
    _ = try await store.view(petition.slug)
    _ = try await store.updates(of: petition.id)
    _ = try await store.dashboard(of: petition, from: 0, at: scene.clock.now)
    _ = try await store.petitions(runBy: account, limit: 10)
    _ = try await store.consentingSigners(of: petition.id, 1..<10)
    try await store.noteExport(of: petition.id, as: "csv", by: account, at: scene.clock.now)
    try await store.feature(
      false, reasonAt: reason.ordinal, of: petition.id, by: account, at: scene.clock.now)
    try await store.changeUpdate(
      update, from: scene.clock.now, to: UpdateForm(title: "We met them", body: "Today."),
      bodyHTML: "<p>Today.</p>",
      of: petition.id, by: account, at: scene.clock.now)
    try await store.removeUpdate(update, of: petition.id, by: account, at: scene.clock.now)
    _ = try await store.outcome(of: petition.id)
  }

  /// What waits, what is asked for again, what comes back, and news.
  private static func useMail(_ scene: Scene, _ own: SignatureSecret) async throws {
    let store = scene.store
    _ = try await scene.link(of: People.sunny.signer(wantsReminder: true))
    try await scene.resend(People.sunny)
    try await scene.resend(People.aye)
    _ = try await scene.type("12345678", People.sunny)
    _ = try await store.hasDueMail([.prompt, .later, .news], at: scene.clock.now)
    _ = try await store.takeBackMails(lease: 60_000, at: scene.clock.now)
    _ = try await store.mailQueue(at: scene.clock.now)
    _ = try await store.oldestWaitingMail(at: scene.clock.now)
    let reader = try await scene.confirmed(People.arnaud.signer(wantsUpdates: true))
    let news = try await scene.startedNews()
    _ = try await store.fillNews(at: scene.clock.now)
    let outcomes: [MailOutcome] = [.deferred, .failed(.rejected), .returned, .dropped]
    let mails = try await scene.claim([.prompt, .later, .news])
    try await store.settleMails(
      mails.enumerated().map { ($1, outcomes[$0 % 4]) }, at: scene.clock.now)
    try await store.stopNews(news.id)
    try await store.startNews(news.id, at: scene.clock.now)
    _ = try await store.fillNews(at: scene.clock.now)
    let token = store.unsubscribeToken(of: scene.petition.id, ordinal: reader.ordinal)
    _ = try await store.unsubscription(token)
    _ = try await store.renew(
      confirmHash: reader.link.confirmHash, to: 1, at: scene.clock.now)
    _ = try await store.unsubscribe(token)
    _ = try await store.fillNews(at: scene.clock.now)
    for kind in [BounceKind.hard, .complaint] {
      _ = try await store.noteBounce(
        of: EmailAddress(parsing: People.sunny.email), kind, at: scene.clock.now)
    }
    _ = try await store.forgetBounce(of: EmailAddress(parsing: People.sunny.email))
  }

  static func statements(_ engine: TestEngine, _ files: TemporaryDatabase) async throws -> [String]
  {
    try await files.open { database in
      let watched = WatchedDatabase(database)
      let store = try await Store(
        database: watched, secret: Scene.secret, random: SeededBytes(seed: 1).next)
      let clock = TestClock()
      let opened = watched.statements
      let petition = try await store.addPetition(.sample, at: clock.now)
      try await useStore(
        Scene(store: store, database: watched, files: files, clock: clock, petition: petition))
      return watched.statements.subtracting(opened).sorted()
    }
  }

  @Test(arguments: TestEngine.all)
  func `no request and no job reads a table that grows from one end to the other`(
    engine: TestEngine
  ) async throws {
    let files = try TemporaryDatabase(engine)
    let statements = try await Self.statements(engine, files)
    for table in Self.growingTables {
      #expect(statements.contains { $0.contains("FROM \(table)") }, "\(table) is not read")
    }
    #expect(statements.count > 70 && statements.contains(Self.siteMap))
    for statement in statements {
      let plan = try QueryPlan(statement, in: files)
      for table in Self.growingTables + Self.otherTables {
        #expect(!plan.scans(table), "\(statement)\n\(plan.steps)")
      }
      // The site map goes through the petitions in the order of their numbers, up to its limit.
      #expect(
        !plan.scans("petition") || statement == Self.siteMap, "\(statement)\n\(plan.steps)")
      #expect(!plan.sorts, "\(statement)\n\(plan.steps)")
    }
  }

  @Test(arguments: TestEngine.all)
  func `a plan that reads everything is noticed`(engine: TestEngine) async throws {
    let files = try TemporaryDatabase(engine)
    try await Scene.with(engine, files: files) { _ in }
    let scan = try QueryPlan("SELECT name FROM signature WHERE country = 'MM'", in: files)
    #expect(scan.scans("signature"))
    let sort = try QueryPlan(
      "SELECT name FROM signature WHERE petition_id = 1 ORDER BY country", in: files)
    #expect(!sort.scans("signature"))
    #expect(sort.sorts)
  }
}
