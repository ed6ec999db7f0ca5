/// How much one person may remove alone.
public struct RemovalRule: Sendable, Hashable {
  /// So many of a petition's signatures one person may always remove within ``window``.
  public var alwaysAlone = 10
  /// The share of a petition's signatures, in hundredths, that one person may remove within ``window``.
  public var percentAlone = 1
  /// The number that one person may remove within ``window``, whatever the share.
  public var mostAlone = 1_000
  /// What one person removed within this time, in milliseconds, counts together.
  public var window: Int64 = 24 * 3_600_000

  /// One per cent or 1,000 in a day.
  public init() {}

  /// Whether a second person must agree.
  ///
  /// - Parameters:
  ///   - counted: how many signatures would be removed.
  ///   - earlier: how many the same person removed from the petition alone within ``window``.
  ///   - standing: how many signatures of the petition stand.
  public func needsSecond(counted: Int, earlier: Int, standing: Int) -> Bool {
    let together = counted + earlier
    if together > mostAlone { return true }
    if together <= alwaysAlone { return false }
    // What was removed before counts as standing, or each removal would narrow the next.
    return together * 100 > (standing + earlier) * percentAlone
  }

  /// Why somebody cannot agree to a removal; nil where they can.
  public static func refusal(toAgree isRequester: Bool, mayRemove: Bool) -> AgreementRefusal? {
    if !mayRemove { return .mayNotRemove }
    return isRequester ? .askedForIt : nil
  }
}

/// Why somebody cannot agree to a removal.
public enum AgreementRefusal: Sendable, Hashable {
  /// Only those who may remove may agree.
  case mayNotRemove
  /// Whoever asks cannot be the second person.
  case askedForIt
}
