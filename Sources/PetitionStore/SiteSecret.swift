public import Cryptography
import EmailAddresses

/// The keys that protect signers, all derived from one secret file.
///
/// The file lies beside the database, never in it, and in no backup of it. Whoever has only the
/// database can neither read an address nor test whether somebody signed.
public struct SiteSecret: Sendable {
  /// The size of the secret in bytes.
  public static let size = 32

  private let root: SecretKey

  // Derived once: each signature needs all of them, and the root lies in the same locked memory.

  /// The key under which signers' names and addresses are sealed.
  let personKey: SecretKey
  /// The key under which mails wait.
  let outboxKey: SecretKey
  /// The key of the tokens in public forms.
  public let formTokenKey: SecretKey
  /// The key of the tickets that lead from a sent form to the page about its mail.
  public let mailTicketKey: SecretKey
  /// The key of the tokens that end updates.
  let unsubscribeKey: SecretKey
  /// The key of the tokens that sign changed words.
  let renewalKey: SecretKey
  /// The key under which texts of the desk lie: people with accounts, drafts, notes.
  let deskKey: SecretKey
  /// The key of the tokens in forms of people who are signed in.
  public let deskFormKey: SecretKey
  private let accountTagKey: SecretKey
  private let addressTagKey: SecretKey
  private let recipientTagKey: SecretKey
  private let codeKey: SecretKey

  /// Takes 32 random bytes.
  public init(root: SecretKey) {
    self.root = root
    personKey = HKDFSHA256.key(from: root, info: "undersigned person")
    outboxKey = HKDFSHA256.key(from: root, info: "undersigned outbox")
    formTokenKey = HKDFSHA256.key(from: root, info: "undersigned form token")
    mailTicketKey = HKDFSHA256.key(from: root, info: "undersigned mail ticket")
    unsubscribeKey = HKDFSHA256.key(from: root, info: "undersigned unsubscribe")
    renewalKey = HKDFSHA256.key(from: root, info: "undersigned renewal")
    deskKey = HKDFSHA256.key(from: root, info: "undersigned desk")
    deskFormKey = HKDFSHA256.key(from: root, info: "undersigned desk form")
    accountTagKey = HKDFSHA256.key(from: root, info: "undersigned account tag")
    addressTagKey = HKDFSHA256.key(from: root, info: "undersigned address tag")
    recipientTagKey = HKDFSHA256.key(from: root, info: "undersigned recipient tag")
    codeKey = HKDFSHA256.key(from: root, info: "undersigned code")
  }

  /// Reads the secret file, or makes it when there is none and nothing depends on one yet.
  ///
  /// - Parameters:
  ///   - path: the file; made with mode 0600.
  ///   - mayCreate: false where a database exists already, whose rows a new secret could not read.
  ///   - random: the source of random bytes.
  /// - Throws: ``SecretFileError``.
  public init(path: String, mayCreate: Bool, random: (Int) -> [UInt8]) throws {
    do {
      if let file = try DurableFile.read(path: path, limit: 1_024) {
        try self.init(file: file)
        return
      }
    } catch let failure as DurableFile.Failure {
      throw SecretFileError.unreadable(failure.description)
    }
    guard mayCreate else { throw SecretFileError.missing }
    let bytes = random(Self.size)
    try DurableFile.create(path: path, bytes: Array((Hex.encode(bytes) + "\n").utf8))
    self.init(root: SecretKey(bytes: bytes))
  }

  private init(file: [UInt8]) throws(SecretFileError) {
    let text = String(decoding: file, as: UTF8.self)
    guard let line = text.split(whereSeparator: \.isNewline).first,
      let bytes = Hex.decode(String(line)), bytes.count == Self.size
    else { throw .malformed }
    self.init(root: SecretKey(bytes: bytes))
  }

  /// The key of one petition's duplicate keys.
  ///
  /// - Parameter salt: 32 random bytes kept with the petition and destroyed when it closes; without
  ///   them nobody can tell again which address a duplicate key belongs to.
  func petitionKey(uniqueID: [UInt8], salt: [UInt8]) -> SecretKey {
    HKDFSHA256.key(from: root, salt: salt + uniqueID, info: "undersigned petition")
  }

  /// Names an address among the mails of one petition, which limits how often it is written to.
  ///
  /// Without the secret nobody can tell which signature a mail belongs to.
  func addressTag(duplicateKey: [UInt8]) -> [UInt8] {
    KeyedHash.hash(duplicateKey, key: addressTagKey, count: 16)
  }

  /// Names an address among the mails of all petitions, which limits how often it is written to.
  ///
  /// Without the secret nobody can test a guess.
  ///
  /// - Parameter email: normalised.
  func recipientTag(email: String) -> [UInt8] {
    KeyedHash.hash(Array(email.utf8), key: recipientTagKey, count: 16)
  }

  /// The same for an address as it was typed, which was valid when it was sealed.
  func recipientTag(sealedEmail email: String) -> [UInt8] {
    let normalised = (try? EmailAddress(parsing: email))?.normalised
    return recipientTag(email: normalised ?? email)
  }

  /// Finds the account of an address; without the secret nobody can test a guess.
  ///
  /// - Parameter email: normalised.
  func accountTag(email: String) -> [UInt8] {
    KeyedHash.hash(Array(email.utf8), key: accountTagKey, count: 16)
  }

  /// What is kept of a code, which is short enough to be tried out where the key is known.
  func codeHash(_ code: String, confirmHash: [UInt8]) -> [UInt8] {
    KeyedHash.hash(confirmHash + Array(code.utf8), key: codeKey, count: 16)
  }

  /// By which a database knows its secret; nothing can be derived from it.
  var check: [UInt8] {
    HKDFSHA256.key(from: root, info: "undersigned secret check").withBytes { Array($0.prefix(16)) }
  }
}

/// What can be wrong with the secret file.
public enum SecretFileError: Error, Hashable, CustomStringConvertible {
  case missing
  case malformed
  /// The file is there, and the system says why it cannot be read.
  case unreadable(String)

  /// A sentence for the person who runs the site.
  public var description: String {
    switch self {
    case .missing:
      "the secret file is missing, and the database was made with one: put it back from where it is "
        + "kept; a new one could read nothing"
    case .malformed:
      "the secret file does not hold 64 hexadecimal digits"
    case .unreadable(let reason):
      "the secret file cannot be read: \(reason)"
    }
  }
}
