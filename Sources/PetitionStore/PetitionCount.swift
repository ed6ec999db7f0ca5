import Petitions
import SQLDatabase

/// The count of one petition while a batch of confirmations goes through it.
struct PetitionCount {
  /// An hour in milliseconds; nothing records a confirmation more exactly.
  static let hour: Int64 = 3_600_000

  let petition: Int64
  private let state: Petition.State
  private let closesAt: Int64?
  /// Whether mails of the petition may not name it.
  let isDiscreet: Bool
  private(set) var confirmed: Int
  /// The ordinals given in this batch, by duplicate key and by link.
  private(set) var added: [[UInt8]: Int] = [:]
  private(set) var addedLinks: [[UInt8]: Int] = [:]
  private var byHour: [Int64: Int] = [:]
  private var byCountry: [String: Int] = [:]
  private var bySource = SourceCounts()

  init(petition: Int64, in transaction: any Transaction) throws {
    let rows = try transaction.query(
      "SELECT state, closes_at, confirmed, is_discreet FROM petition WHERE id = $1", petition)
    guard let row = rows.first else { throw StoreError.noSuchPetition }
    self.petition = petition
    state = Petition.State(rawValue: try row.get(0)) ?? .closed
    closesAt = try row.get(1)
    confirmed = try row.get(2)
    isDiscreet = try row.get(3)
  }

  func isOpen(at now: Int64) -> Bool {
    state.acceptsSignatures(until: closesAt, at: now)
  }

  mutating func add(_ pending: PendingRow, link: [UInt8], at now: Int64) {
    confirmed += 1
    added[pending.duplicateKey] = confirmed
    addedLinks[link] = confirmed
    byHour[now / Self.hour * Self.hour, default: 0] += 1
    if let country = pending.country { byCountry[country, default: 0] += 1 }
    bySource.add(pending.source)
  }

  /// Writes the numbers that belong to the rows of the batch.
  ///
  /// - Parameter sourceLimit: how many codes of links are counted.
  func write(sourceLimit: Int, in transaction: any Transaction) throws {
    guard !added.isEmpty else { return }
    try transaction.execute(
      "UPDATE petition SET confirmed = $1 WHERE id = $2", confirmed, petition)
    try transaction.execute(
      """
      INSERT INTO confirmed_by_hour (petition_id, hour, confirmed)
      VALUES ($1, $2, $3)
      ON CONFLICT (petition_id, hour)
        DO UPDATE SET confirmed = confirmed_by_hour.confirmed + excluded.confirmed
      """,
      each: byHour.map { [petition, $0.key, $0.value] })
    try transaction.execute(
      """
      INSERT INTO standing_by_country (petition_id, country, standing)
      VALUES ($1, $2, $3)
      ON CONFLICT (petition_id, country)
        DO UPDATE SET standing = standing_by_country.standing + excluded.standing
      """,
      each: byCountry.map { [petition, $0.key, $0.value] })
    try bySource.write(to: petition, limit: sourceLimit, in: transaction)
    try transaction.tell(.changed(Petition.ID(rawValue: petition)))
  }
}
