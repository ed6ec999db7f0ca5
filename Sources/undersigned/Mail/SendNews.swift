import Cryptography
import EmailAddresses
import Foundation
import Localization
import Mail
import Markup
import PetitionSite
import PetitionStore
import Petitions

/// Writes, shows, tests, sends and stops news of petitions.
func doNews(_ command: NewsCommand, _ settings: Settings) async throws {
  try await withStore(settings) { store, _ in
    let desk = NewsDesk(store: store, settings: settings)
    switch command {
    case .draft(let slug, let file, let kind):
      let news = try await desk.draft(slug, file, kind)
      Terminal.print("news \(news.id.rawValue) of \(slug.text), for \(news.recipients) signers")
      Terminal.print("next: undersigned news test \(news.id.rawValue) EMAIL")
    case .list:
      let all = try await store.allNews()
      if all.isEmpty { Terminal.print("there is no news") }
      for news in all { Terminal.print(try await desk.line(news)) }
    case .show(let id): try await desk.show(id)
    case .test(let id, let email): try await desk.test(id, email)
    case .send(let id): try await desk.send(id)
    case .stop(let id):
      try await store.stopNews(id)
      Terminal.print(try await desk.line(try await desk.find(id)))
    }
  }
}

/// News could not be taken; nothing was changed.
struct NewsRefused: Error, CustomStringConvertible {
  let description: String
}

/// What an organiser does with news, until there is a page for it.
private struct NewsDesk {
  let store: Store
  let settings: Settings

  /// The most bytes of a subject.
  private static let subjectLimit = 200
  private static let pause = Duration.milliseconds(500)
  /// After so long without a mail, whoever waits is told what may be missing.
  private static let patience = Duration.seconds(10)

  func draft(_ slug: Slug, _ file: String, _ kind: News.Kind) async throws -> News {
    guard let petition = try await store.petition(slug) else { throw StoreError.noSuchPetition }
    let text = try readText(file)
    let end = text.firstIndex(where: \.isNewline) ?? text.endIndex
    // As a heading, too, since the file is Markdown.
    let subject = TypedText.line(text[..<end].drop { $0 == "#" })
    let body = TypedText.indentedLines(text[end...])
    guard !subject.isEmpty, !body.isEmpty, subject.utf8.count <= Self.subjectLimit else {
      throw NewsRefused(
        description:
          "\(file): the first line is the subject, of \(Self.subjectLimit) bytes at most, "
          + "and what follows is the news")
    }
    guard let html = try? Markdown.html(body) else {
      throw NewsRefused(
        description: "\(file): the news is longer than \(Markdown.limit) bytes or too nested")
    }
    return try await store.draftNews(
      kind, of: petition.id, subject: subject, body: body, bodyHTML: html,
      at: currentMilliseconds())
  }

  /// How it will look, and how far it is.
  func show(_ id: News.ID) async throws {
    let news = try await find(id)
    let message = try await message(news, to: try settings.site().mailFrom)
    Terminal.print("Subject: \(message.subject)\n\n\(message.text)")
    Terminal.print(try await line(news))
  }

  /// Sends it to one address, and lets it be sent to all then.
  func test(_ id: News.ID, _ email: EmailAddress) async throws {
    let news = try await find(id)
    let transport = try MailTransport(settings)
    let delivery = try await transport.deliver([try await message(news, to: email)]).first
    await transport.close()
    switch delivery {
    case .accepted: try await store.noteNewsTested(id, at: currentMilliseconds())
    case .deferred(let error), .rejected(let error): throw error
    case nil: throw NewsRefused(description: "the mail was not sent")
    }
    Terminal.print(
      transport.relay == nil
        ? "written to \(settings.outboxPath), and not sent; when it looks right:"
        : "sent to that address; when it looks right:")
    Terminal.print("next: undersigned news send \(id.rawValue)  (to \(news.recipients) signers)")
  }

  /// Begins or goes on to send it, and shows how far the site is with it.
  func send(_ id: News.ID) async throws {
    try await store.startNews(id, at: currentMilliseconds())
    Terminal.note("the running site sends it; Ctrl-C ends only this display")
    let progress = ProgressLine()
    let begin = ContinuousClock.now
    let earlier = try await find(id).handled
    do {
      try await Signals.run {
        var isWarned = false
        while case let news = try await find(id), news.state == .sending {
          if news.handled == earlier, !isWarned, .now - begin > Self.patience {
            Terminal.note("nothing is sent yet: does `undersigned serve` or `work` run?")
            isWarned = true
          }
          progress.show {
            ProgressLine.line(
              "sending", news.handled - earlier, of: news.recipients - earlier, "mails",
              after: .now - begin)
          }
          try await Task.sleep(for: Self.pause)
        }
      }
    } catch is Stopped {
      // The site goes on.
    }
    progress.end()
    Terminal.print(try await line(try await find(id)))
  }

  func find(_ id: News.ID) async throws -> News {
    guard let news = try await store.news(id) else { throw StoreError.noSuchNews }
    return news
  }

  /// Number, petition, state and numbers of a piece of news.
  func line(_ news: News) async throws -> String {
    let slug = try await store.petition(news.petition)?.slug.text ?? "?"
    return "\(news.id.rawValue) \(news.kind.rawValue) of \(slug): \(news.state.rawValue), "
      + "\(news.accepted) of \(news.recipients) sent, \(news.failed) refused, "
      + "\(news.inDoubt) in doubt: "
      + (news.renewalVersion.map { "whether to sign version \($0)" } ?? news.subject)
  }

  private func message(_ news: News, to email: EmailAddress) async throws -> MailMessage {
    let composer = MailComposer(
      store: store, settings: try settings.site(),
      localizations: try Languages.localizations(testLanguage: settings.testLanguage))
    let message = try await composer.trial(
      of: news, to: email, messageToken: Hex.encode(SecureRandom.bytes(16)) + ".trial",
      at: currentMilliseconds())
    guard let message else { throw StoreError.noSuchPetition }
    return message
  }
}

extension News {
  /// Mails whose end is known.
  fileprivate var handled: Int { accepted + failed + inDoubt }
}

/// The words of a file.
private func readText(_ file: String) throws -> String {
  let limit = 4 * Markdown.limit
  guard let handle = FileHandle(forReadingAtPath: file),
    let data = try? handle.read(upToCount: limit + 1), data.count <= limit
  else {
    throw NewsRefused(description: "\(file): it cannot be read, or has more than \(limit) bytes")
  }
  guard let text = String(validating: data, as: UTF8.self) else {
    throw NewsRefused(description: "\(file): the file is not UTF-8 text")
  }
  return text
}
