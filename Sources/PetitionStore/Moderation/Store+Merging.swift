public import Petitions
import SQLDatabase

extension Store {
  /// Ends a petition and lets its address lead to another one that asks the same.
  ///
  /// Nobody's signature moves: who signed the one text has not signed the other.
  ///
  /// - Parameters:
  ///   - other: where readers are sent; one that is itself merged, or taken down, is refused.
  ///   - now: UTC milliseconds.
  /// - Returns: why they cannot be merged; nil where they were.
  public func merge(
    _ id: Petition.ID, into other: Petition.ID, by account: Account.ID, at now: Int64
  ) async throws -> ReviewRefusal? {
    guard id != other else { return .otherIsItself }
    let refusal: ReviewRefusal? = try await database.write { [self] transaction in
      try PetitionLock.toClose.take([id.rawValue, other.rawValue], in: transaction)
      guard let petition = try Self.petition(id, in: transaction),
        let transition = petition.transition(on: .merge, at: now)
      else { return .wrongState }
      guard let target = try Self.petition(other, in: transaction), target.takenDownAt == nil else {
        return .otherUnknown
      }
      if target.mergedInto != nil { return .otherIsMerged }
      let objection = try self.refusal(
        of: transition, by: account, owner: petition.owner, in: transaction)
      if let objection { return objection }
      if target.owner == account { return .ownPetition }
      try redirect(petition, to: target, by: account, at: now, in: transaction)
      return nil
    }
    if refusal == nil { try await finishClosing(id) }
    return refusal
  }

  private func redirect(
    _ petition: Petition, to target: Petition, by account: Account.ID, at now: Int64,
    in transaction: any Transaction
  ) throws {
    let id = petition.id.rawValue
    try transaction.execute(
      """
      UPDATE petition
      SET state = 'closed', key_salt = NULL, is_forgetting = 1, merged_into = $1
      WHERE id = $2
      """, target.id.rawValue, id)
    // What led here leads on, so that nobody is sent from one address to the next.
    let earlier = try transaction.query(
      "UPDATE petition SET merged_into = $1 WHERE merged_into = $2 RETURNING id",
      target.id.rawValue, id)
    for row in earlier { try transaction.tell(.changed(Petition.ID(rawValue: row.get(0)))) }
    for one in [petition.id, target.id] {
      try write(
        JournalEntry(
          .petitionMerged, by: account, petition: one,
          facts: ["from": petition.slug.text, "to": target.slug.text], isPublic: true, at: now),
        in: transaction)
    }
    try tellOwner(
      of: petition,
      .merged(
        title: petition.wording.title, otherTitle: target.wording.title,
        otherSlug: target.slug.text),
      at: now, in: transaction)
    try transaction.tell(.closed(petition.id))
  }
}
