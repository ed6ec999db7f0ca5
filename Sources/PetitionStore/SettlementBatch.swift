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
    case again(MailState, dueAt: Int64, attempts: Int, wasTried: Bool)
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
    var totals = MailTotals()
    var isSettled = [Bool](repeating: false, count: settlements.count)
    // Another node may settle the same mails, where a lease was lost.
    let order = settlements.indices.sorted { settlements[$0].id < settlements[$1].id }
    for step in Step.allCases {
      let places = order.filter { Step(settlements[$0].change) == step }
      let changes = try transaction.execute(
        step.statement, each: places.map { step.values(of: settlements[$0]) })
      for (place, count) in zip(places, changes) where count == 1 {
        isSettled[place] = true
        numbers.note(settlements[place])
        totals.note(settlements[place].change)
      }
    }
    try forgetWithdrawn(
      order.filter { isSettled[$0] && settlements[$0].kind == .withdrawn }
        .map { settlements[$0].id }, in: transaction)
    try numbers.write(in: transaction)
    try totals.write(in: transaction)
    return isSettled
  }

  /// Settles mails that nobody else can hold; the caller writes the totals, last of all.
  static func end(
    _ mails: [(id: Int64, kind: WaitingMail.Kind)], as state: MailState, at now: Int64,
    _ totals: inout MailTotals, in transaction: any Transaction
  ) throws {
    try transaction.execute(
      "UPDATE outbox SET state = $1, sealed = NULL, due_at = $2 WHERE id = $3",
      each: mails.map { [state.rawValue, now, $0.id] })
    totals.add(state, mails.count)
    try forgetWithdrawn(mails.filter { $0.kind == .withdrawn }.map(\.id), in: transaction)
  }

  /// Whoever took a signature back is remembered by nothing, not even for a day.
  private static func forgetWithdrawn(_ mails: [Int64], in transaction: any Transaction) throws {
    try transaction.execute(
      "DELETE FROM outbox WHERE id = $1 AND kind = 'withdrawn' AND sealed IS NULL",
      each: mails.map { [$0] })
  }
}

extension SettlementBatch {
  /// The statements of a batch, each run for all mails that it is for.
  private enum Step: CaseIterable {
    case accept, end, again

    init(_ change: Settlement.Change) {
      switch change {
      case .accepted: self = .accept
      case .ended, .dropped: self = .end
      case .again: self = .again
      }
    }

    var statement: SQL {
      switch self {
      // Also after the lease has ended: what was handed over must not be sent again.
      case .accept:
        """
        UPDATE outbox
        SET state = 'accepted', sealed = NULL, due_at = $1, answer = $2
        WHERE id = $3 AND state IN ('queued', 'sending', 'deferred')
        """
      case .end:
        """
        UPDATE outbox
        SET state = $1, sealed = NULL, due_at = $2
        WHERE id = $3 AND state = 'sending' AND due_at = $4
        """
      case .again:
        """
        UPDATE outbox
        SET state = $1, due_at = $2, attempts = $3
        WHERE id = $4 AND state = 'sending' AND due_at = $5
        """
      }
    }

    func values(of settlement: Settlement) -> [any ValueConvertible] {
      switch settlement.change {
      case .accepted(let answer): [settlement.settledAt, answer, settlement.id]
      case .ended(let state, _):
        [state.rawValue, settlement.settledAt, settlement.id, settlement.leaseEnds]
      case .dropped:
        [
          MailState.expired.rawValue, settlement.settledAt, settlement.id, settlement.leaseEnds,
        ]
      case .again(let state, let dueAt, let attempts, _):
        [state.rawValue, dueAt, attempts, settlement.id, settlement.leaseEnds]
      }
    }
  }
}

extension NewsNumbers {
  /// Counts what became of a mail, where it was news.
  mutating func note(_ settlement: Settlement) {
    guard let news = settlement.news else { return }
    switch settlement.change {
    case .accepted: self[news].add(.accepted)
    case .ended(_, let isInDoubt): self[news].add(isInDoubt ? .inDoubt : .failed)
    case .dropped: self[news].add(.forgotten)
    case .again: break
    }
  }
}
