import Cryptography
public import Petitions
public import SQLDatabase
import Synchronization

/// Records what people do with petitions, durably, in one database.
///
/// Everything that a caller was told stands in the database when a method returns.
public final class Store: Sendable {
  let database: any Database
  let secret: SiteSecret
  /// How long and how often.
  public let limits: StoreLimits
  let random: @Sendable (Int) -> [UInt8]
  let passwords: PasswordHashing
  /// What changed, in this process and, while the database runs, in others.
  public let versions = PetitionVersions()
  let backlog = MailBacklog()
  /// The emergency switches, as they were last read.
  let switchBoard = SwitchBoard()
  private let signings: GroupCommit<PreparedSignature, SigningDecision>
  private let confirmations: GroupCommit<ConfirmationRequest, ConfirmationOutcome>
  private let settlements: GroupCommit<Settlement, Bool>
  /// Keys of open petitions, by number; a closed petition's key leaves with the closing.
  private let petitionKeys = Mutex(KnownKeys())

  private struct KnownKeys {
    var keys: [Petition.ID: SecretKey] = [:]
    /// How often a key was let go of.
    var closings = 0
  }

  /// Brings the schema of a database up to date and opens the store over it.
  ///
  /// - Parameters:
  ///   - database: the caller runs and closes it.
  ///   - secret: the secret that the rows were sealed with.
  ///   - limits: how long and how often.
  ///   - random: cryptographically secure random bytes.
  /// - Throws: ``StoreError/otherSecret``, ``StoreError/unfinishedMove``, `DatabaseError`.
  public init(
    database: any Database, secret: SiteSecret, limits: StoreLimits = StoreLimits(),
    random: @escaping @Sendable (Int) -> [UInt8]
  ) async throws {
    try await database.migrate(Migrations.all)
    try await Self.verify(secret, in: database)
    self.database = database
    self.secret = secret
    self.limits = limits
    self.random = random
    passwords = PasswordHashing(
      cost: limits.accounts.passwordCost, places: limits.accounts.passwordsAtOnce,
      waiting: limits.accounts.waitingPasswords)
    signings = GroupCommit(database, limit: limits.waitingWrites) { transaction, signatures in
      try SigningBatch(limits: limits).apply(signatures, in: transaction)
    }
    confirmations = GroupCommit(database, limit: limits.waitingWrites) { transaction, requests in
      try ConfirmationBatch(secret: secret, limits: limits, random: random).apply(
        requests, in: transaction)
    }
    settlements = GroupCommit(database, limit: limits.waitingWrites) { transaction, settlements in
      try SettlementBatch.apply(settlements, in: transaction)
    }
    database.observe { [weak self] in self?.take($0) }
    try await sealEarlierReasons()
  }

  /// Called on a thread of the database after each commit.
  private func take(_ notice: DatabaseNotice) {
    guard case .message(let text) = notice, let notice = PetitionNotice(message: text) else {
      switchBoard.forget()
      // Any petition may have been closed; the keys of those that are open are derived again.
      petitionKeys.withLock { known in
        known.keys = [:]
        known.closings += 1
      }
      return versions.changedAll()
    }
    switch notice {
    case .changed(let id): versions.changed(id)
    case .closed(let id):
      forgetPetitionKey(of: id)
      versions.changed(id)
    case .hidden: versions.changedAll()
    }
  }

  /// Whether a database holds a site, which this does not change.
  public static func isMade(in database: any Database) async throws -> Bool {
    try await database.appliedMigrations(of: Migrations.all) ?? 0 > 0
  }

  /// Whether a database, whose schema is brought up to date, holds nothing that needs a secret.
  ///
  /// - Throws: ``StoreError/unfinishedMove``, `DatabaseError`.
  public static func isEmpty(_ database: any Database) async throws -> Bool {
    try await database.migrate(Migrations.all)
    return try await database.read { transaction in
      guard let site = try transaction.query("SELECT secret_check FROM site").first else {
        return try transaction.query("SELECT id FROM petition LIMIT 1").isEmpty
      }
      guard MoveMarker(try site.get(0)) == nil else { throw StoreError.unfinishedMove }
      return false
    }
  }

  /// Compares a secret with the one that the database was first opened with.
  ///
  /// Two nodes with different secrets would not recognise each other's signers.
  private static func verify(_ secret: SiteSecret, in database: any Database) async throws {
    let find: SQL = "SELECT secret_check FROM site"
    var known: [UInt8]? = try await database.read { try $0.query(find).first?.get(0) }
    if known == nil {
      let check = secret.check
      known = try await database.write { transaction in
        try transaction.execute(
          "INSERT INTO site (id, secret_check) VALUES (1, $1) ON CONFLICT (id) DO NOTHING", check)
        return try transaction.query(find).first?.get(0)
      }
    }
    guard known == secret.check else {
      throw known.flatMap(MoveMarker.init) == nil
        ? StoreError.otherSecret : StoreError.unfinishedMove
    }
  }

