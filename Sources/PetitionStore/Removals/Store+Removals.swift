public import Petitions
import SQLDatabase

extension Store {
  /// Counts the signatures that fit a filter, and keeps the number so that a removal can be asked for.
  ///
  /// - Parameters:
  ///   - account: who counts.
  ///   - now: UTC milliseconds.
  /// - Throws: ``StoreError/noSuchPetition``, `DatabaseError`.
  public func count(
    _ filter: SignatureFilter, in petition: Petition, by account: Account.ID, at now: Int64
  ) async throws -> Removal.ID {
    guard let current = try await self.petition(petition.id) else {
      throw StoreError.noSuchPetition
    }
    var filter = filter
    if filter.domain != nil {
      // Kept, since nobody can tell it any more once the petition is closed.
      filter.domainTag = try await domainTag(of: filter, in: current)
    }
    let found = try await findings(filter, in: current, at: now)
    let ordinals = Self.ordinals(of: filter, in: current) ?? 1...1
    let text = try RemovalRow.text(of: filter)
    return try await database.write { [self] transaction in
      let rows = try transaction.query(
        """
        INSERT INTO removal (
          petition_id, filter, state, counted, first_ordinal, last_ordinal, next_ordinal,
          requester_id, counted_at, changed_at
        )
        VALUES ($1, $2, 'counted', $3, $4, $5, $4, $6, $7, $7)
        RETURNING id
        """, current.id.rawValue, [UInt8](), found.count, ordinals.lowerBound,
        ordinals.upperBound, account.rawValue, now)
      guard let id: Int64 = try rows.first?.get(0) else { throw StoreError.unreadableRecord }
      // The number is given by the database, so what is sealed for it is written afterwards.
      try transaction.execute(
        "UPDATE removal SET filter = $1 WHERE id = $2",
        seal(text, in: RemovalRow.filterPlace(id)), id)
      return Removal.ID(rawValue: id)
    }
  }

  /// A removal by its number.
  public func removal(_ id: Removal.ID) async throws -> Removal? {
    try await database.read { [self] transaction in
      try transaction.query(RemovalRow.find, id.rawValue).first.map {
        try RemovalRow.removal($0, open: open)
      }
    }
  }

  /// What somebody asked for, newest first; counts alone are not among them.
  ///
  /// - Parameters:
  ///   - petition: whose signatures; nil for all petitions.
  ///   - last: the number that the list goes on after; nil for the newest.
  public func removals(
    of petition: Petition.ID? = nil, before last: Removal.ID? = nil
  ) async throws -> [Removal] {
    let (last, limit) = (last?.rawValue ?? .max, limits.removals.listed)
    return try await database.read { [self] transaction in
      let rows =
        if let petition {
          try transaction.query(RemovalRow.listOfPetition, last, limit, petition.rawValue)
        } else {
          try transaction.query(RemovalRow.list, last, limit)
        }
      return try rows.map { try RemovalRow.removal($0, open: open) }
    }
  }

  /// Whether a second person must agree, if this one asks for what was counted.
  public func needsSecond(_ removal: Removal, by account: Account.ID, at now: Int64) async throws
    -> Bool
  {
    try await database.read { [self] transaction in
      try needsSecond(removal, by: account, at: now, in: transaction)
    }
  }

