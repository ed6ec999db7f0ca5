public import EmailAddresses
public import Localization
public import Mail
public import PetitionStore
public import Petitions

/// Turns mails that wait into messages.
public struct MailComposer: Sendable {
  private let store: Store
  private let settings: SiteSettings
  private let localizations: Localizations
  private let petitions = JustRead<Petition.ID, Petition>()
  private let news = JustRead<News.ID, News>()

  /// What became of a mail.
  public enum Outcome: Sendable {
    case message(MailMessage)
    /// What it was about is over.
    case nothingToSay
    /// It will not be written however often it is tried.
    case unwritable(any Error)
  }

  /// - Parameter localizations: the languages that mails can be in.
  public init(store: Store, settings: SiteSettings, localizations: Localizations) {
    self.store = store
    self.settings = settings
    self.localizations = localizations
  }

  /// What is to be sent of some mails, in their order.
  ///
  /// What they are about is read once a second at most.
  ///
  /// - Parameter now: UTC milliseconds.
  /// - Throws: `DatabaseError`, and then nothing was composed.
  public func compose(_ mails: [ClaimedMail], at now: Int64) async throws -> [Outcome] {
    var outcomes: [Outcome] = []
    for claimed in mails {
      if claimed.kind == .desk {
        outcomes.append(deskOutcome(claimed))
        continue
      }
      var petition: Petition?
      if let id = claimed.mail.petition {
        petition = try await petitions.value(id, at: now, store.petition)
      }
      var news: News?
      if let id = claimed.mail.news { news = try await self.news.value(id, at: now, store.news) }
      guard let petition, petition.takenDownAt == nil,
        try await isWanted(claimed, petition, news, at: now)
      else {
        outcomes.append(.nothingToSay)
        continue
      }
      outcomes.append(outcome(claimed, petition, news, at: now))
    }
    return outcomes
  }

  /// News as its signers will get it, for the eyes of who wrote it.
  ///
  /// Its link for ending news belongs to nobody.
  ///
  /// - Parameters:
  ///   - messageToken: names the mail for ever: letters, digits, dots, hyphens and underscores.
  ///   - now: UTC milliseconds.
  /// - Returns: nil where the petition is gone.
  /// - Throws: `DatabaseError`, `MailError`.
  public func trial(
    of news: News, to address: EmailAddress, messageToken: String, at now: Int64
  ) async throws -> MailMessage? {
    guard let petition = try await store.petition(news.petition) else { return nil }
    let text = newsText(
      news, petition, unsubscribeToken: store.unsubscribeToken(of: petition.id, ordinal: 0),
      words(for: petition.language))
    guard let text else { return nil }
    return try message(
      text, to: address, date: now, queuedAt: now, messageToken: messageToken)
  }

  /// Whether what a mail asks for can still be done: a link that confirms nothing only disappoints.
  private func isWanted(
    _ claimed: ClaimedMail, _ petition: Petition, _ news: News?, at now: Int64
  ) async throws -> Bool {
    switch claimed.kind {
    case .confirm, .reminder:
      guard petition.isOpen(at: now), let secret = SignatureSecret(token: claimed.mail.token)
      else { return false }
      return try await store.awaitsConfirmation(secret, at: now)
    case .news:
      guard let version = news?.renewalVersion else { return true }
      guard petition.isOpen(at: now), !petition.isHidden, petition.wordingVersion == version else {
        return false
      }
      return try await store.canAsk(unsubscribeToken: claimed.mail.token, for: version)
    case .alreadySigned, .thanks, .withdrawn, .desk: return true
    }
  }

  private func outcome(
    _ claimed: ClaimedMail, _ petition: Petition, _ news: News?, at now: Int64
  ) -> Outcome {
    do {
      guard let text = text(claimed, petition, news, at: now) else { return .nothingToSay }
      return .message(
        try message(
          text, to: try EmailAddress(parsing: claimed.mail.email),
          // A reminder was queued when the person signed; it is not days old when it comes.
          date: claimed.kind == .reminder ? now : claimed.queuedAt, queuedAt: claimed.queuedAt,
          messageToken: claimed.messageToken))
    } catch {
      return .unwritable(error)
    }
  }

  /// A mail to somebody with an account, which is about no petition that must be read first.
  private func deskOutcome(_ claimed: ClaimedMail) -> Outcome {
    do {
      let mail = try DeskMail(encoded: claimed.mail.token)
      return .message(
        try message(
          DeskMailText(words: words(for: claimed.mail.language), site: settings, content: mail)
            .mail,
          to: try EmailAddress(parsing: claimed.mail.email), date: claimed.queuedAt,
          queuedAt: claimed.queuedAt, messageToken: claimed.messageToken))
    } catch {
      return .unwritable(error)
    }
  }

  /// The envelope of a mail.
  private func message(
    _ text: MailText, to address: EmailAddress, date: Int64, queuedAt: Int64, messageToken: String
  ) throws -> MailMessage {
    MailMessage(
      from: Mailbox(name: settings.name, address: settings.mailFrom),
      to: Mailbox(name: "", address: address), subject: text.subject, text: text.text,
      html: text.html, date: date,
      // The same each time that the mail is tried, so that whoever gets it twice can tell.
      messageID: try MailMessage.messageID(
        date: queuedAt, token: messageToken, domain: settings.mailFrom.domain),
      headers: text.headers)
  }

  private func text(
    _ claimed: ClaimedMail, _ petition: Petition, _ news: News?, at now: Int64
  ) -> MailText? {
    let topic = MailTopic(petition)
    let token = claimed.mail.token
    let words = words(for: claimed.mail.language)
    switch claimed.kind {
    case .confirm:
      let isLate = claimed.queuedAt + store.limits.codeLifetime <= now
      return ConfirmMail(
        words: words, site: settings, topic: topic, token: token,
        code: isLate ? nil : SignatureSecret(token: token)?.code
      ).mail
    case .alreadySigned:
      return AlreadySignedMail(words: words, site: settings, topic: topic).mail
    case .reminder:
      let end = claimed.queuedAt + store.limits.pendingLifetime
      return ReminderMail(
        words: words, site: settings, topic: topic, token: token, expiresAt: end
      ).mail
    case .thanks:
      return ThanksMail(
        words: words, site: settings, topic: topic, token: token.isEmpty ? nil : token
      ).mail
    case .withdrawn: return WithdrawnMail(words: words, site: settings, topic: topic).mail
    case .news:
      return news.flatMap { newsText($0, petition, unsubscribeToken: token, words) }
    case .desk: return nil
    }
  }

  private func newsText(
    _ news: News, _ petition: Petition, unsubscribeToken: String, _ words: Words
  ) -> MailText? {
    guard news.renewalVersion == nil else {
      return store.renewalToken(unsubscribeToken: unsubscribeToken).map { token in
        RenewalMail(
          words: words, site: settings, topic: MailTopic(petition), renewalToken: token,
          unsubscribeToken: unsubscribeToken
        ).mail
      }
    }
    return NewsMail(
      words: words, site: settings, topic: MailTopic(petition),
      message: NewsMail.Message(
        isOutcome: news.kind == .outcome, subject: news.subject, body: news.body,
        bodyHTML: news.bodyHTML, language: petition.language),
      unsubscribeToken: unsubscribeToken
    ).mail
  }

  private func words(for language: String) -> Words {
    localizations.words(for: language)
      ?? localizations.negotiate(acceptLanguage: nil, preferred: nil)
  }
}
