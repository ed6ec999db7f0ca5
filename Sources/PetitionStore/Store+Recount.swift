import Foundation
public import Petitions
import SQLDatabase

/// A number that does not agree with the rows it stands for.
public struct CountMismatch: Sendable, Hashable {
  /// The petition.
  public let slug: Slug
  /// Which number.
  public let number: String
  /// What is shown.
  public let recorded: Int
  /// What the rows come to.
  public let counted: Int
}

extension Store {
  /// Counts every number again from the rows and names those that differ; changes nothing.
  ///
  /// Reads all signatures: the time grows with them, the memory does not.
  public func recount() async throws -> [CountMismatch] {
    try await Self.recount(database)
  }

  /// Counts the numbers of a database that need not be open as a store.
  static func recount(_ database: any Database) async throws -> [CountMismatch] {
    try await database.read { transaction in
      try transaction.query(
        """
        SELECT id, slug, confirmed, withdrawn, removed
        FROM petition
        ORDER BY id
        """
      ).flatMap { try mismatches(of: $0, in: transaction) } + newsMismatches(in: transaction)
    }
  }

  /// Each mail of news that was made has been accepted or has failed, is in doubt, or waits.
  private static func newsMismatches(in transaction: any Transaction) throws -> [CountMismatch] {
    try transaction.query(
      """
      SELECT slug, news.id, queued, accepted + failed + in_doubt + (
        SELECT COUNT(*)
        FROM outbox
        WHERE news_id = news.id AND outbox.state IN ('queued', 'sending', 'deferred')
      )
      FROM news
      JOIN petition ON petition.id = petition_id
      ORDER BY news.id
      """
    ).compactMap { row in
      guard let slug = Slug(try row.get(0) as String) else { throw StoreError.unreadableWording }
      let mismatch = CountMismatch(
        slug: slug, number: "mails of news \(try row.get(1) as Int64)", recorded: try row.get(2),
        counted: try row.get(3))
      return mismatch.recorded == mismatch.counted ? nil : mismatch
    }
  }

  private static func mismatches(
    of row: Row, in transaction: any Transaction
  ) throws -> [CountMismatch] {
    let petition: Int64 = try row.get(0)
    guard let slug = Slug(try row.get(1) as String) else { throw StoreError.unreadableWording }
    let counted = try Recount(petition: petition, in: transaction)
    let confirmed: Int = try row.get(2)
    var numbers: [(String, Int, Int)] = [
      ("confirmed", confirmed, counted.confirmed),
      ("last ordinal", confirmed, counted.lastOrdinal),
      ("withdrawn", try row.get(3), counted.withdrawn),
      ("removed", try row.get(4), counted.removed),
    ]
    let byHour = try recorded(
      "SELECT hour, confirmed FROM confirmed_by_hour WHERE petition_id = $1",
      petition, in: transaction, key: Int64.self)
    for hour in Set(byHour.keys).union(counted.byHour.keys).sorted() {
      let start = Date(timeIntervalSince1970: Double(hour) / 1_000).formatted(.iso8601)
      numbers.append(
        ("confirmed in the hour from \(start)", byHour[hour] ?? 0, counted.byHour[hour] ?? 0))
    }
    let byCountry = try recorded(
      "SELECT country, standing FROM standing_by_country WHERE petition_id = $1",
      petition, in: transaction, key: String.self)
    for country in Set(byCountry.keys).union(counted.byCountry.keys).sorted() {
      numbers.append(
        ("standing in \(country)", byCountry[country] ?? 0, counted.byCountry[country] ?? 0))
    }
    let byRemoval = try recorded(
      "SELECT id, removed FROM removal WHERE petition_id = $1 AND state <> 'counted'",
      petition, in: transaction, key: Int64.self)
    for removal in Set(byRemoval.keys).union(counted.byRemoval.keys).sorted() {
      numbers.append(
        ("removed by removal \(removal)", byRemoval[removal] ?? 0, counted.byRemoval[removal] ?? 0))
    }
    numbers += try renewals(of: petition, in: transaction)
    return numbers.filter { $0.1 != $0.2 }.map {
      CountMismatch(slug: slug, number: $0.0, recorded: $0.1, counted: $0.2)
    }
  }

  /// How many signed each version again, and how many rows say so.
  private static func renewals(
    of petition: Int64, in transaction: any Transaction
  ) throws -> [(String, Int, Int)] {
    try transaction.query(
      """
      SELECT version, renewed, (
        SELECT COUNT(*)
        FROM renewal
        WHERE renewal.petition_id = wording.petition_id AND renewal.version = wording.version
      )
      FROM wording
      WHERE petition_id = $1
      ORDER BY version
      """, petition
    ).map { ("signed version \(try $0.get(0) as Int) again", try $0.get(1), try $0.get(2)) }
  }

  private static func recorded<Key: Hashable & ColumnDecodable>(
    _ sql: SQL, _ petition: Int64, in transaction: any Transaction, key: Key.Type
  ) throws -> [Key: Int] {
    try transaction.query(sql, petition).reduce(into: [:]) { numbers, row in
      numbers[try row.get(0)] = try row.get(1) as Int
    }
  }
}

/// What the rows of one petition come to.
private struct Recount {
  var confirmed = 0
  var lastOrdinal = 0
  var withdrawn = 0
  var removed = 0
  var byHour: [Int64: Int] = [:]
  var byCountry: [String: Int] = [:]
  var byRemoval: [Int64: Int] = [:]

  /// So many ordinals are grouped at once, so that the groups stay small.
  private static let step = 100_000

  init(petition: Int64, in transaction: any Transaction) throws {
    let next: SQL = """
      SELECT ordinal
      FROM signature
      WHERE petition_id = $1 AND ordinal > $2
      ORDER BY ordinal
      LIMIT 1
      """
    // From one ordinal that there is to the next: a gap, however wide, takes no time.
    while let first: Int = try transaction.query(next, petition, lastOrdinal).first?.get(0) {
      let groups = try transaction.query(
        """
        SELECT state, confirmed_at, country, COUNT(*), MAX(ordinal), removal_id
        FROM signature
        WHERE petition_id = $1 AND ordinal >= $2 AND ordinal < $3
        GROUP BY state, confirmed_at, country, removal_id
        """, petition, first, first + Self.step)
      for group in groups { try add(group) }
    }
  }

  private mutating func add(_ group: Row) throws {
    let count: Int = try group.get(3)
    confirmed += count
    lastOrdinal = max(lastOrdinal, try group.get(4))
    byHour[try group.get(1), default: 0] += count
    switch SignatureState(rawValue: try group.get(0)) {
    case .standing:
      if let country: String = try group.get(2) { byCountry[country, default: 0] += count }
    case .withdrawn: withdrawn += count
    case .removed:
      removed += count
      if let removal: Int64 = try group.get(5) { byRemoval[removal, default: 0] += count }
    case nil: throw StoreError.unreadableRecord
    }
  }
}
