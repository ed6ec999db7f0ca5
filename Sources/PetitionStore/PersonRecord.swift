import Cryptography
public import Petitions

/// What is known of a signer, as it lies sealed in the database.
struct PersonRecord: Sendable, Hashable {
  var name: String
  /// Empty where the signer did not ask for updates.
  var email: String
  var reason: String

  /// Sealed records have sizes in steps of this many bytes, plus 40 of the seal itself.
  private static let paddingStep = 64

  /// Seals the record so that it opens only in the row of the same signature.
  func sealed(key: SecretKey, row: [UInt8], nonce: [UInt8]) -> [UInt8] {
    let plaintext = LengthPrefixed.encode([name, email, reason], paddedTo: Self.paddingStep)
    return AEAD.seal(plaintext, key: key, nonce: nonce, authenticating: row)
  }

  init(name: String, email: String, reason: String) {
    self.name = name
    self.email = email
    self.reason = reason
  }

  /// Opens a record.
  ///
  /// - Throws: `CryptographyError` when the key or the row is another, ``StoreError`` when what was
  ///   sealed is no record.
  init(sealed: [UInt8], key: SecretKey, row: [UInt8]) throws {
    let plaintext = try AEAD.open(sealed, key: key, authenticating: row)
    guard let fields = LengthPrefixed.decode(plaintext, count: 3) else {
      throw StoreError.unreadableRecord
    }
    self.init(name: fields[0], email: fields[1], reason: fields[2])
  }
}

/// What the store cannot do.
public enum StoreError: Error, Sendable, Hashable, CustomStringConvertible {
  /// A sealed record opened to something that is no record.
  case unreadableRecord
  /// The wording of a petition in the database cannot be read.
  case unreadableWording
  /// The petition takes no signatures any more.
  case petitionClosed
  /// A petition of the same address exists with another wording.
  case otherWording(Petitions.Slug)
  /// There is no such petition.
  case noSuchPetition
  /// So many mails wait to be sent that no more are taken.
  case tooManyMailsWait
  /// There is no such news.
  case noSuchNews
  /// The news was not sent to its author yet.
  case newsNotTested
  /// The news is being sent, or was.
  case newsUnderWay
  /// The database was made with another secret.
  case otherSecret
  /// The database holds a part of a site, of a move that was stopped or goes on.
  case unfinishedMove

  /// A sentence for a log or a terminal, without personal data.
  public var description: String {
    switch self {
    case .unreadableRecord: "a sealed record cannot be read"
    case .unreadableWording: "the wording of a petition cannot be read"
    case .petitionClosed: "the petition takes no signatures any more"
    case .otherWording(let slug):
      "a petition with the address \(slug.text) exists already and says something else"
    case .noSuchPetition: "there is no such petition"
    case .tooManyMailsWait: "too many mails wait to be sent: is the mail server away?"
    case .noSuchNews: "there is no such news"
    case .newsNotTested: "the news has to be sent to its author first"
    case .newsUnderWay: "the news is being sent already, or was"
    case .otherSecret:
      "the secret file is not the one that the database was made with: every node needs the same"
    case .unfinishedMove:
      "a move to this database goes on or was stopped half way: nothing can use it before a move to it "
        + "has come to its end"
    }
  }
}
