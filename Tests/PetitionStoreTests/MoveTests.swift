import Cryptography
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

@Suite(.timeLimit(.minutes(10))) struct MoveTests {
  /// What is made anew of the petitions.
  private static let searchTables =
    ["petition_words"]
    + ["", "_config", "_content", "_data", "_docsize", "_idx"].map { "petition_search" + $0 }

  static let random = SeededBytes(seed: 9)

  @discardableResult
  static func move(
    _ source: any Database, to target: any Database, sourceMayChange: Bool = false,
    report: @escaping @Sendable (SiteMove.Progress) -> Void = { _ in }
  ) async throws -> Int {
    try await SiteMove(of: source, random: random.next)
      .run(to: target, sourceMayChange: sourceMayChange, report: report)
  }

  @Test(arguments: TestEngine.all, TestEngine.all)
  func `every row arrives, and comes back as it was`(
    from: TestEngine, to: TestEngine
  ) async throws {
    try await Scene.with(from) { scene in
      _ = try await MoveScene(scene)
      let rows = try await MoveScene.rows(of: scene.database)
      #expect(Set(rows.keys) == Set(MovedTable.all.map(\.name)).union(["site"]))
      #expect(rows.filter { $0.value.isEmpty }.keys.sorted() == [], "no row of these")
      for count in MoveScene.staying { #expect(try await scene.number(count) > 0) }
      let count = rows.values.reduce(0) { $0 + $1.count } - 1
      try await TemporaryDatabase(to).open { there in
        #expect(try await Self.move(scene.database, to: there) == count)
        let arrived = try await MoveScene.rows(of: there)
        for (table, expected) in rows { #expect(arrived[table] == expected, "\(table)") }
        let stayed = try await there.read { transaction in
          try MoveScene.staying.map { try transaction.query($0).first?.get(0) as Int? }
        }
        #expect(stayed == Array(repeating: 0, count: MoveScene.staying.count))
        let back = try TemporaryDatabase(from)
        let countBack = try await back.open { try await Self.move(there, to: $0) }
        #expect(countBack == count)
        let rowsBack = try await back.open { try await MoveScene.rows(of: $0) }
        #expect(rowsBack == rows)
      }
      #expect(try await MoveScene.rows(of: scene.database) == rows)
    }
  }

  @Test(arguments: TestEngine.all, TestEngine.all)
  func `a moved site goes on where it was`(from: TestEngine, to: TestEngine) async throws {
    try await Scene.with(from) { scene in
      let site = try await MoveScene(scene)
      let lastPetition = try await scene.number("SELECT MAX(id) FROM petition")
      let lastMail = try await scene.number("SELECT MAX(id) FROM outbox")
      let files = try TemporaryDatabase(to)
      try await files.open { _ = try await Self.move(scene.database, to: $0) }
      try await Scene.with(to, files: files, seed: 2) { moved in
        #expect(try await moved.current() == scene.current())
        #expect(try await moved.list() == scene.list())
        #expect(try await moved.takeMails().map(\.mail.email) == ["unsent@example.org"])
        #expect(try await moved.store.signature(site.own)?.name == People.aye.name)
        #expect(try await moved.confirm(site.waiting) == .confirmed(ordinal: 5))
        #expect(try await moved.confirm(site.own) == .confirmed(ordinal: 1))
        let next = Person(name: "Next", email: "next@example.org")
        #expect(try await moved.confirmed(next.signer()).ordinal == 6)
        try await moved.sign(People.aye.signer(reason: "Again."))
        #expect(try await moved.takeMails().map(\.kind) == [.thanks, .alreadySigned])
        let new = try await moved.store.addPetition(.sample(title: "New"), at: moved.clock.now)
        #expect(new.id.rawValue > lastPetition)
        #expect(try await moved.number("SELECT MAX(id) FROM outbox") > lastMail)
        #expect(try await moved.store.recount().isEmpty)
      }
    }
  }

  @Test(arguments: TestEngine.all, TestEngine.all)
  func `the desk of a moved site goes on where it was`(
    from: TestEngine, to: TestEngine
  ) async throws {
    try await Scene.with(from) { scene in
      _ = try await MoveScene(scene)
      let files = try TemporaryDatabase(to)
      try await files.open { _ = try await Self.move(scene.database, to: $0) }
      try await Scene.with(to, files: files, seed: 2) { moved in
        let (before, after) = (try await DeskView(scene), try await DeskView(moved))
        after.expect(before)
        let store = moved.store
        let moderator = try await moved.account(.moderator, "moderator@desk.example.org")
        let proposal = try #require(after.queue.first)
        guard
          case .done(.some(let petition)) = try await moved.decide(
            proposal, .publish, by: moderator)
        else { throw NotPublished() }
        let amendment = try #require(after.amendments.first)
        let administrator = try await moved.account(.administrator, "ada@desk.example.org")
        #expect(
          try await store.decide(
            amendment.id, acceptedAs: "<p>Dark.</p>", message: "", by: administrator,
            at: moved.clock.now) == nil)
        // New rows of every table get numbers that nothing has.
        try await moved.store.note(
          "New.", on: .proposal(proposal), by: moderator, at: moved.clock.now)
        #expect(
          try await store.takeDown(
            petition, reasons: [], statement: "", explanation: "", by: moderator,
            at: moved.clock.now) == nil)
        let rejected = try await moved.submitted(.proposed(title: "New"), by: "new@example.org")
        #expect(
          try await moved.decide(rejected.id, .reject(hidesText: true), by: moderator)
            == .done(nil))
        while try await store.continueRemovals(at: moved.clock.now) > 0 {}
        #expect(try await store.recount().isEmpty)
        try await store.sweep(at: moved.clock.now)
        // The words by which petitions are found are made anew.
        #expect(
          try await moved.number(
            """
            SELECT COUNT(*)
            FROM petition
            WHERE state = 'open' AND id NOT IN (SELECT petition_id FROM petition_words)
            """) == 0)
      }
    }
  }

  @Test(arguments: TestEngine.all, TestEngine.all)
  func `the number of a mail that is gone is not given again`(
    from: TestEngine, to: TestEngine
  ) async throws {
    try await Scene.with(from) { scene in
      _ = try await scene.link(of: People.aye.signer())
      let last = try await scene.number("SELECT MAX(id) FROM outbox")
      try await scene.database.write { try $0.execute("DELETE FROM outbox") }
      let files = try TemporaryDatabase(to)
      try await files.open { _ = try await Self.move(scene.database, to: $0) }
      try await Scene.with(to, files: files, seed: 2) { moved in
        try await moved.sign(People.layla.signer())
        #expect(try await moved.number("SELECT MAX(id) FROM outbox") > last)
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `every table and column moves, by its key`(engine: TestEngine) async throws {
    let files = try TemporaryDatabase(engine)
    try await Scene.with(engine, files: files) { scene in
      let columns = try await scene.database.read { transaction in
        let find: SQL =
          switch transaction.dialect {
          case .sqlite:
            """
            SELECT t.name, COUNT(*) FROM sqlite_schema t, pragma_table_info(t.name) c
            WHERE t.type = 'table' GROUP BY t.name
            """
          case .postgresql:
            """
            SELECT table_name, COUNT(*) FROM information_schema.columns
            WHERE table_schema = 'public' GROUP BY table_name
            """
          }
        return try transaction.query(find).reduce(into: [String: Int]()) {
          $0[try $1.get(0)] = try $1.get(1) as Int
        }
      }
      let others =
        [
          "site", "schema_migration", "sqlite_sequence", "session", "sign_in_link",
          "used_challenge",
          "failed_proof", "signature_network",
        ] + Self.searchTables
      #expect(Set(columns.keys).subtracting(others) == Set(MovedTable.all.map(\.name)))
      for table in MovedTable.all {
        let selected = table.select.description.prefix { $0 != "F" }.split(separator: ",").count
        #expect(selected == columns[table.name], "\(table.name)")
        #expect(table.insertion.each.description.contains("$\(selected)"), "\(table.name)")
        let plan = try QueryPlan(table.select.description, in: files)
        #expect(!plan.scans(table.name) && !plan.sorts, "\(plan.steps)")
      }
    }
  }

  @Test(arguments: TestEngine.all)
  func `progress comes to all rows in each stage`(engine: TestEngine) async throws {
    try await Scene.with(engine) { scene in
      _ = try await MoveScene(scene)
      let (reports, continuation) = AsyncStream.makeStream(of: SiteMove.Progress.self)
      let count = try await TemporaryDatabase(engine).open { target in
        try await Self.move(scene.database, to: target) { continuation.yield($0) }
      }
      continuation.finish()
      var last: [SiteMove.Progress.Stage: SiteMove.Progress] = [:]
      for await report in reports { last[report.stage] = report }
      #expect(last[.copying]?.done == count)
      #expect(last[.comparing]?.done == 2 * count)
      #expect(last[.comparing]?.total == 2 * count)
      #expect(last[.recounting]?.total == count)
    }
  }
}

/// What people at the desk see, opened and in order.
private struct DeskView {
  let queue: [Proposal.ID]
  let proposals: [Proposal]
  let notes: [[ReviewNote]]
  let decisions: [[RecordedDecision]]
  let amendments: [Amendment]
  let reports: [ReceivedReport]
  let reasons: [ReviewReason]
  let rejections: [Rejection]
  let removals: [Removal]
  let petitions: [Petition?]
  let takedowns: [Takedown?]
  let versions: [[WordingVersion]]
  let switches: SiteSwitches
  let staff: [ListedPerson]

  init(_ scene: Scene) async throws {
    let store = scene.store
    let queued = try await store.queuedProposals()
    queue = queued.map(\.proposal.id)
    var proposals: [Proposal] = []
    var decisions: [[RecordedDecision]] = []
    for number in 1...Int64(try await scene.number("SELECT MAX(id) FROM proposal")) {
      let id = Proposal.ID(rawValue: number)
      proposals.append(try #require(try await store.proposal(id)))
      decisions.append(try await store.decisions(about: id))
    }
    self.proposals = proposals
    self.decisions = decisions
    let amended = try await store.queuedAmendments()
    amendments = amended.map(\.amendment)
    notes = queued.map(\.review.notes) + amended.map(\.review.notes)
    reports = try await store.openReports()
    reasons = try await store.reviewReasons()
    rejections = try await store.rejections(limit: 10)
    removals = try await store.removals()
    var petitions: [Petition?] = []
    var takedowns: [Takedown?] = []
    var versions: [[WordingVersion]] = []
    for number in 1...Int64(try await scene.number("SELECT MAX(id) FROM petition")) {
      let id = Petition.ID(rawValue: number)
      petitions.append(try await store.petition(id))
      takedowns.append(try await store.takedown(of: id))
      versions.append(try await store.wordingVersions(of: id))
    }
    self.petitions = petitions
    self.takedowns = takedowns
    self.versions = versions
    switches = try await store.switches()
    staff = try await store.staff().map {
      ListedPerson(
        account: $0.account, hasPassword: $0.hasPassword, passkeys: $0.passkeys, seenAt: nil)
    }
  }

  /// Expects everything to be as it was; each in a line of its own, so that a failure can be read.
  func expect(_ before: DeskView) {
    #expect(queue == before.queue)
    #expect(proposals == before.proposals)
    #expect(notes == before.notes)
    #expect(decisions == before.decisions)
    #expect(amendments == before.amendments)
    #expect(reports == before.reports)
    #expect(reasons == before.reasons)
    #expect(rejections == before.rejections)
    #expect(removals == before.removals)
    #expect(petitions == before.petitions)
    #expect(takedowns == before.takedowns)
    #expect(versions == before.versions)
    #expect(switches == before.switches)
    #expect(staff == before.staff)
  }
}
