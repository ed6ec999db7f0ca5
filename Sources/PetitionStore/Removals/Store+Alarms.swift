public import Petitions
import SQLDatabase

/// The newest signatures of a petition beside those before.
public struct SignaturePulse: Sendable, Hashable {
  /// Signatures confirmed in each of the last hours, without gaps, the earliest first; the hour that is
  /// not over is the last.
  public let hours: [Hour]
  /// How many of the newest signatures each domain has, by its tag.
  public let domains: [Int64: Int]
  /// How many of them each country has.
  public let countries: [String: Int]
  /// What is unusual.
  public let alarms: [SignatureAlarm]

  /// The signatures of one hour.
  public struct Hour: Sendable, Hashable {
    /// The beginning of the hour, in UTC milliseconds.
    public let start: Int64
    /// How many were confirmed.
    public let count: Int
  }
}

extension Store {
  /// Measures the newest signatures of a petition against its own history.
  ///
  /// - Parameter now: UTC milliseconds.
  public func pulse(
    of petition: Petition, _ limits: SignatureAlarm.Limits = SignatureAlarm.Limits(), at now: Int64
  ) async throws -> SignaturePulse {
    let last = petition.tally.confirmed
    let middle = max(0, last - limits.newest)
    let newest = (middle + 1)..<(last + 1)
    let before = max(1, middle + 1 - limits.before)..<(middle + 1)
    return try await database.read { transaction in
      let hours = try Self.hours(
        of: petition, count: limits.hours, at: now, in: transaction)
      let now = try Self.shares(of: petition, newest, in: transaction)
      let then = try Self.shares(of: petition, before, in: transaction)
      // The hour that is not over counts, too: a flood should not wait for its end.
      let counts = hours.map(\.count)
      let rate = [counts.suffix(2).max() ?? 0].compactMap {
        SignatureAlarm.ofRate($0, before: counts.dropLast(2), limits)
      }
      return SignaturePulse(
        hours: hours, domains: now.domains, countries: now.countries,
        alarms: rate
          + SignatureAlarm.ofShares(newest: now.domains, before: then.domains, limits) {
            .domain($0)
          }
          + SignatureAlarm.ofShares(newest: now.countries, before: then.countries, limits) {
            .country($0)
          })
    }
  }

  /// Since the petition was opened, or so many hours at most.
  private static func hours(
    of petition: Petition, count: Int, at now: Int64, in transaction: any Transaction
  ) throws -> [SignaturePulse.Hour] {
    let current = now / PetitionCount.hour * PetitionCount.hour
    let opened = petition.openedAt / PetitionCount.hour * PetitionCount.hour
    let first = max(current - Int64(count - 1) * PetitionCount.hour, min(opened, current))
    let found: [Int64: Int] = try transaction.query(
      """
      SELECT hour, confirmed
      FROM confirmed_by_hour
      WHERE petition_id = $1 AND hour >= $2
      """, petition.id.rawValue, first
    ).reduce(into: [:]) { $0[try $1.get(0)] = try $1.get(1) as Int }
    return stride(from: first, through: current, by: Int64.Stride(PetitionCount.hour)).map {
      SignaturePulse.Hour(start: $0, count: found[$0] ?? 0)
    }
  }

  /// How often each domain and each country stands in a range of the list, also where a signature was
  /// removed since: a flood that was answered is still what happened.
  private static func shares(
    of petition: Petition, _ ordinals: Range<Int>, in transaction: any Transaction
  ) throws -> (domains: [Int64: Int], countries: [String: Int]) {
    guard !ordinals.isEmpty else { return ([:], [:]) }
    let domains = try transaction.query(
      """
      SELECT domain_tag, COUNT(*)
      FROM signature
      WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND domain_tag IS NOT NULL
      GROUP BY domain_tag
      """, petition.id.rawValue, ordinals.lowerBound, ordinals.upperBound)
    let countries = try transaction.query(
      """
      SELECT country, COUNT(*)
      FROM signature
      WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3 AND country IS NOT NULL
      GROUP BY country
      """, petition.id.rawValue, ordinals.lowerBound, ordinals.upperBound)
    return (
      try domains.reduce(into: [:]) { $0[try $1.get(0)] = try $1.get(1) as Int },
      try countries.reduce(into: [:]) { $0[try $1.get(0)] = try $1.get(1) as Int }
    )
  }
}
