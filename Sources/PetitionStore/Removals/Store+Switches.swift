public import Petitions
import SQLDatabase

extension Store {
  /// The switches that are on, from memory; nil where they must be read by ``switches()`` first.
  public var knownSwitches: SiteSwitches? { switchBoard.current }

  /// The switches that were on when they could last be read.
  public var lastSwitches: SiteSwitches { switchBoard.last }

  /// The switches that are on.
  public func switches() async throws -> SiteSwitches {
    if let known = switchBoard.current { return known }
    let mark = switchBoard.changes
    let switches = try await database.read { try Self.switches(in: $0) }
    switchBoard.keep(switches, since: mark)
    return switches
  }

  private static func switches(in transaction: any Transaction) throws -> SiteSwitches {
    SiteSwitches(
      try transaction.query(
        "SELECT kind, reason, since, until FROM site_switch ORDER BY kind"
      ).compactMap { row in
        // A kind that a later version knows means nothing here.
        guard let kind = SiteSwitch.Kind(rawValue: try row.get(0)) else { return nil }
        return SiteSwitch(
          kind: kind, reason: try row.get(1), since: try row.get(2), until: try row.get(3))
      })
  }

  /// Whether no name of a signer may be shown, in the transaction that reads names.
  static func hidesNames(in transaction: any Transaction) throws -> Bool {
    try !transaction.query(
      "SELECT kind FROM site_switch WHERE kind = 'hide-names'"
    ).isEmpty
  }

  /// Turns a switch on, or gives one that is on another reason and end.
  ///
  /// - Parameters:
  ///   - account: who does it.
  ///   - now: UTC milliseconds.
  public func turnOn(_ new: SiteSwitch, by account: Account.ID, at now: Int64) async throws {
    try await database.write { [self] transaction in
      let before = try reason(of: new.kind, in: transaction)
      try transaction.execute(
        """
        INSERT INTO site_switch (kind, reason, since, until)
        VALUES ($1, $2, $3, $4)
        ON CONFLICT (kind) DO UPDATE SET reason = excluded.reason, until = excluded.until
        """, new.kind.rawValue, new.reason, now, new.until)
      var facts = ["switch": new.kind.rawValue, "reason": new.reason]
      if let until = new.until { facts["until"] = String(until) }
      if let before { facts["reason-before"] = before }
      try write(JournalEntry(.switchedOn, by: account, facts: facts, at: now), in: transaction)
      try transaction.notify(Self.switchMessage)
    }
    switchBoard.forget()
  }

  /// Turns a switch off; one that is off stays so.
  ///
  /// - Parameter account: who does it; nil for its time having come.
  public func turnOff(
    _ kind: SiteSwitch.Kind, by account: Account.ID?, at now: Int64
  ) async throws {
    try await turnOff(kind, endingUntil: StoreLimits.never, by: account, at: now)
  }

  /// - Parameter end: one that goes on for longer stays on; one without an end does not.
  private func turnOff(
    _ kind: SiteSwitch.Kind, endingUntil end: Int64, by account: Account.ID?, at now: Int64
  ) async throws {
    try await database.write { [self] transaction in
      guard let before = try reason(of: kind, in: transaction) else { return }
      // Somebody may just have prolonged it.
      let count = try transaction.execute(
        """
        DELETE FROM site_switch
        WHERE kind = $1 AND (until <= $2 OR until IS NULL AND $2 = $3)
        """, kind.rawValue, end, StoreLimits.never)
      guard count == 1 else { return }
      try write(
        JournalEntry(
          .switchedOff, by: account,
          facts: ["switch": kind.rawValue, "reason-before": before], at: now), in: transaction)
      try transaction.notify(Self.switchMessage)
    }
    switchBoard.forget()
  }

  /// Turns off what has come to its time.
  func sweepSwitches(at now: Int64) async throws {
    let ended = try await switches()
    for kind in SiteSwitch.Kind.allCases where ended.hasEnded(kind, at: now) {
      try await turnOff(kind, endingUntil: now, by: nil, at: now)
    }
  }

  private func reason(
    of kind: SiteSwitch.Kind, in transaction: any Transaction
  ) throws -> String? {
    try transaction.query(
      "SELECT reason FROM site_switch WHERE kind = $1", kind.rawValue
    ).first?.get(0)
  }

  /// No notice about one petition: every process takes it as a change of all pages.
  private static let switchMessage = "switches"
}
