/// How many of the people who filled in the form also pressed the button in their mail.
public struct ConfirmationRate: Sendable, Hashable {
  /// Who confirmed.
  public let confirmed: Int
  /// Whose time to confirm ran out.
  public let expired: Int
  /// Who still may confirm.
  public let waiting: Int

  /// Puts the numbers together.
  public init(confirmed: Int, expired: Int, waiting: Int) {
    self.confirmed = confirmed
    self.expired = expired
    self.waiting = waiting
  }

  /// The share of those whose time is over, in whole per cent and never rounded up to all or down to
  /// none; nil where that is nobody.
  ///
  /// Who still may confirm is left out: on a busy day they would make every petition look bad.
  public var percent: Int? {
    let settled = confirmed + expired
    guard settled > 0 else { return nil }
    let rounded = (confirmed * 200 + settled) / (settled * 2)
    if confirmed > 0, rounded == 0 { return 1 }
    if expired > 0, rounded == 100 { return 99 }
    return rounded
  }
}
