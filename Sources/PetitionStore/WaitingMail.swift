import Cryptography
public import Petitions

/// A mail that waits to be written and sent.
public struct WaitingMail: Sendable, Hashable {
  /// What the mail says.
  public enum Kind: String, Sendable, Hashable, CaseIterable {
    /// Asks to confirm, with the link that does.
    case confirm
    /// Says that the address has signed already; holds no link to a signature.
    case alreadySigned = "already-signed"
    /// Asks once more to confirm, with the link of the first mail.
    case reminder
    /// Thanks for a confirmed signature, with the signer's own link where it is known.
    case thanks
    /// Says that the signature was taken back.
    case withdrawn
    /// News of the petition; the token ends them.
    case news
    /// Something for a person with an account, as a ``DeskMail`` says.
    case desk

    /// What the mail waits with.
    public var lane: MailLane {
      switch self {
      case .confirm, .alreadySigned, .thanks, .withdrawn, .desk: .prompt
      case .reminder: .later
      case .news: .news
      }
    }

    /// - Returns: nil for a decision that nobody is written to about.
    init?(_ decision: SigningDecision) {
      switch decision {
      case .askToConfirm: self = .confirm
      case .tellAlreadySigned: self = .alreadySigned
      case .petitionClosed: return nil
      }
    }
  }

  /// The petition that the mail is about; nil for mails of the desk.
  public let petition: Petition.ID?
  /// The address.
  public let email: String
  /// The token of the link, or all that a mail of the desk says.
  ///
  /// Empty where a signature was confirmed by its code, which is no secret that a link could be made of.
  public let token: String
  /// The language of the page that was signed, a BCP 47 tag; for news, that of the petition.
  public let language: String
  /// The news that the mail brings, for that kind.
  public let news: News.ID?

  /// Sealed mails have sizes in steps of this many bytes, plus 40 of the seal itself.
  private static let paddingStep = 128

  init(
    petition: Petition.ID?, email: String, token: String, language: String, news: News.ID? = nil
  ) {
    self.petition = petition
    self.email = email
    self.token = token
    self.language = language
    self.news = news
  }

  /// Opens a mail in the row of its own submission.
  init(sealed: [UInt8], key: SecretKey, submission: [UInt8], news: News.ID? = nil) throws {
    let plaintext = try AEAD.open(sealed, key: key, authenticating: submission)
    guard let fields = LengthPrefixed.decode(plaintext, count: 4) else {
      throw StoreError.unreadableRecord
    }
    let id = Int64(fields[0])
    guard id != nil || fields[0].isEmpty else { throw StoreError.unreadableRecord }
    self.init(
      petition: id.map(Petition.ID.init), email: fields[1], token: fields[2], language: fields[3],
      news: news)
  }

  /// Seals the mail so that it opens only in the row of the same submission.
  func sealed(key: SecretKey, submission: [UInt8], nonce: [UInt8]) -> [UInt8] {
    let fields = [petition.map { String($0.rawValue) } ?? "", email, token, language]
    let plaintext = LengthPrefixed.encode(fields, paddedTo: Self.paddingStep)
    return AEAD.seal(plaintext, key: key, nonce: nonce, authenticating: submission)
  }
}

/// Which mails go before which others.
public enum MailLane: Int, Sendable, Hashable, CaseIterable {
  /// Somebody waits for it now.
  case prompt = 0
  /// Nobody waits for it.
  case later = 1
  /// Many at once, and none of them twice.
  case news = 2
}

/// A mail taken from the outbox, to be sent once.
public struct ClaimedMail: Sendable {
  /// The number of the mail.
  public let id: Int64
  /// What the mail says.
  public let kind: WaitingMail.Kind
  /// Names the mail for ever, so that a mail sent twice can be recognised.
  public let messageToken: String
  /// How often sending it was tried before.
  public let attempts: Int
  /// When it was queued, in UTC milliseconds.
  public let queuedAt: Int64
  /// Until then nobody else is given the mail, in UTC milliseconds.
  public let leaseEnds: Int64
  /// What to write, and to whom.
  public let mail: WaitingMail
  /// When it was to be sent.
  let dueAt: Int64

  init(_ row: WaitingRow, leaseEnds: Int64, key: SecretKey) throws {
    id = row.id
    kind = row.kind
    messageToken = Hex.encode(row.submission) + "." + row.kind.rawValue
    attempts = row.attempts
    queuedAt = row.createdAt
    self.leaseEnds = leaseEnds
    mail = try WaitingMail(
      sealed: row.sealed, key: key, submission: row.submission, news: row.news)
    dueAt = row.dueAt
  }
}
