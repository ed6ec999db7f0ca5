import Foundation
public import Petitions
import SQLDatabase

/// How a removal is read from its row.
enum RemovalRow {
  /// Finds one by its number.
  static let find: SQL = """
    SELECT id, petition_id, filter, state, reason, counted, removed, restored, first_ordinal,
      last_ordinal, next_ordinal, requester_id, agreer_id, counted_at, changed_at
    FROM removal
    WHERE id = $1
    """

  /// Finds one by its number, and lets nobody else change it before the end of the transaction.
  static let findAndLock: SQL = """
    SELECT id, petition_id, filter, state, reason, counted, removed, restored, first_ordinal,
      last_ordinal, next_ordinal, requester_id, agreer_id, counted_at, changed_at
    FROM removal
    WHERE id = $1
    FOR UPDATE
    """

  /// Those that somebody asked for, newest first, before a number.
  static let list: SQL = """
    SELECT id, petition_id, filter, state, reason, counted, removed, restored, first_ordinal,
      last_ordinal, next_ordinal, requester_id, agreer_id, counted_at, changed_at
    FROM removal
    WHERE id < $1 AND state <> 'counted'
    ORDER BY id DESC
    LIMIT $2
    """

  /// The same of one petition.
  static let listOfPetition: SQL = """
    SELECT id, petition_id, filter, state, reason, counted, removed, restored, first_ordinal,
      last_ordinal, next_ordinal, requester_id, agreer_id, counted_at, changed_at
    FROM removal
    WHERE petition_id = $3 AND id < $1 AND state <> 'counted'
    ORDER BY id DESC
    LIMIT $2
    """

  /// - Parameter open: opens what was sealed for a place.
  static func removal(_ row: Row, open: ([UInt8], String) throws -> String) throws -> Removal {
    let id: Int64 = try row.get(0)
    let (first, last): (Int, Int) = (try row.get(8), try row.get(9))
    guard let state = RemovalState(rawValue: try row.get(3)), first <= last else {
      throw StoreError.unreadableRecord
    }
    let reason: String? = try row.get(4)
    return Removal(
      id: Removal.ID(rawValue: id), petition: Petition.ID(rawValue: try row.get(1)),
      filter: try filter(open(row.get(2), filterPlace(id))), state: state,
      reason: reason.flatMap(RemovalReason.init), counted: try row.get(5), removed: try row.get(6),
      restored: try row.get(7), ordinals: first...last, nextOrdinal: try row.get(10),
      requester: Account.ID(rawValue: try row.get(11)),
      agreer: (try row.get(12) as Int64?).map(Account.ID.init), countedAt: try row.get(13),
      changedAt: try row.get(14))
  }

  static func filterPlace(_ id: Int64) -> String { "removal.filter \(id)" }

  static func text(of filter: SignatureFilter) throws -> String {
    String(decoding: try JSONEncoder().encode(filter), as: UTF8.self)
  }

  private static func filter(_ text: String) throws -> SignatureFilter {
    do {
      return try JSONDecoder().decode(SignatureFilter.self, from: Data(text.utf8))
    } catch {
      throw StoreError.unreadableRecord
    }
  }
}

/// Why a removal does not do what somebody asked it to.
public enum RemovalError: Error, Sendable, Hashable {
  /// There is none of that number.
  case unknown
  /// Its state does not allow the step; perhaps somebody else was first.
  case notPossible(RemovalState)
  /// The person cannot be the second one.
  case cannotAgree(AgreementRefusal)
  /// Everything fits a filter without parts; a petition as a whole is taken down instead.
  case everything
  /// Who runs a petition decides nothing about its signatures.
  case ownPetition
  /// The signatures are not known by their network any more.
  case networkForgotten
}
