public import Petitions
import SQLDatabase

extension Store {
  /// Does the next batch of every removal that works.
  ///
  /// The place in the list is noted in the transaction that changes the signatures and the counts: a
  /// program that ends goes on where it was, and so does another one beside it.
  ///
  /// - Parameters:
  ///   - resting: those that are left alone for now.
  ///   - report: told of each that fails, which keeps no other one waiting.
  /// - Returns: how many batches were done; 0 when there is nothing to do.
  public func continueRemovals(
    at now: Int64, except resting: Set<Removal.ID> = [],
    whereOneFails report: (Removal.ID, any Error) -> Void
  ) async throws -> Int {
    let working = try await database.read { transaction in
      try transaction.query(
        """
        SELECT id
        FROM removal
        WHERE state IN ('running', 'undoing')
        ORDER BY id
        LIMIT 100
        """
      ).map { Removal.ID(rawValue: try $0.get(0)) }
    }
    var batches = 0
    for id in working where !resting.contains(id) {
      do {
        if try await continueRemoval(id, at: now) { batches += 1 }
      } catch {
        try Task.checkCancellation()
        report(id, error)
      }
    }
    return batches
  }

  /// Does the next batch of one removal.
  ///
  /// One that goes by a network of the day ends when the network is forgotten before it is through.
  ///
  /// - Returns: false where it does not work, or not any more.
  public func continueRemoval(_ id: Removal.ID, at now: Int64) async throws -> Bool {
    guard let removal = try await removal(id), removal.state.isWorking,
      let petition = try await petition(removal.petition)
    else { return false }
    let tag = try await domainTag(of: removal.filter, in: petition)
    let days = removal.countedAt
    return try await database.write { [self] transaction in
      // The removal first, then signatures, then the petition: the order of all who lock these.
      let removal = try locked(id, in: transaction)
      switch removal.state {
      case .running:
        guard try knowsNetworks(of: removal, at: now, in: transaction) else {
          try end(removal, by: nil, cause: "network-forgotten", at: now, in: transaction)
          return false
        }
        let reading = SignatureReading(petition: removal.petition, at: days)
        try removeBatch(of: removal, reading, domainTag: tag, at: now, in: transaction)
      case .undoing: try restoreBatch(of: removal, at: now, in: transaction)
      default: return false
      }
      return true
    }
  }

  private func removeBatch(
    of removal: Removal, _ reading: SignatureReading, domainTag: Int64?, at now: Int64,
    in transaction: any Transaction
  ) throws {
    let places = places(of: removal)
    let fitting = try reading.standing(places, isLocking: true, in: transaction)
      .filter { removal.filter.matches($0, domainTag: domainTag) }
      // Never more than somebody agreed to, whatever has changed since it was counted.
      .prefix(removal.counted - removal.removed)
    let petition = removal.petition.rawValue
    try transaction.execute(
      """
      UPDATE signature
      SET state = 'removed', removal_id = $1
      WHERE petition_id = $2 AND ordinal = $3 AND state = 'standing'
      """, each: fitting.map { [removal.id.rawValue, petition, $0.ordinal] })
    let isLast = places.upperBound > removal.ordinals.upperBound
    try move(
      removal, by: fitting.count, to: places.upperBound, countries: fitting.map(\.country),
      in: transaction)
    guard isLast || removal.removed + fitting.count == removal.counted else { return }
    try take(.finish, removal, at: now, in: transaction)
    try notePublicly(
      .signaturesRemoved, removal, count: removal.removed + fitting.count, by: removal.requester,
      at: now, in: transaction)
  }

  private func restoreBatch(
    of removal: Removal, at now: Int64, in transaction: any Transaction
  ) throws {
    let places = places(of: removal)
    let petition = removal.petition.rawValue
    let removed = try transaction.query(
      transaction.dialect == .postgresql ? Self.findRemovedAndLock : Self.findRemoved, petition,
      places.lowerBound, places.upperBound, removal.id.rawValue)
    try transaction.execute(
      """
      UPDATE signature
      SET state = 'standing', removal_id = NULL
      WHERE petition_id = $1 AND ordinal = $2 AND removal_id = $3
      """, each: removed.map { [petition, try $0.get(0) as Int, removal.id.rawValue] })
    try move(
      removal, by: -removed.count, to: places.upperBound,
      countries: removed.map { try $0.get(1) as String? }, in: transaction)
    guard places.upperBound > removal.ordinals.upperBound else { return }
    try take(.finishUndo, removal, at: now, in: transaction)
    try notePublicly(
      .signaturesRestored, removal, count: removal.restored + removed.count, by: nil, at: now,
      in: transaction)
  }

