import Petitions
import SQLDatabase

/// Reads what filters look at, a range of the list at a time.
struct SignatureReading {
  let petition: Int64
  /// The beginnings of the days whose networks are known still.
  let days: [Int64]

  /// - Parameter now: UTC milliseconds.
  init(petition: Petition.ID, at now: Int64) {
    self.petition = petition.rawValue
    let today = NetworkOfDay.day(of: now)
    days = [today - NetworkOfDay.dayLength, today]
  }

  /// The signatures of a range that stand, in the order of their numbers.
  func standing(
    _ ordinals: Range<Int>, isLocking: Bool = false, in transaction: any Transaction
  ) throws -> [SignatureTraits] {
    let locks = isLocking && transaction.dialect == .postgresql
    let networks = try networks(of: ordinals, in: transaction)
    return try transaction.query(
      locks ? Self.findAndLock : Self.find, petition, ordinals.lowerBound, ordinals.upperBound
    ).map { row in
      let ordinal: Int = try row.get(0)
      return SignatureTraits(
        ordinal: ordinal, publicName: try row.get(1), country: try row.get(2),
        confirmedAt: try row.get(3), domainTag: try row.get(4), networkTag: networks[ordinal],
        origin: try row.get(5))
    }
  }

  private static let find: SQL = """
    SELECT ordinal, name, country, confirmed_at, domain_tag, source
    FROM signature
    WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND state = 'standing'
    ORDER BY ordinal
    """

  private static let findAndLock: SQL = """
    SELECT ordinal, name, country, confirmed_at, domain_tag, source
    FROM signature
    WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND state = 'standing'
    ORDER BY ordinal
    FOR UPDATE
    """

  private func networks(
    of ordinals: Range<Int>, in transaction: any Transaction
  ) throws -> [Int: Int64] {
    let found = try transaction.query(
      """
      SELECT ordinal, network_tag
      FROM signature_network
      WHERE day = $1 AND petition_id = $2 AND ordinal >= $3 AND ordinal < $4
      """, each: days.map { [$0, petition, ordinals.lowerBound, ordinals.upperBound] })
    return try found.joined().reduce(into: [:]) { $0[try $1.get(0)] = try $1.get(1) as Int64 }
  }
}
