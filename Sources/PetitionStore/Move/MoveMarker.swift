import SQLDatabase

/// Stands in the row of a site, in the place of its secret's check, until a move is complete.
///
/// Every program that looks for a site there finds that no secret belongs to it, and refuses.
struct MoveMarker: Sendable, Hashable {
  /// Eight zeros, which no check begins with but once in 2⁶⁴, and eight bytes of this move's own.
  let bytes: [UInt8]

  private static let zeros = [UInt8](repeating: 0, count: 8)

  /// A marker of a new move.
  init(random: (Int) -> [UInt8]) {
    bytes = Self.zeros + random(8)
  }

  /// Reads what stands in the place of the check; nil where it is the check of a secret.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Self.zeros) else { return nil }
    self.bytes = bytes
  }

  /// Makes sure that no other move has begun since, and keeps it from beginning until the commit.
  func hold(in transaction: any Transaction) throws {
    try replace(with: bytes, in: transaction)
  }

  /// Puts other bytes in the place of the marker.
  func replace(with other: [UInt8], in transaction: any Transaction) throws {
    let changes = try transaction.execute(
      "UPDATE site SET secret_check = $1 WHERE secret_check = $2", other, bytes)
    guard changes == 1 else { throw SiteMoveError.targetTaken }
  }
}
