/// News of a petition to those signers who asked for it, and how far the sending of it is.
public struct News: Sendable, Hashable {
  /// The number by which the store knows one piece of news.
  public struct ID: Sendable, Hashable {
    /// The number itself.
    public let rawValue: Int64

    /// - Parameter rawValue: a number that a store gave out.
    public init(rawValue: Int64) {
      self.rawValue = rawValue
    }
  }

  /// What the news is about.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Something happened on the way.
    case news
    /// What became of the petition.
    case outcome
  }

  /// What is being done with the news.
  public enum State: String, Sendable, Hashable {
    /// Written, and sent to nobody yet.
    case draft
    case sending
    /// Everybody who asked for news was written to.
    case done
    /// Held, and what was not sent yet waits.
    case stopped
  }

  /// The number by which the store knows it.
  public let id: ID
  /// What it is news of.
  public let petition: Petition.ID
  /// What it is about.
  public let kind: Kind
  /// The subject of the mails.
  public let subject: String
  /// The words, as Markdown.
  public let body: String
  /// The words as HTML, rendered when they were saved.
  public let bodyHTML: String
  /// The version of the petition's words that signers are asked to sign; nil for an organiser's news,
  /// which alone has words of its own.
  public let renewalVersion: Int?
  /// What is being done with it.
  public let state: State
  /// When a mail with it was sent to the organiser alone, in UTC milliseconds; nil for never.
  public let testedAt: Int64?
  /// When it was written, in UTC milliseconds.
  public let createdAt: Int64
  /// When sending it was begun, in UTC milliseconds; nil for a draft.
  public let startedAt: Int64?
  /// How many signers asked for news, when they were counted last.
  public let recipients: Int
  /// How many mails were made so far.
  public let queued: Int
  /// How many mails were handed over.
  public let accepted: Int
  /// How many mails were refused for good, or were too old to be sent.
  public let failed: Int
  /// How many mails may have been handed over before a program ended; they are not sent again.
  public let inDoubt: Int
  /// The first place of the list whose signer has not been looked at yet.
  public let nextOrdinal: Int
  /// The last place of the list when sending was begun; 0 for a draft.
  public let lastOrdinal: Int

  /// Puts news together; only a store and tests do.
  public init(
    id: ID, petition: Petition.ID, kind: Kind, subject: String, body: String, bodyHTML: String,
    renewalVersion: Int? = nil, state: State = .draft, testedAt: Int64? = nil, createdAt: Int64,
    startedAt: Int64? = nil,
    recipients: Int = 0, queued: Int = 0, accepted: Int = 0, failed: Int = 0, inDoubt: Int = 0,
    nextOrdinal: Int = 1, lastOrdinal: Int = 0
  ) {
    self.id = id
    self.petition = petition
    self.kind = kind
    self.subject = subject
    self.body = body
    self.bodyHTML = bodyHTML
    self.renewalVersion = renewalVersion
    self.state = state
    self.testedAt = testedAt
    self.createdAt = createdAt
    self.startedAt = startedAt
    self.recipients = recipients
    self.queued = queued
    self.accepted = accepted
    self.failed = failed
    self.inDoubt = inDoubt
    self.nextOrdinal = nextOrdinal
    self.lastOrdinal = lastOrdinal
  }
}