  /// Asks for the removal of what was counted, which begins unless a second person must agree.
  ///
  /// - Throws: ``RemovalError``, `DatabaseError`.
  @discardableResult
  public func requestRemoval(
    _ id: Removal.ID, reason: RemovalReason, by account: Account.ID, at now: Int64
  ) async throws -> Removal {
    try await database.write { [self] transaction in
      let removal = try locked(id, in: transaction)
      try refuse(account, whoRuns: removal.petition, in: transaction)
      guard !removal.filter.isEmpty else { throw RemovalError.everything }
      try refuseForgottenNetwork(of: removal, at: now, in: transaction)
      // Two requests at once must not each think that they are the only one.
      try PetitionLock.toConfirm.take([removal.petition.rawValue], in: transaction)
      let needsSecond = try needsSecond(removal, by: account, at: now, in: transaction)
      try transaction.execute(
        "UPDATE removal SET reason = $1, requester_id = $2 WHERE id = $3 AND state = 'counted'",
        reason.rawValue, account.rawValue, id.rawValue)
      try take(.request(needsSecond: needsSecond), removal, at: now, in: transaction)
      try write(
        JournalEntry(
          .removalAsked, by: account, petition: removal.petition,
          facts: [
            "removal": "\(id.rawValue)", "count": "\(removal.counted)", "reason": reason.rawValue,
            "needs-second": needsSecond ? "yes" : "no",
          ], at: now), in: transaction)
      return try locked(id, in: transaction)
    }
  }

  /// Agrees as the second person, and the removal begins.
  ///
  /// - Parameter mayRemove: whether the person may remove signatures.
  /// - Throws: ``RemovalError``, `DatabaseError`.
  public func agreeToRemoval(
    _ id: Removal.ID, by account: Account.ID, mayRemove: Bool, at now: Int64
  ) async throws {
    try await database.write { [self] transaction in
      let removal = try locked(id, in: transaction)
      try refuse(account, whoRuns: removal.petition, in: transaction)
      let isRequester = removal.requester == account
      if let refusal = RemovalRule.refusal(toAgree: isRequester, mayRemove: mayRemove) {
        throw RemovalError.cannotAgree(refusal)
      }
      try refuseForgottenNetwork(of: removal, at: now, in: transaction)
      try take(.agree, removal, at: now, in: transaction)
      try transaction.execute(
        "UPDATE removal SET agreer_id = $1 WHERE id = $2", account.rawValue, id.rawValue)
      try note(
        .removalAgreed, removal, count: removal.counted, by: account, at: now, in: transaction)
    }
  }

  /// Ends a removal that waits or works; what was removed stays removed until it is put back.
  ///
  /// - Throws: ``RemovalError``, `DatabaseError`.
  public func cancelRemoval(
    _ id: Removal.ID, by account: Account.ID, at now: Int64
  ) async throws {
    try await database.write { [self] transaction in
      let removal = try locked(id, in: transaction)
      try refuse(account, whoRuns: removal.petition, in: transaction)
      try end(removal, by: account, cause: nil, at: now, in: transaction)
    }
  }

  /// Ends a removal before it is through.
  ///
  /// - Parameters:
  ///   - account: who ends it; nil for the site itself.
  ///   - cause: why the site does, for the journal.
  func end(
    _ removal: Removal, by account: Account.ID?, cause: String?, at now: Int64,
    in transaction: any Transaction
  ) throws {
    try take(.cancel, removal, at: now, in: transaction)
    try note(
      .removalCancelled, removal, count: removal.removed, cause: cause, by: account, at: now,
      in: transaction)
    guard removal.removed > 0 else { return }
    try notePublicly(
      .signaturesRemoved, removal, count: removal.removed, by: account, at: now, in: transaction)
  }

  /// Begins to put back what a removal removed.
  ///
  /// - Throws: ``RemovalError``, `DatabaseError`.
  public func undoRemoval(_ id: Removal.ID, by account: Account.ID, at now: Int64) async throws {
    try await database.write { [self] transaction in
      let removal = try locked(id, in: transaction)
      try refuse(account, whoRuns: removal.petition, in: transaction)
      try take(.undo, removal, at: now, in: transaction)
      try transaction.execute(
        "UPDATE removal SET next_ordinal = first_ordinal WHERE id = $1", id.rawValue)
      try note(
        .restoringAsked, removal, count: removal.removed, by: account, at: now, in: transaction)
    }
  }

  // MARK: What the steps are made of

