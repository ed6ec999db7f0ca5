public import Petitions
import SQLDatabase

extension Store {
  /// Asks the moderators for another text of an open petition.
  ///
  /// - Parameters:
  ///   - wording: the words as they would be, checked.
  ///   - version: the version of the words that was changed.
  ///   - purpose: why, in lines.
  ///   - asksSigners: whether signers are to be asked to sign them, if the moderators agree.
  ///   - account: who runs the petition.
  ///   - now: UTC milliseconds.
  /// - Returns: why it cannot be asked for; nil where it was.
  public func amend(
    _ petition: Petition.ID, to wording: Wording, from version: Int, purpose: String,
    asksSigners: Bool = false, by account: Account.ID, at now: Int64
  ) async throws -> ReviewRefusal? {
    try await database.write { [self] transaction in
      try PetitionLock.toConfirm.take([petition.rawValue], in: transaction)
      guard let known = try Self.petition(petition, in: transaction),
        known.transition(on: .amend, at: now) != nil
      else { return .wrongState }
      if known.wordingVersion != version { return .outdated }
      if known.wording == wording { return .nothingChanged }
      let waiting = try transaction.query(
        "SELECT id FROM amendment WHERE petition_id = $1 AND state = 'waiting'", petition.rawValue)
      guard waiting.isEmpty else { return .amendmentWaits }
      try add(
        wording, to: known, purpose: purpose, asksSigners: asksSigners, by: account, at: now,
        in: transaction)
      return nil
    }
  }