  private static let findRemoved: SQL = """
    SELECT ordinal, country
    FROM signature
    WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND removal_id = $4
    ORDER BY ordinal
    """

  private static let findRemovedAndLock: SQL = """
    SELECT ordinal, country
    FROM signature
    WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND removal_id = $4
    ORDER BY ordinal
    FOR UPDATE
    """

  /// Whether the networks of all signatures of the next batch are known still that were when they were
  /// counted; true for a removal that goes by none.
  ///
  /// What the sweep may delete by now counts as forgotten, whether it has or not.
  private func knowsNetworks(
    of removal: Removal, at now: Int64, in transaction: any Transaction
  ) throws -> Bool {
    guard removal.filter.networkTag != nil else { return true }
    let forgotten = SignatureReading(petition: removal.petition, at: removal.countedAt).days
      .filter { $0 <= now - limits.removals.networkLifetime }
    let places = places(of: removal)
    let found = try transaction.query(
      """
      SELECT ordinal
      FROM signature
      WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND state = 'standing'
        AND confirmed_at >= $4 AND confirmed_at < $5
      LIMIT 1
      """,
      each: forgotten.map {
        [
          removal.petition.rawValue, places.lowerBound, places.upperBound, $0,
          $0 + NetworkOfDay.dayLength,
        ]
      })
    return found.allSatisfy(\.isEmpty)
  }

  /// The part of the list that comes next; up to its end at most.
  private func places(of removal: Removal) -> Range<Int> {
    let next = removal.nextOrdinal
    let end = removal.ordinals.upperBound + 1
    return next..<max(next, min(next + limits.removals.placesAtOnce, end))
  }

  /// Sets every number that belongs to the signatures of a batch.
  ///
  /// - Parameter count: how many were removed; less than 0 for those put back.
  private func move(
    _ removal: Removal, by count: Int, to next: Int, countries: [String?],
    in transaction: any Transaction
  ) throws {
    try transaction.execute(
      """
      UPDATE removal
      SET removed = removed + $1, restored = restored + $2, next_ordinal = $3
      WHERE id = $4
      """, count, max(0, -count), next, removal.id.rawValue)
    guard count != 0 else { return }
    try transaction.execute(
      "UPDATE petition SET removed = removed + $1 WHERE id = $2", count, removal.petition.rawValue)
    let sign = count > 0 ? 1 : -1
    let byCountry = countries.compactMap(\.self).reduce(into: [:]) { $0[$1, default: 0] += sign }
    // In one order, so that nodes that write the same numbers do not wait in a circle.
    try transaction.execute(
      """
      UPDATE standing_by_country
      SET standing = standing - $1
      WHERE petition_id = $2 AND country = $3
      """,
      each: byCountry.sorted { $0.key < $1.key }
        .map { [$0.value, removal.petition.rawValue, $0.key] })
    try transaction.tell(.changed(removal.petition))
  }

  /// Deletes what was counted and not asked for, and what is known of networks of earlier days.
  func sweepRemovals(at now: Int64) async throws {
    try await delete(
      """
      DELETE FROM removal
      WHERE id IN (
        SELECT id
        FROM removal
        WHERE state = 'counted' AND changed_at <= $1
        ORDER BY changed_at
        LIMIT $2
      )
      """, until: now - limits.removals.countedLifetime)
    try await delete(
      """
      DELETE FROM signature_network
      WHERE (day, petition_id, ordinal) IN (
        SELECT day, petition_id, ordinal
        FROM signature_network
        WHERE day <= $1
        ORDER BY day, petition_id, ordinal
        LIMIT $2
      )
      """, until: now - limits.removals.networkLifetime)
    try await sweepSwitches(at: now)
  }
}
