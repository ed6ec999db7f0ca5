public import Petitions
import SQLDatabase

extension Store {
  /// Puts a photo into a draft, in the place of another one.
  ///
  /// - Parameters:
  ///   - photo: re-encoded; nil takes the photo out.
  ///   - change: changes what else was typed on the same step.
  /// - Returns: the proposal as it is now; nil for a link that nobody was given or that expired.
  @discardableResult
  public func setPhoto(
    _ photo: PhotoFiles?, of link: AccountSecret, at now: Int64,
    _ change: @escaping @Sendable (inout ProposalContent) -> Void
  ) async throws -> Proposal? {
    try await database.write { [self] transaction in
      // In one transaction: a draft that is deleted at this moment leaves no photo behind.
      try changeDraft(link, at: now, in: transaction) { content in
        let earlier = content.photo?.id
        if let photo { try Self.add(photo, at: now, in: transaction) }
        content.photo = photo.map { ProposalPhoto(id: $0.id, sizes: $0.sizeTexts) }
        change(&content)
        return earlier
      }
    }
  }

  private static func add(
    _ photo: PhotoFiles, at now: Int64, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      "INSERT INTO photo (id, sizes, created_at) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING",
      photo.id, photo.sizeTexts.joined(separator: " "), now)
    try transaction.execute(
      """
      INSERT INTO photo_file (photo_id, format, width, height, bytes)
      VALUES ($1, $2, $3, $4, $5)
      ON CONFLICT (photo_id, format, width) DO NOTHING
      """,
      each: photo.files.map { [photo.id, $0.format, $0.size.width, $0.size.height, $0.bytes] })
  }

  /// Deletes the photos of rows that are gone, unless something else shows them.
  static func deleteUnused(_ rows: [Row], in transaction: any Transaction) throws {
    for photo in Set(try rows.compactMap { try $0.get(0) as String? }) {
      try deleteUnused(photo: photo, in: transaction)
    }
  }

  static func deleteUnused(photo: String, in transaction: any Transaction) throws {
    let isUsed = try !transaction.query(
      """
      SELECT 1 WHERE EXISTS (SELECT 1 FROM proposal WHERE photo_id = $1)
        OR EXISTS (SELECT 1 FROM petition WHERE photo_id = $1)
      """, photo
    ).isEmpty
    guard !isUsed else { return }
    try transaction.execute("DELETE FROM photo_file WHERE photo_id = $1", photo)
    try transaction.execute("DELETE FROM photo WHERE id = $1", photo)
  }
}
