import Cryptography
import EmailAddresses
import Foundation
import Petitions
import SQLDatabase
import TestSupport
import Testing

@testable import PetitionStore

/// A store over a database of its own, with a petition that is open and a clock that stands still.
struct Scene: Sendable {
  let store: Store
  let database: any Database
  let files: TemporaryDatabase
  let clock: TestClock
  let petition: Petition

  static let secret = SiteSecret(root: SecretKey(bytes: [UInt8](repeating: 7, count: 32)))

  /// Runs the body over a new database; also one that is restored or was opened before.
  @discardableResult
  static func with<T>(
    _ engine: TestEngine, files: TemporaryDatabase? = nil, seed: UInt64 = 1,
    limits: StoreLimits = StoreLimits(), random: (@Sendable (Int) -> [UInt8])? = nil,
    _ body: (Scene) async throws -> T
  ) async throws -> T {
    let files = try files ?? TemporaryDatabase(engine)
    return try await files.open { database in
      let random = random ?? SeededBytes(seed: seed).next
      let store = try await Store(
        database: database, secret: secret, limits: limits, random: random)
      let clock = TestClock()
      let petition = try await store.addPetition(.sample, at: clock.now)
      return try await body(
        Scene(store: store, database: database, files: files, clock: clock, petition: petition))
    }
  }

  /// - Parameter source: the code of the link by which the signer came.
  func sign(
    _ signer: Signer, _ petition: Petition? = nil, from source: String = ""
  ) async throws {
    try await store.sign(
      signer, petition ?? self.petition, origin: SignatureOrigin(source: SourceCode(source)),
      language: "en", at: clock.now)
  }

  /// Takes every mail that is due, as sending them would.
  @discardableResult
  func takeMails(_ lanes: Set<MailLane> = [.prompt]) async throws -> [ClaimedMail] {
    let mails = try await claim(lanes)
    try await accept(mails)
    return mails
  }

  /// Says of mails that they were handed over.
  func accept(_ mails: [ClaimedMail]) async throws {
    try await store.settleMails(mails.map { ($0, .accepted(answer: nil)) }, at: clock.now)
  }

  /// Takes mails that are due, and leaves open what becomes of them.
  func claim(
    _ lanes: Set<MailLane> = [.prompt], limit: Int = 1_000, lease: Int64 = 60_000
  ) async throws -> [ClaimedMail] {
    try await store.claimMails(lanes, limit: limit, lease: lease, at: clock.now)
  }

  /// Signs and gives the link that the mail brings.
  func link(
    of signer: Signer, _ petition: Petition? = nil, from source: String = ""
  ) async throws -> SignatureSecret {
    try await sign(signer, petition, from: source)
    let mail = try #require(try await takeMails().last)
    try #require(mail.kind == .confirm)
    return try #require(SignatureSecret(token: mail.mail.token))
  }

  /// Signs and confirms.
  func confirmed(
    _ signer: Signer, _ petition: Petition? = nil, from source: String = ""
  ) async throws -> (link: SignatureSecret, ordinal: Int) {
    let link = try await link(of: signer, petition, from: source)
    guard case .confirmed(let ordinal) = try await confirm(link) else { throw NotConfirmed() }
    return (link, ordinal)
  }

  /// Somebody with an account.
  func organiser() async throws -> Account.ID {
    try await store.addAccount(
      EmailAddress(parsing: "organiser@example.org"), name: "Ann", role: .organiser,
      language: "en", by: nil, at: clock.now)
  }

  func withdraw(_ link: SignatureSecret) async throws {
    try await store.withdraw(link, language: "en", at: clock.now)
  }

  func confirm(_ link: SignatureSecret) async throws -> ConfirmationOutcome {
    try await store.confirm(link, at: clock.now)
  }

  /// News that was written and sent to nobody yet.
  func news(_ petition: Petition? = nil) async throws -> News {
    try await store.draftNews(
      .news, of: (petition ?? self.petition).id, subject: "The bus stays",
      body: "It runs **all night**.", bodyHTML: "<p>It runs <strong>all night</strong>.</p>",
      at: clock.now)
  }

  /// News whose sending has begun.
  func startedNews(_ petition: Petition? = nil) async throws -> News {
    let news = try await news(petition)
    try await store.noteNewsTested(news.id, at: clock.now)
    try await store.startNews(news.id, at: clock.now)
    return try #require(try await store.news(news.id))
  }

  /// The news as it is now.
  func current(_ news: News) async throws -> News {
    try #require(try await store.news(news.id))
  }

  /// The petition as it is now.
  func current() async throws -> Petition {
    try #require(try await store.petition(petition.id))
  }

  /// The public list, newest first.
  func list() async throws -> [ListedSignature] {
    let last = try await current().tally.confirmed
    let page = try #require(ListPage(number: 1, lastOrdinal: last))
    return try await store.signatures(of: petition, page)
  }

  func number(_ sql: SQL, _ values: any ValueConvertible...) async throws -> Int {
    try await database.read { transaction in
      try #require(try transaction.query(sql, each: [values])[0].first).get(0)
    }
  }

  func pendingCount() async throws -> Int {
    try await number("SELECT COUNT(*) FROM pending_signature")
  }

  func mailCount() async throws -> Int {
    try await number("SELECT COUNT(*) FROM outbox")
  }

  func mailCount(_ kind: WaitingMail.Kind) async throws -> Int {
    try await number("SELECT COUNT(*) FROM outbox WHERE kind = $1", kind.rawValue)
  }

  func signatureCount() async throws -> Int {
    try await number("SELECT COUNT(*) FROM signature")
  }
}

struct NotConfirmed: Error {}

extension Store {
  /// Brings a page in and gives its petition.
  func addPetition(_ page: ImportedPage, at now: Int64) async throws -> Petition {
    let outcome = try await bring(PetitionImport(page), at: now)
    return try #require(try await petition(outcome.slug))
  }
}

extension PetitionImport {
  init(_ page: ImportedPage, photo: PhotoFiles? = nil) {
    self.init(
      page: page, storyHTML: "<p>The last bus leaves at ten.</p>", language: "en",
      firstAudience: .public, photoDescription: "A bus at night", photo: photo)
  }
}

extension ImportedPage {
  /// The sample petition under another title.
  static func sample(title: String) -> ImportedPage {
    var page = sample
    page.wording.title = title
    return page
  }
}

extension Person {
  /// The person's form, accepted.
  func signer(
    audience: Audience = .public, reason: String = "", country: String? = nil,
    wantsUpdates: Bool = false, wantsReminder: Bool = false
  ) throws -> Signer {
    Signer(
      name: try PersonName(typed: name), email: try EmailAddress(parsing: email), reason: reason,
      country: country, audience: audience, wantsUpdates: wantsUpdates,
      wantsReminder: wantsReminder)
  }
}

/// Does something for every element at the same time; the results are in the order of the elements.
func concurrently<Element: Sendable, T: Sendable>(
  _ elements: [Element], _ body: @escaping @Sendable (Element) async throws -> T
) async throws -> [T] {
  try await withThrowingTaskGroup(of: (Int, T).self) { tasks in
    for (index, element) in elements.enumerated() {
      tasks.addTask { (index, try await body(element)) }
    }
    return try await tasks.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
  }
}

extension [UInt8] {
  /// Whether some bytes stand in these, one after the other.
  func contains(_ needle: [UInt8]) -> Bool {
    Data(self).range(of: Data(needle)) != nil
  }
}