  /// Whether the database answers.
  public func isAvailable() async -> Bool {
    do {
      return try await database.read { try $0.query("SELECT 1").count == 1 }
    } catch {
      return false
    }
  }

  func add(_ signature: PreparedSignature) async throws -> SigningDecision {
    try await signings.submit(signature)
  }

  func settle(_ request: ConfirmationRequest) async throws -> ConfirmationOutcome {
    try await confirmations.submit(request)
  }

  func settle(_ settlement: Settlement) async throws {
    _ = try await settlements.submit(settlement)
  }

  /// The key of a petition's duplicate keys.
  ///
  /// - Throws: ``StoreError/petitionClosed`` for a closed petition.
  func petitionKey(of petition: Petition) async throws -> SecretKey {
    if let key = petitionKeys.withLock({ $0.keys[petition.id] }) { return key }
    let id = petition.id.rawValue
    let closings = petitionKeys.withLock { $0.closings }
    let salt: [UInt8]? = try await database.read { transaction in
      try transaction.query("SELECT key_salt FROM petition WHERE id = $1", id).first?.get(0)
    }
    guard let salt else { throw StoreError.petitionClosed }
    let key = secret.petitionKey(uniqueID: petition.uniqueID, salt: salt)
    // A petition that was closed since the salt was read must not leave its key here.
    petitionKeys.withLock { known in
      if known.closings == closings { known.keys[petition.id] = key }
    }
    return key
  }

  /// Lets go of the keys of petitions that this process or another one closed.
  func forgetKeysOfClosedPetitions() async throws {
    let known = petitionKeys.withLock { Array($0.keys.keys) }
    let open = try await database.read { transaction in
      try transaction.query(
        "SELECT id FROM petition WHERE id = $1 AND key_salt IS NOT NULL",
        each: known.map { [$0.rawValue] })
    }
    for (id, rows) in zip(known, open) where rows.isEmpty { forgetPetitionKey(of: id) }
  }

  func forgetPetitionKey(of id: Petition.ID) {
    petitionKeys.withLock { known in
      known.closings += 1
      known.keys[id] = nil
    }
  }
}

/// How long things are kept and how much may wait.
public struct StoreLimits: Sendable {
  /// How long a signature waits for its confirmation, in milliseconds.
  public var pendingLifetime: Int64 = 7 * 24 * 3_600_000

  /// How many mails one address gets for one petition within ``mailWindow``.
  public var mailsPerAddress = 3

  /// How many mails one address gets for all petitions together within ``mailWindow``.
  public var mailsPerRecipient = 10

  /// The window of ``mailsPerAddress`` and ``mailsPerRecipient``, in milliseconds.
  public var mailWindow: Int64 = 24 * 3_600_000

  /// Within this time, in milliseconds, the same form posted again is the same posting.
  public var repeatWindow: Int64 = 10 * 60_000

  /// How long after signing a reminder is due, in milliseconds.
  public var reminderDelay: Int64 = 3 * 24 * 3_600_000

  /// How long the code of a mail can be typed, in milliseconds.
  public var codeLifetime: Int64 = 15 * 60_000

  /// How often a code can be tried for one address and petition while any of its codes lives.
  public var codeTries = 5

  /// Within this time, in milliseconds, a mail that is asked for again is the same mail.
  public var resendWindow: Int64 = 60_000

  /// How long news waits to be handed over, in milliseconds; other mails wait as long as their links
  /// work.
  public var newsLifetime: Int64 = 3 * 24 * 3_600_000

  /// While so many mails of one piece of news wait, no more are made; at most twice as many wait.
  public var waitingNews = 1_000

  /// How long the record of a mail is kept after it was settled, in milliseconds; it holds no address.
  public var mailRecordLifetime: Int64 = 48 * 3_600_000

  /// How long nothing is sent to an address that took no mail or complained, in milliseconds; one
  /// that complained gets news no more.
  public var suppressionLifetime: Int64 = 90 * 24 * 3_600_000

  /// How many prompt mails may wait before no more signatures are taken.
  public var waitingMails = 200_000

  /// How many rows that have expired are deleted in one transaction.
  public var deletionsAtOnce = 2_000

  /// How many writes of one kind may wait before the next is refused.
  public var waitingWrites = 10_000

  /// How long people with accounts stay signed in, and how often they are written to.
  public var accounts = AccountLimits()

  /// How long petitions on their way are kept.
  public var drafts = DraftLimits()

  /// How much people who run petitions may keep on their pages.
  public var organising = OrganisingLimits()

  /// How signatures are removed.
  public var removals = RemovalLimits()

  /// How moderation goes.
  public var moderation = ReviewLimits()

  /// A moment that does not come.
  static let never = Int64.max

  /// The defaults, which docs/operating.md lists.
  public init() {}

  /// For how many milliseconds after it was queued a mail may be sent.
  func lifetime(of kind: WaitingMail.Kind) -> Int64 {
    kind == .news ? newsLifetime : pendingLifetime
  }
}