  /// - Throws: ``RemovalError/ownPetition``.
  private func refuse(
    _ account: Account.ID, whoRuns petition: Petition.ID, in transaction: any Transaction
  ) throws {
    let owner: Int64? = try transaction.query(
      "SELECT owner_id FROM petition WHERE id = $1", petition.rawValue
    ).first?.get(0)
    guard owner != account.rawValue else { throw RemovalError.ownPetition }
  }

  /// - Throws: ``RemovalError/networkForgotten``.
  private func refuseForgottenNetwork(
    of removal: Removal, at now: Int64, in transaction: any Transaction
  ) throws {
    guard let tag = removal.filter.networkTag, removal.counted > 0 else { return }
    let days = SignatureReading(petition: removal.petition, at: removal.countedAt).days
      .filter { $0 > now - limits.removals.networkLifetime }
    let known = try transaction.query(
      """
      SELECT ordinal
      FROM signature_network
      WHERE day = $1 AND petition_id = $2 AND network_tag = $3
      LIMIT 1
      """, each: days.map { [$0, removal.petition.rawValue, tag] })
    guard known.contains(where: { !$0.isEmpty }) else { throw RemovalError.networkForgotten }
  }

  /// - Throws: ``RemovalError/unknown``.
  func locked(_ id: Removal.ID, in transaction: any Transaction) throws -> Removal {
    let isShared = transaction.dialect == .postgresql
    let rows = try transaction.query(
      isShared ? RemovalRow.findAndLock : RemovalRow.find, id.rawValue)
    guard let row = rows.first else { throw RemovalError.unknown }
    return try RemovalRow.removal(row, open: open)
  }

  /// - Throws: ``RemovalError/notPossible(_:)``.
  func take(
    _ step: RemovalState.Step, _ removal: Removal, at now: Int64, in transaction: any Transaction
  ) throws {
    guard let next = removal.state.after(step, removed: removal.removed) else {
      throw RemovalError.notPossible(removal.state)
    }
    try transaction.execute(
      "UPDATE removal SET state = $1, changed_at = $2 WHERE id = $3", next.rawValue, now,
      removal.id.rawValue)
  }

  private func needsSecond(
    _ removal: Removal, by account: Account.ID, at now: Int64, in transaction: any Transaction
  ) throws -> Bool {
    let rule = limits.removals.rule
    let earlier = try transaction.query(
      """
      SELECT state, counted, removed
      FROM removal
      WHERE petition_id = $1 AND requester_id = $2 AND agreer_id IS NULL AND changed_at > $3
        AND state IN ('running', 'cancelled', 'done')
      """, removal.petition.rawValue, account.rawValue, now - rule.window
    ).reduce(0) { sum, row in
      let isRunning = try row.get(0) as String == RemovalState.running.rawValue
      return sum + (try row.get(isRunning ? 1 : 2) as Int)
    }
    let rows = try transaction.query(
      "SELECT confirmed - withdrawn - removed FROM petition WHERE id = $1",
      removal.petition.rawValue)
    let standing: Int = try rows.first?.get(0) ?? 0
    return rule.needsSecond(counted: removal.counted, earlier: earlier, standing: standing)
  }

  /// What only the desk reads.
  private func note(
    _ event: JournalEvent, _ removal: Removal, count: Int, cause: String? = nil,
    by account: Account.ID?, at now: Int64, in transaction: any Transaction
  ) throws {
    var facts = ["removal": "\(removal.id.rawValue)", "count": "\(count)"]
    facts["cause"] = cause
    try write(
      JournalEntry(event, by: account, petition: removal.petition, facts: facts, at: now),
      in: transaction)
  }

  /// What everybody reads: how many, and why.
  func notePublicly(
    _ event: JournalEvent, _ removal: Removal, count: Int, by account: Account.ID?, at now: Int64,
    in transaction: any Transaction
  ) throws {
    try write(
      JournalEntry(
        event, by: account, petition: removal.petition,
        facts: [
          "removal": "\(removal.id.rawValue)", "count": "\(count)",
          "reason": removal.reason?.rawValue ?? RemovalReason.other.rawValue,
        ], isPublic: true, at: now), in: transaction)
  }
}
