import Cryptography
import EmailAddresses
import Foundation
import HTTPServer
import Localization
import Mail
import Markup
import PetitionStore
import Petitions
import Rendering
import SQLDatabase
import Synchronization
import TestSupport
import Testing

@testable import PetitionSite

/// Asks the site without a socket, as a browser would, and keeps what the operator would read.
///
/// The site is the real one, over a real store in a temporary folder, with a clock that stands still
/// and random bytes that are the same in every run.
final class SiteClient: Sendable {
  let site: Site
  let store: Store
  let database: any Database
  let clock: TestClock
  let folder: TemporaryDatabase
  let settings: SiteSettings
  let localizations: Localizations
  private let pump: MailPump
  private let outbox: Outbox
  private let record = Mutex(Log())

  private struct Log {
    var lines: [String] = []
  }

  /// Takes mails instead of sending them.
  private final class Outbox: Sendable {
    private let mails = Mutex<[MailMessage]>([])

    func deliver(_ mails: [MailMessage]) -> [Delivery] {
      self.mails.withLock { $0 += mails }
      return mails.map { _ in .accepted(answer: nil) }
    }
    func take() -> [MailMessage] {
      mails.withLock { mails in
        defer { mails = [] }
        return mails
      }
    }
  }

  /// The real executable, which lies beside the tests.
  private static let rendererPath =
    Bundle.main.executableURL?
    .deletingLastPathComponent().appending(path: "undersigned-render").path() ?? ""

  private init(
    _ folder: TemporaryDatabase, _ database: any Database, _ settings: SiteSettings,
    _ clock: TestClock
  ) async throws {
    let random = SeededBytes(seed: 1)
    let outbox = Outbox()
    let secret = SiteSecret(root: SecretKey(bytes: [UInt8](repeating: 7, count: 32)))
    let renderer = Renderer(executable: Self.rendererPath)
    let effects = Effects.test(
      now: { clock.now }, uptime: { clock.uptime }, pause: { clock.advance(by: $0) },
      random: { random.next($0) },
      deliver: { outbox.deliver($0) },
      renderPhoto: { try await PhotoRendering(of: $0, by: renderer) })
    self.folder = folder
    self.database = database
    self.clock = clock
    self.settings = settings
    self.outbox = outbox
    localizations = try Languages.localizations(testLanguage: true)
    var limits = StoreLimits()
    // As little as libsodium takes.
    limits.accounts.passwordCost = PasswordHash.Cost(memory: 8_192, passes: 1)
    store = try await Store(
      database: database, secret: secret, limits: limits, random: { random.next($0) })
    site = Site(
      store: store, settings: settings, formTokenKey: secret.formTokenKey,
      mailTicketKey: secret.mailTicketKey, deskFormKey: secret.deskFormKey,
      localizations: localizations, effects: effects)
    pump = MailPump(
      store: store, settings: settings, localizations: localizations, effects: effects,
      report: { report in
        if case .delivered = report { return }
        Issue.record("a mail was not delivered: \(report)")
      })
  }

  /// Opens a site for the body; everything is gone afterwards.
  ///
  /// - Parameter watching: what looks on while the site uses the database.
  @discardableResult
  static func with<T>(
    _ settings: SiteSettings? = nil,
    watching: (any Database, TestClock) -> any Database = { database, _ in database },
    _ body: (SiteClient) async throws -> T
  ) async throws -> T {
    let settings = try settings ?? .test()
    let folder = try TemporaryDatabase(.ofSite)
    return try await folder.open { database in
      let clock = TestClock()
      return try await body(
        SiteClient(folder, watching(database, clock), settings, clock))
    }
  }

  /// Opens a site that has the sample petition.
  @discardableResult
  static func withPetition<T>(
    _ settings: SiteSettings? = nil, _ body: (SiteClient, Slug) async throws -> T
  ) async throws -> T {
    try await with(settings) { client in
      let slug = try await client.bring(.sample)
      return try await body(client, slug)
    }
  }

  /// Brings a petition in, as the command does.
  @discardableResult
  func bring(
    _ page: ImportedPage, language: String = "en", audience: Audience = .public,
    closesAt: Int64? = nil, isDiscreet: Bool = false, photo: PhotoFiles? = nil
  ) async throws -> Slug {
    let petition = PetitionImport(
      page: page, storyHTML: try Markdown.html(page.wording.story), language: language,
      firstAudience: audience, closesAt: closesAt, isDiscreet: isDiscreet,
      photoDescription: "A bus at night", photo: photo)
    return try await store.bring(petition, at: clock.now).slug
  }

  /// Asks and is answered, whatever goes wrong, as by the server.
  func send(_ request: Request) async -> Response {
    var response: Response
    await database.hearOfCommits()
    do {
      response = try await site.respond(to: request)
    } catch {
      note("\(error)")
      response = site.failureResponse(to: request)
    }
    response.expectSafeHeaders(on: settings)
    note(
      RequestRecord(
        route: response.routeName, method: request.method.rawValue,
        status: response.status.code, bytes: response.body.count, milliseconds: 0.5
      ).jsonLine)
    return response
  }

  /// Every line that the operator could have read so far.
  var log: String { record.withLock { $0.lines.joined(separator: "\n") } }

  private func note(_ line: String) { record.withLock { $0.lines.append(line) } }

  /// Writes the mails that wait, and hands them over.
  func mails() async throws -> [MailMessage] {
    while try await pump.deliverDueMails() > 0 {}
    while try await pump.deliverNews() > 0 {}
    return outbox.take()
  }

  /// Lets pages in memory grow too old.
  func letPagesAge() { clock.advance(by: settings.pageLifetime) }
}

extension SiteSettings {
  /// The settings of a test, with changes.
  static func test(_ change: (inout SiteSettings) -> Void = { _ in }) throws -> SiteSettings {
    var settings = SiteSettings(
      name: "Undersigned", url: "https://petitions.example.org",
      mailFrom: try EmailAddress(parsing: "petitions@example.org"))
    settings.mailRequestHold = 0
    change(&settings)
    return settings
  }
}
