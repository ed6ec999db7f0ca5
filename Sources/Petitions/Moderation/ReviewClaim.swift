/// One moderator's hold on a case, which ends by itself.
public struct ReviewClaim<Holder: Sendable & Hashable>: Sendable, Hashable {
  /// Who has the case.
  public let holder: Holder

  /// When the hold ends, in UTC milliseconds.
  public let endsAt: Int64

  /// A hold as it was recorded.
  public init(holder: Holder, endsAt: Int64) {
    self.holder = holder
    self.endsAt = endsAt
  }

  /// A hold that begins now, or begins anew.
  ///
  /// - Parameter now: UTC milliseconds.
  public init(by holder: Holder, at now: Int64, limits: ReviewLimits) {
    self.init(holder: holder, endsAt: now + limits.claimLifetime)
  }

  /// Whether the hold still counts at a moment (UTC milliseconds).
  public func stands(at now: Int64) -> Bool { now < endsAt }
}

extension Optional {
  /// Whether somebody may take a case, or decide it, that this hold lies on.
  ///
  /// - Parameter now: UTC milliseconds.
  public func allows<Holder>(_ person: Holder, at now: Int64) -> Bool
  where Wrapped == ReviewClaim<Holder> {
    guard let self, self.stands(at: now) else { return true }
    return self.holder == person
  }
}
