import EmailAddresses
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// A site with rows of every kind, and what its people hold in their hands.
struct MoveScene: Sendable {
  let scene: Scene
  /// Links of people who have signed but not confirmed.
  let waiting: SignatureSecret
  /// The link of somebody who has confirmed.
  let own: SignatureSecret

  /// Fills a new site: names of several scripts, nulls, no bytes, more rows than a chunk has.
  init(_ scene: Scene) async throws {
    self.scene = scene
    let store = scene.store
    for number in 0..<3 {
      var files = (1...9).map {
        PhotoFiles.File(
          format: $0.isMultiple(of: 2) ? "webp" : "jpeg", size: Photo.Size(width: $0, height: 7),
          bytes: SeededBytes(seed: UInt64($0)).next(300))
      }
      files.append(
        PhotoFiles.File(format: "webp", size: Photo.Size(width: 99, height: 1), bytes: []))
      let photo = PhotoFiles(id: "aa0\(number)", files: files)
      let page = ImportedPage.sample(title: "Keep line \(number)")
      _ = try await store.bring(PetitionImport(page, photo: photo), at: scene.clock.now)
    }
    let closed = try await store.addPetition(.sample(title: "Closed"), at: scene.clock.now)
    _ = try await scene.confirmed(People.aye.signer(audience: .nobody), closed)
    try await store.close(closed.slug, at: scene.clock.now)
    try await Self.organise(scene)
    try await DeskScene(scene).fill()
    own = try await scene.confirmed(People.aye.signer(country: "MM", wantsUpdates: true)).link
    _ = try await scene.confirmed(People.arnaud.signer(audience: .target, country: "FR"))
    _ = try await scene.confirmed(People.sunny.signer(reason: "“…”\n🌻"))
    try await scene.withdraw(try await scene.confirmed(People.layla.signer(country: "LB")).link)
    let moderator = try await scene.moderator()
    try await scene.remove(Scene.one(2), by: moderator, reason: .court)
    let pause = SiteSwitch(
      kind: .pauseStarting, reason: "A holiday.", since: scene.clock.now, until: nil)
    try await store.turnOn(pause, by: moderator, at: scene.clock.now)
    let administrator = try await store.addAccount(
      EmailAddress(parsing: "administrator@example.org"), name: "", role: .administrator,
      language: "en", by: nil, at: scene.clock.now)
    _ = try await store.change(
      moderator, .suspend, reason: "A long holiday.", by: administrator, at: scene.clock.now)
    waiting = try await scene.link(of: People.meiling.signer(country: "TW"))
    // News that is being sent, and an address that takes no mail.
    let news = try await scene.news()
    try await store.noteNewsTested(news.id, at: scene.clock.now)
    try await store.startNews(news.id, at: scene.clock.now)
    _ = try await store.fillNews(at: scene.clock.now)
    _ = try await store.noteBounce(
      of: EmailAddress(parsing: "nobody@example.org"), .hard, at: scene.clock.now)
    // A mail that was not sent yet.
    try await scene.sign(Person(name: "Unsent", email: "unsent@example.org").signer())
    let petitions = [scene.petition.id.rawValue, closed.id.rawValue]
    try await scene.database.write { transaction in
      try transaction.execute(
        "INSERT INTO imported_name (petition_id, position, name) VALUES ($1, $2, $3)",
        each: petitions.flatMap { petition in
          (1_001...7_000).map { [petition, $0, "\(People.all[$0 % 5].name) \($0)"] }
        })
    }
  }

  /// What whoever runs the petition has written, and where signers came from.
  private static func organise(_ scene: Scene) async throws {
    let store = scene.store
    let account = try await scene.organiser()
    for title in ["We met", "They voted"] {
      try await store.postUpdate(
        UpdateForm(title: title, body: "…"), bodyHTML: "<p>…</p>", of: scene.petition.id,
        by: account, at: scene.clock.now)
    }
    let other = try await store.addPetition(.sample(title: "Won"), at: scene.clock.now)
    let signer = try await scene.confirmed(
      People.aye.signer(reason: "Why not?"), other, from: "poster")
    try await store.feature(
      true, reasonAt: signer.ordinal, of: other.id, by: account, at: scene.clock.now)
    try await store.close(
      other.id, with: try #require(ClosingForm(kind: "won", text: "Yes.").checked().closing),
      textHTML: "<p>Yes.</p>", by: account, at: scene.clock.now)
    try await scene.database.write { transaction in
      try transaction.execute(
        "INSERT INTO never_confirmed (petition_id, expired) VALUES ($1, 3)", other.id.rawValue)
    }
  }

  /// Every row of a database by its table, read without the statements that move them.
  static func rows(of database: any Database) async throws -> [String: Set<Row>] {
    let tables: [(String, SQL)] =
      deskTables + [
        ("photo", "SELECT * FROM photo"), ("photo_file", "SELECT * FROM photo_file"),
        ("petition", "SELECT * FROM petition"), ("wording", "SELECT * FROM wording"),
        ("imported_name", "SELECT * FROM imported_name"),
        ("pending_signature", "SELECT * FROM pending_signature"),
        ("signature", "SELECT * FROM signature"),
        ("confirmed_by_hour", "SELECT * FROM confirmed_by_hour"),
        ("standing_by_country", "SELECT * FROM standing_by_country"),
        ("mail_total", "SELECT * FROM mail_total"), ("news", "SELECT * FROM news"),
        ("suppressed_address", "SELECT * FROM suppressed_address"),
        ("confirmed_by_source", "SELECT * FROM confirmed_by_source"),
        ("never_confirmed", "SELECT * FROM never_confirmed"),
        ("petition_update", "SELECT * FROM petition_update"),
        ("petition_outcome", "SELECT * FROM petition_outcome"),
        ("featured_reason", "SELECT * FROM featured_reason"),
        (
          // Of which one engine has the columns in another order.
          "outbox",
          """
          SELECT id, kind, lane, state, petition_id, news_id, submission, address_tag, recipient_tag,
            sealed, attempts, due_at, created_at, answer
          FROM outbox
          """
        ), ("site", "SELECT * FROM site"),
      ]
    return try await database.read { transaction in
      try tables.reduce(into: [:]) { $0[$1.0] = Set(try transaction.query($1.1)) }
    }
  }
}

/// A task that can be cancelled from wherever its progress is told.
func movingUntil(
  _ isReached: @escaping @Sendable (SiteMove.Progress) -> Bool,
  _ move: @escaping @Sendable (@escaping @Sendable (SiteMove.Progress) -> Void) async throws -> Void
) async throws {
  let (cancels, continuation) = AsyncStream.makeStream(of: Void.self)
  try await withThrowingTaskGroup(of: Void.self) { tasks in
    tasks.addTask {
      try await move { progress in
        if isReached(progress) { continuation.yield() }
      }
    }
    for await _ in cancels { break }
    tasks.cancelAll()
    try await tasks.waitForAll()
  }
}