  private func add(
    _ wording: Wording, to petition: Petition, purpose: String, asksSigners: Bool,
    by account: Account.ID, at now: Int64, in transaction: any Transaction
  ) throws {
    let rows = try transaction.query(
      """
      INSERT INTO amendment (
        petition_id, from_version, state, content, purpose, account_id, proposed_at, asks_signers
      )
      VALUES ($1, $2, 'waiting', $3, $4, $5, $6, $7)
      RETURNING id
      """, petition.id.rawValue, petition.wordingVersion, [UInt8](), [UInt8](), account.rawValue,
      now, asksSigners)
    guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.unreadableRecord }
    try transaction.execute(
      "UPDATE amendment SET content = $1, purpose = $2 WHERE id = $3",
      seal(try PetitionRow.content(of: wording), in: Self.contentPlace(id)),
      seal(purpose, in: Self.purposePlace(id)), id)
    try write(
      JournalEntry(
        .textChangeAsked, by: account, petition: petition.id, facts: ["amendment": "\(id)"],
        at: now), in: transaction)
  }

  /// The other text of a petition that waits for a moderator.
  public func waitingAmendment(of petition: Petition.ID) async throws -> Amendment? {
    try await database.read { [self] transaction in
      let rows = try transaction.query(
        "SELECT id FROM amendment WHERE petition_id = $1 AND state = 'waiting'", petition.rawValue)
      return try rows.first.flatMap { row in
        try amendment(Amendment.ID(rawValue: row.get(0)), in: transaction)
      }
    }
  }

  func amendment(_ id: Amendment.ID, in transaction: any Transaction) throws -> Amendment? {
    try transaction.query(
      """
      SELECT id, petition_id, from_version, state, content, purpose, account_id, proposed_at,
        decided_at, asks_signers
      FROM amendment
      WHERE id = $1
      """, id.rawValue
    ).first.map(amendment)
  }

  private func amendment(_ row: Row) throws -> Amendment {
    let id: Int64 = try row.get(0)
    let state: String = try row.get(3)
    guard let state = Amendment.State(rawValue: state) else { throw StoreError.unreadableRecord }
    let content: [UInt8]? = try row.get(4)
    return Amendment(
      id: Amendment.ID(rawValue: id), petition: Petition.ID(rawValue: try row.get(1)),
      fromVersion: try row.get(2), state: state,
      wording: try content.map {
        try PetitionRow.wording(open($0, in: Self.contentPlace(id)))
      },
      purpose: try open(row.get(5), in: Self.purposePlace(id)), asksSigners: try row.get(9),
      account: (try row.get(6) as Int64?).map(Account.ID.init), proposedAt: try row.get(7),
      decidedAt: try row.get(8))
  }

  private static func contentPlace(_ id: Int64) -> String { "amendment.content \(id)" }
  private static func purposePlace(_ id: Int64) -> String { "amendment.purpose \(id)" }

  /// Accepts another text, which every reader and every signer gets from now on, or turns it down.
  ///
  /// Signatures stay bound to the words that their signers saw.
  ///
  /// - Parameters:
  ///   - storyHTML: the story of the other text, rendered in safe mode; nil turns the text down.
  ///   - asksSigners: whether those who signed and get news are asked to sign an accepted text; who they
  ///     are is counted before, in a time that grows with the petition's signatures.
  ///   - message: what the moderator says to the organiser, in lines; may be empty.
  ///   - account: the moderator.
  ///   - now: UTC milliseconds.
  /// - Returns: why it cannot be decided; nil where it was.
  public func decide(
    _ id: Amendment.ID, acceptedAs storyHTML: String?, asksSigners: Bool = false, message: String,
    by account: Account.ID, at now: Int64
  ) async throws -> ReviewRefusal? {
    let asked = storyHTML == nil || !asksSigners ? 0 : try await newsAudience(changedBy: id)
    return try await database.write { [self] transaction in
      guard let found = try amendment(id, in: transaction) else { return .wrongState }
      try PetitionLock.toConfirm.take([found.petition.rawValue], in: transaction)
      guard let known = try amendment(id, in: transaction), let wording = known.wording,
        let petition = try Self.petition(known.petition, in: transaction)
      else { return .wrongState }
      let event: PetitionEvent = storyHTML == nil ? .declineAmendment : .acceptAmendment
      guard let transition = petition.transition(on: event, at: now) else { return .outdated }
      if known.account == account { return .ownPetition }
      let objection = try self.refusal(
        of: transition, by: account, owner: petition.owner, in: transaction)
      if let objection { return objection }
      let claim = try Self.claim(on: .amendment(id), in: transaction)
      guard claim.allows(account, at: now) else { return .claimedByAnother }
      if let storyHTML {
        guard petition.wordingVersion == known.fromVersion else { return .outdated }
        try change(
          petition, to: wording, storyHTML, asking: asked, by: account, at: now, in: transaction)
      }
      try settle(
        known, isAccepted: storyHTML != nil, petition, by: account, at: now, in: transaction)
      try tell(
        petition, isAccepted: storyHTML != nil, asksSigners: asked > 0, message, at: now,
        in: transaction)
      try Self.forgetClaim(on: .amendment(id), in: transaction)
      return nil
    }
  }

  /// How many get news of the petition that a text belongs to.
  private func newsAudience(changedBy id: Amendment.ID) async throws -> Int {
    let petition = try await database.read { try self.amendment(id, in: $0)?.petition }
    guard let petition else { return 0 }
    return try await newsAudience(of: petition).count
  }

  private func change(
    _ petition: Petition, to wording: Wording, _ storyHTML: String, asking asked: Int,
    by account: Account.ID, at now: Int64, in transaction: any Transaction
  ) throws {
    let version = petition.wordingVersion + 1
    try transaction.execute(
      """
      INSERT INTO wording (petition_id, version, content, story_html, created_at)
      VALUES ($1, $2, $3, $4, $5)
      """, petition.id.rawValue, version, try PetitionRow.content(of: wording), storyHTML, now)
    try transaction.execute(
      "UPDATE petition SET wording_version = $1 WHERE id = $2", version, petition.id.rawValue)
    try Self.index(petition.id, wording, version: version, in: transaction)
    try write(
      JournalEntry(
        .textChanged, by: account, petition: petition.id,
        facts: ["version": "\(version)", "asks-signers": asked == 0 ? "no" : "yes"],
        isPublic: true, at: now), in: transaction)
    if asked > 0 {
      try askSigners(of: petition, for: version, count: asked, at: now, in: transaction)
    }
    try transaction.tell(.changed(petition.id))
  }

  private func settle(
    _ amendment: Amendment, isAccepted: Bool, _ petition: Petition, by account: Account.ID,
    at now: Int64, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE amendment
      SET state = $1, content = NULL, decided_by = $2, decided_at = $3, confirmed = $4
      WHERE id = $5
      """, isAccepted ? "accepted" : "declined", account.rawValue, now, petition.tally.confirmed,
      amendment.id.rawValue)
    guard !isAccepted else { return }
    try write(
      JournalEntry(
        .textChangeDeclined, by: account, petition: petition.id,
        facts: ["amendment": "\(amendment.id.rawValue)"], at: now), in: transaction)
  }

  private func tell(
    _ petition: Petition, isAccepted: Bool, asksSigners: Bool, _ message: String, at now: Int64,
    in transaction: any Transaction
  ) throws {
    try tellOwner(
      of: petition,
      isAccepted
        ? .textChanged(
          title: petition.wording.title, slug: petition.slug.text, message: message,
          asksSigners: asksSigners)
        : .textNotChanged(
          title: petition.wording.title, slug: petition.slug.text, message: message),
      at: now, in: transaction)
  }

  /// Queues a mail to whoever runs a petition; nothing where nobody does.
  func tellOwner(
    of petition: Petition, _ mail: ModerationMail, at now: Int64, in transaction: any Transaction
  ) throws {
    guard let owner = try petition.owner.flatMap({ try account($0, in: transaction) }) else {
      return
    }
    let language: String? = try transaction.query(
      "SELECT language FROM account WHERE id = $1", owner.id.rawValue
    ).first?.get(0)
    try queue(
      .moderation(mail), to: owner.email, language: language ?? petition.language, at: now,
      in: transaction)
  }
}
