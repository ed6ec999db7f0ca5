import Foundation
import Petitions
import SQLDatabase

/// How a petition is read from its rows.
enum PetitionRow {
  /// The petitions of some numbers, in their order; numbers without a petition are passed over.
  static func petitions(_ ids: [Row], in transaction: any Transaction) throws -> [Petition] {
    try transaction.query(
      """
      SELECT petition.id, unique_id, slug, content, wording_version, language, state,
        first_audience, opened_at, closes_at, confirmed, withdrawn, removed, imported_count,
        photo_id, photo_credit, photo_alternative, sizes, is_discreet, bounced,
        owner_id, answered_at, taken_down_at, merged_into, milestones, category
      FROM petition
      JOIN wording ON wording.petition_id = petition.id AND version = wording_version
      LEFT JOIN photo ON photo.id = photo_id
      LEFT JOIN petition_detail ON petition_detail.petition_id = petition.id
      WHERE petition.id = $1
      """,
      each: ids.map { [try $0.get(0) as Int64] }
    ).compactMap { try $0.first.map(petition) }
  }

  static func petition(_ slug: Slug, in transaction: any Transaction) throws -> Petition? {
    let ids = try transaction.query("SELECT id FROM petition WHERE slug = $1", slug.text)
    return try petitions(ids, in: transaction).first
  }

  static func openIDs(_ order: PetitionOrder) -> SQL {
    switch order {
    case .newest:
      """
      SELECT id
      FROM petition
      WHERE state = 'open'
      ORDER BY opened_at DESC, id DESC
      LIMIT $1
      """
    case .mostSigned:
      """
      SELECT id
      FROM petition
      WHERE state = 'open'
      ORDER BY confirmed - withdrawn - removed DESC, id DESC
      LIMIT $1
      """
    }
  }

  /// The same in one category, which is the second parameter.
  ///
  /// The category is asked for one by one, so that the petitions come in the order of an index as well.
  static func openIDsInCategory(_ order: PetitionOrder) -> SQL {
    switch order {
    case .newest:
      """
      SELECT id
      FROM petition
      WHERE state = 'open'
        AND (SELECT category FROM petition_detail WHERE petition_id = petition.id) = $2
      ORDER BY opened_at DESC, id DESC
      LIMIT $1
      """
    case .mostSigned:
      """
      SELECT id
      FROM petition
      WHERE state = 'open'
        AND (SELECT category FROM petition_detail WHERE petition_id = petition.id) = $2
      ORDER BY confirmed - withdrawn - removed DESC, id DESC
      LIMIT $1
      """
    }
  }

  private static func petition(_ row: Row) throws -> Petition {
    guard let slug = Slug(try row.get(2) as String) else { throw StoreError.unreadableWording }
    return Petition(
      id: Petition.ID(rawValue: try row.get(0)), uniqueID: try row.get(1), slug: slug,
      wording: try wording(row.get(3)), wordingVersion: try row.get(4), photo: try photo(row),
      photoCredit: try row.get(15),
      language: try row.get(5), state: try row.get(6) == "open" ? .open : .closed,
      firstAudience: try row.audience(7), openedAt: try row.get(8), closesAt: try row.get(9),
      isDiscreet: try row.get(18),
      tally: Tally(
        confirmed: try row.get(10), withdrawn: try row.get(11), removed: try row.get(12)),
      importedCount: try row.get(13), bounced: try row.get(19),
      owner: (try row.get(20) as Int64?).map(Account.ID.init), answeredAt: try row.get(21),
      takenDownAt: try row.get(22),
      mergedInto: (try row.get(23) as Int64?).map(Petition.ID.init),
      milestones: (try row.get(24) as String? ?? "").split(separator: " ").compactMap { Int($0) },
      category: (try row.get(25) as String?).flatMap(Category.init))
  }

  static func content(of wording: Wording) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(wording), as: UTF8.self)
  }

  static func wording(_ content: String) throws -> Wording {
    do {
      return try JSONDecoder().decode(Wording.self, from: Data(content.utf8))
    } catch {
      throw StoreError.unreadableWording
    }
  }

  private static func photo(_ row: Row) throws -> Photo? {
    guard let id: String = try row.get(14), let sizes: String = try row.get(17) else { return nil }
    return Photo(
      id: id, alternativeText: try row.get(16),
      sizes: sizes.split(separator: " ").compactMap { Photo.Size(text: $0) })
  }
}

extension Photo.Size {
  /// The size as the database keeps it: `1280x853`.
  var text: String { "\(width)x\(height)" }

  init?(text: some StringProtocol) {
    let numbers = text.split(separator: "x").compactMap { Int($0) }
    guard numbers.count == 2 else { return nil }
    self.init(width: numbers[0], height: numbers[1])
  }
}

extension Row {
  /// A column that holds an audience.
  func audience(_ index: Int) throws -> Audience {
    let text: String = try get(index)
    guard let audience = Audience(rawValue: text) else { throw StoreError.unreadableRecord }
    return audience
  }
}
