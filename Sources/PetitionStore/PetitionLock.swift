import SQLDatabase

/// Locks on rows of petitions, for an engine on which several transactions write at the same time.
///
/// They are taken in the order of the numbers, so that nobody waits in a circle. Each lasts until
/// its transaction ends, and what is read afterwards is what the transactions before have left.
enum PetitionLock {
  /// The petition stays open, or closed, while others sign, too.
  case toSign
  /// Nobody else gives out ordinals of the petition.
  case toConfirm
  /// Nobody else signs or confirms.
  case toClose

  func take(_ petitions: Set<Int64>, in transaction: any Transaction) throws {
    switch transaction.dialect {
    // One writer has the whole database.
    case .sqlite: break
    case .postgresql:
      _ = try transaction.query(statement, each: petitions.sorted().map { [$0] })
    }
  }

  private var statement: SQL {
    switch self {
    case .toSign: "SELECT id FROM petition WHERE id = $1 FOR KEY SHARE"
    case .toConfirm: "SELECT id FROM petition WHERE id = $1 FOR NO KEY UPDATE"
    case .toClose: "SELECT id FROM petition WHERE id = $1 FOR UPDATE"
    }
  }
}
