import Petitions
import SQLDatabase

/// The states of a mail, as the database names them.
enum MailState: String {
  case queued, sending, deferred, accepted, failed, expired
}

/// What became of a mail that was given out, ready to be written.
struct Settlement: Sendable {
  enum Change: Sendable, Hashable {
    case accepted(answer: String?)
    /// It will not be sent any more; the address and the words are deleted.
    case ended(MailState, isInDoubt: Bool)
    /// There was nothing to say any more.
    case dropped
    /// It is due again; one that was not tried has not used up an attempt.
    case again(MailState, dueAt: Int64, attempts: Int)
  }

  let id: Int64
  let kind: WaitingMail.Kind
  let news: News.ID?
  /// By which one who has lost the lease is recognised.
  let leaseEnds: Int64
  let change: Change
  let settledAt: Int64
}

/// Settles many mails in one transaction.
struct SettlementBatch {
  /// - Returns: for each mail whether it was still to be settled.
  static func apply(
    _ settlements: [Settlement], in transaction: any Transaction
  ) throws -> [Bool] {
    var numbers = NewsNumbers()
    var isSettled = [Bool](repeating: false, count: settlements.count)
    // In one order, so that nodes that settle the same mails do not wait in a circle.
    for index in settlements.indices.sorted(by: { settlements[$0].id < settlements[$1].id }) {
      let settlement = settlements[index]
      guard try apply(settlement, in: transaction) else { continue }
      isSettled[index] = true
      guard let news = settlement.news else { continue }
      switch settlement.change {
      case .accepted: numbers[news].add(.accepted)
      case .ended(_, let isInDoubt): numbers[news].add(isInDoubt ? .inDoubt : .failed)
      case .dropped: numbers[news].add(.forgotten)
      case .again: break
      }
    }
    try forgetWithdrawn(
      settlements.indices.filter { isSettled[$0] && settlements[$0].kind == .withdrawn }
        .map { settlements[$0].id }, in: transaction)
    try numbers.write(in: transaction)
    return isSettled
  }

  private static func apply(
    _ settlement: Settlement, in transaction: any Transaction
  ) throws -> Bool {
    let (id, leaseEnds) = (settlement.id, settlement.leaseEnds)
    return switch settlement.change {
    case .accepted(let answer):
      // Also after the lease has ended: what was handed over must not be sent again.
      try transaction.execute(
        """
        UPDATE outbox
        SET state = 'accepted', sealed = NULL, due_at = $1, answer = $2
        WHERE id = $3 AND state IN ('queued', 'sending', 'deferred')
        """, settlement.settledAt, answer, id) == 1
    case .ended(let state, _):
      try end(id, as: state, settlement, in: transaction)
    case .dropped:
      try end(id, as: .expired, settlement, in: transaction)
    case .again(let state, let dueAt, let attempts):
      try transaction.execute(
        """
        UPDATE outbox
        SET state = $1, due_at = $2, attempts = $3
        WHERE id = $4 AND state = 'sending' AND due_at = $5
        """, state.rawValue, dueAt, attempts, id, leaseEnds) == 1
    }
  }

  private static func end(
    _ id: Int64, as state: MailState, _ settlement: Settlement, in transaction: any Transaction
  ) throws -> Bool {
    try transaction.execute(
      """
      UPDATE outbox
      SET state = $1, sealed = NULL, due_at = $2
      WHERE id = $3 AND state = 'sending' AND due_at = $4
      """, state.rawValue, settlement.settledAt, id, settlement.leaseEnds) == 1
  }

  /// Settles mails that nobody else can hold.
  static func end(
    _ mails: [(id: Int64, kind: WaitingMail.Kind)], as state: MailState, at now: Int64,
    in transaction: any Transaction
  ) throws {
    try transaction.execute(
      "UPDATE outbox SET state = $1, sealed = NULL, due_at = $2 WHERE id = $3",
      each: mails.map { [state.rawValue, now, $0.id] })
    try forgetWithdrawn(mails.filter { $0.kind == .withdrawn }.map(\.id), in: transaction)
  }

  /// Whoever took a signature back is remembered by nothing, not even for a day.
  private static func forgetWithdrawn(_ mails: [Int64], in transaction: any Transaction) throws {
    try transaction.execute(
      "DELETE FROM outbox WHERE id = $1 AND kind = 'withdrawn' AND sealed IS NULL",
      each: mails.map { [$0] })
  }
}
