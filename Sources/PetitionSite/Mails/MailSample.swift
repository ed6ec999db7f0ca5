import EmailAddresses
import Localization
import Mail
import PetitionStore
import Petitions

/// A mail of each kind with made-up matter, to be looked at while the site is developed.
enum MailSample: String, CaseIterable {
  case confirm
  case alreadySigned = "already-signed"
  case reminder, thanks
  /// After a confirmation by the code.
  case thanksWithoutLink = "thanks-without-link"
  case withdrawn, news, outcome, renewal

  // To people with accounts.
  case signIn = "sign-in"
  case invitation, submit, returned, rejected, published
  case textChanged = "text-changed"
  case textNotChanged = "text-not-changed"
  case takenDown = "taken-down"
  case restored, merged

  /// Whether mails to signers come in another form where the petition is not to be named.
  var forms: [Bool] {
    switch self {
    case .confirm, .alreadySigned, .reminder, .thanks, .thanksWithoutLink, .withdrawn, .news,
      .outcome, .renewal:
      [false, true]
    case .signIn, .invitation, .submit, .returned, .rejected, .published, .textChanged,
      .textNotChanged, .takenDown, .restored, .merged:
      [false]
    }
  }

  /// - Parameter isDiscreet: whether the petition is one that mails do not name.
  func mail(_ words: Words, _ site: SiteSettings, isDiscreet: Bool) -> MailText {
    let topic = isDiscreet ? MailTopic.discreet : Self.topic
    func desk(_ content: DeskMail) -> MailText {
      DeskMailText(words: words, site: site, content: content).mail
    }
    return switch self {
    case .confirm:
      ConfirmMail(words: words, site: site, topic: topic, token: Self.token, code: "01234567").mail
    case .alreadySigned: AlreadySignedMail(words: words, site: site, topic: topic).mail
    case .reminder:
      ReminderMail(
        words: words, site: site, topic: topic, token: Self.token, expiresAt: 1_700_604_800_000
      ).mail
    case .thanks: ThanksMail(words: words, site: site, topic: topic, token: Self.token).mail
    case .thanksWithoutLink:
      ThanksMail(words: words, site: site, topic: topic, token: nil).mail
    case .withdrawn: WithdrawnMail(words: words, site: site, topic: topic).mail
    case .news: Self.news(words, site, topic, Self.newsMessage)
    case .renewal:
      RenewalMail(
        words: words, site: site, topic: topic, renewalToken: Self.newsToken,
        unsubscribeToken: Self.newsToken
      ).mail
    case .outcome: Self.news(words, site, topic, Self.outcomeMessage)
    case .signIn: desk(.signIn(token: Self.token))
    case .invitation: desk(.invitation(token: Self.token))
    case .submit: desk(.submit(token: Self.token))
    case .returned: desk(Self.returnedMail)
    case .rejected: desk(Self.rejectedMail)
    case .published: desk(.petitionPublished(slug: Self.slug, title: Self.title))
    case .textChanged: desk(Self.textChangedMail)
    case .textNotChanged: desk(Self.textNotChangedMail)
    case .takenDown: desk(Self.takenDownMail)
    case .restored: desk(.moderation(.restored(title: Self.title, slug: Self.slug)))
    case .merged: desk(Self.mergedMail)
    }
  }

  /// The whole message, to somebody who does not exist.
  func message(
    _ words: Words, _ site: SiteSettings, isDiscreet: Bool
  ) throws -> MailMessage {
    let mail = mail(words, site, isDiscreet: isDiscreet)
    let date: Int64 = 1_700_000_000_000
    return MailMessage(
      from: Mailbox(name: site.name, address: site.mailFrom),
      to: Mailbox(name: "", address: try EmailAddress(parsing: "signer@example.org")),
      subject: mail.subject, text: mail.text, html: mail.html, date: date,
      messageID: try MailMessage.messageID(
        date: date, token: "sample." + rawValue, domain: site.mailFrom.domain),
      headers: mail.headers)
  }

  static let token = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFG"

  private static let newsToken = "sample-of-a-token-that-ends-news-and-is-not-known-anywhere"

  private static var topic: MailTopic {
    guard let slug = Slug(slug) else { return .discreet }
    return .named(title: title, language: "en", slug: slug)
  }

  private static func news(
    _ words: Words, _ site: SiteSettings, _ topic: MailTopic, _ message: NewsMail.Message
  ) -> MailText {
    NewsMail(
      words: words, site: site, topic: topic, message: message,
      unsubscribeToken: Self.newsToken
    ).mail
  }

  private static let newsMessage = NewsMail.Message(
    isOutcome: false, subject: "We are on the agenda of 12 March",
    body: """
      Dear friends,

      the council has put our letter on the agenda of **12 March**. Two things help now:

      - Come to the meeting, at 18:00 in the town hall.
      - Pass the petition on: <https://example.org/riverside>

      ## What happens next

      The council decides in April. Read [the whole agenda](https://example.org/agenda.pdf).

      Friends of the Riverside Path
      """,
    bodyHTML: """
      <p>Dear friends,</p>
      <p>the council has put our letter on the agenda of <strong>12 March</strong>. Two things help \
      now:</p>
      <ul>
      <li>Come to the meeting, at 18:00 in the town hall.</li>
      <li>Pass the petition on: <a href="https://example.org/riverside" rel="nofollow ugc">\
      https://example.org/riverside</a></li>
      </ul>
      <h2>What happens next</h2>
      <p>The council decides in April. Read <a href="https://example.org/agenda.pdf" \
      rel="nofollow ugc">the whole agenda</a>.</p>
      <p>Friends of the Riverside Path</p>

      """,
    language: "en")

  private static let outcomeMessage = NewsMail.Message(
    isOutcome: true, subject: "The path will be reopened",
    body: """
      The council has voted: the path opens again on **1 May**. Thank you, every one of you.

      > We heard what so many people told us.

      Friends of the Riverside Path
      """,
    bodyHTML: """
      <p>The council has voted: the path opens again on <strong>1 May</strong>. Thank you, every \
      one of you.</p>
      <blockquote>
      <p>We heard what so many people told us.</p>
      </blockquote>
      <p>Friends of the Riverside Path</p>

      """,
    language: "en")
}
