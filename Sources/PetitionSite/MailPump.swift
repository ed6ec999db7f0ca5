import EmailAddresses
public import Localization
import Mail
import Markup
public import PetitionStore
import Petitions

/// Writes the mails that wait in the outbox and hands them over, for as long as the site runs.
public struct MailPump: Sendable {
  private let store: Store
  private let settings: SiteSettings
  private let localizations: Localizations
  private let effects: Effects
  private let report: @Sendable (Report) -> Void

  /// How many mails are taken at once.
  private static let batch = 100
  /// A mail that was taken and not settled is due again after so many milliseconds.
  private static let lease: Int64 = 5 * 60_000
  private static let lanes: Set<MailLane> = [.prompt]
  private static let pause = Duration.milliseconds(300)
  private static let sweepInterval: Int64 = 10 * 60_000

  /// What the pump has to tell the operator.
  public enum Report: Sendable {
    /// So many mails were handed over.
    case delivered(Int)
    /// So many mails could not be handed over and will be tried again, the first for this reason.
    case deferred(Int, any Error)
    /// The outbox could not be read; the pump goes on.
    case unavailable(any Error)
  }

  /// - Parameter report: is told what happened, without names or addresses.
  public init(
    store: Store, settings: SiteSettings, localizations: Localizations, effects: Effects,
    report: @escaping @Sendable (Report) -> Void
  ) {
    self.store = store
    self.settings = settings
    self.localizations = localizations
    self.effects = effects
    self.report = report
  }

  /// Delivers until the surrounding task is cancelled.
  ///
  /// - Throws: `OutboxError` when the disk did not keep a mail: nobody knows what it holds, and the
  ///   program must end.
  public func run() async throws {
    var sweptAt: Int64 = 0
    while !Task.isCancelled {
      do {
        if effects.now() - sweptAt >= Self.sweepInterval {
          sweptAt = effects.now()
          try await store.sweep(at: sweptAt)
        }
        if try await deliverDueMails() == Self.batch { continue }
      } catch let error as OutboxError where error.call == .synchronise {
        throw error
      } catch {
        report(.unavailable(error))
      }
      try? await Task.sleep(for: Self.pause)
    }
  }

  /// Delivers what is due now.
  ///
  /// - Returns: how many mails were taken.
  /// - Throws: `DatabaseError`; `OutboxError` when the disk did not keep a mail.
  @discardableResult
  public func deliverDueMails() async throws -> Int {
    let now = effects.now()
    guard try await store.hasDueMail(Self.lanes, at: now) else { return 0 }
    let claimed = try await store.claimMails(
      Self.lanes, limit: Self.batch, lease: Self.lease, at: now)
    var petitions: [Petition.ID: Petition] = [:]
    for id in Set(claimed.map(\.mail.petition)) { petitions[id] = try await store.petition(id) }
    var settled: [(ClaimedMail, MailOutcome)] = []
    var messages: [(mail: ClaimedMail, message: MailMessage)] = []
    var errors: [any Error] = []
    for mail in claimed {
      do {
        if let message = try await message(mail, petitions[mail.mail.petition]) {
          messages.append((mail, message))
        } else {
          settled.append((mail, .dropped))
        }
      } catch {
        settled.append((mail, .failed(.unwritable)))
        errors.append(error)
      }
    }
    for (message, delivery) in zip(messages, try await effects.deliver(messages.map(\.message))) {
      switch delivery {
      case .accepted(let answer): settled.append((message.mail, .accepted(answer: answer)))
      case .deferred(let error):
        settled.append((message.mail, .deferred))
        errors.append(error)
      case .rejected(let error):
        settled.append((message.mail, .failed(.rejected)))
        errors.append(error)
      }
    }
    try await store.settleMails(settled, at: now)
    if settled.count > errors.count { report(.delivered(settled.count - errors.count)) }
    if let first = errors.first { report(.deferred(errors.count, first)) }
    return claimed.count
  }

  /// The finished mail; nil when there is nothing to say any more.
  private func message(
    _ claimed: ClaimedMail, _ petition: Petition?
  ) async throws -> MailMessage? {
    guard let petition, try await isToBeSent(claimed, petition) else { return nil }
    let words =
      localizations.words(for: claimed.mail.language)
      ?? localizations.negotiate(acceptLanguage: nil, preferred: nil)
    let text = text(claimed, petition, words)
    return MailMessage(
      from: Mailbox(name: settings.name, address: settings.mailFrom),
      to: Mailbox(name: "", address: try EmailAddress(parsing: claimed.mail.email)),
      subject: text.subject, text: text.text, html: text.html, date: claimed.queuedAt,
      // The same each time that the mail is tried, so that whoever gets it twice can tell.
      messageID: try MailMessage.messageID(
        date: claimed.queuedAt, token: claimed.messageToken, domain: settings.mailFrom.domain))
  }

  /// A link that confirms nothing would only disappoint.
  private func isToBeSent(_ claimed: ClaimedMail, _ petition: Petition) async throws -> Bool {
    switch claimed.kind {
    case .confirm: petition.isOpen(at: effects.now())
    case .alreadySigned: true
    // Written by nobody yet.
    case .reminder, .thanks, .withdrawn, .news: false
    }
  }

  private func text(_ claimed: ClaimedMail, _ petition: Petition, _ words: Words) -> MailText {
    switch claimed.kind {
    case .confirm, .reminder, .thanks, .withdrawn, .news:
      ConfirmMail(words: words, site: settings, petition: petition, token: claimed.mail.token).mail
    case .alreadySigned:
      AlreadySignedMail(words: words, site: settings, petition: petition).mail
    }
  }
}
