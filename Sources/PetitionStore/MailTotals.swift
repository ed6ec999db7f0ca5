import SQLDatabase

/// How many mails came to each end since the site was made, on all nodes together.
public struct MailTotals: Sendable, Hashable {
  /// What can become of a mail; each time that one is put off counts.
  public enum Outcome: String, Sendable, Hashable, CaseIterable {
    /// The relay took it.
    case accepted
    /// It was put off, and will be tried again.
    case deferred
    /// It was refused, or its address takes none.
    case failed
    /// It was too old to be of use.
    case expired
  }

  private var mails: [Outcome: Int] = [:]

  init() {}

  /// The mails with an outcome.
  public subscript(_ outcome: Outcome) -> Int { mails[outcome, default: 0] }

  mutating func note(_ change: Settlement.Change) {
    switch change {
    case .accepted: add(.accepted, 1)
    case .ended(let state, _): add(state, 1)
    case .again(_, _, _, let wasTried): add(.deferred, wasTried ? 1 : 0)
    case .dropped: break
    }
  }

  mutating func add(_ state: MailState, _ count: Int) {
    guard let outcome = Outcome(rawValue: state.rawValue), count > 0 else { return }
    mails[outcome, default: 0] += count
  }

  /// Last in a transaction, after all other locks, and in one order.
  func write(in transaction: any Transaction) throws {
    try transaction.execute(
      """
      INSERT INTO mail_total (outcome, mails)
      VALUES ($1, $2)
      ON CONFLICT (outcome) DO UPDATE SET mails = mail_total.mails + excluded.mails
      """,
      each: mails.sorted { $0.key.rawValue < $1.key.rawValue }.map { [$0.key.rawValue, $0.value] })
  }

  init(in transaction: any Transaction) throws {
    for row in try transaction.query("SELECT outcome, mails FROM mail_total") {
      if let outcome = Outcome(rawValue: try row.get(0)) { mails[outcome] = try row.get(1) }
    }
  }
}

extension Store {
  /// How many mails came to each end so far.
  public func mailTotals() async throws -> MailTotals {
    try await database.read { try MailTotals(in: $0) }
  }
}
