/// Something unusual in the newest signatures of a petition, measured against its own history.
///
/// A number is unusual where it is both several times the usual and further from it than chance
/// explains. What is usual is the mean of the hours before, or the share among the signatures before.
public struct SignatureAlarm: Sendable, Hashable {
  /// What is unusual.
  public enum Subject: Sendable, Hashable {
    /// Signatures in the last full hour.
    case rate
    /// The share of one email domain, by its tag.
    case domain(Int64)
    /// The share of one country, an ISO 3166-1 alpha-2 code.
    case country(String)
  }

  /// What is unusual.
  public let subject: Subject
  /// How many were seen.
  public let observed: Int
  /// Among how many; the same as ``observed`` for a rate.
  public let total: Int
  /// How many of so many would be usual, rounded.
  public let usual: Int

  /// When something is unusual.
  public struct Limits: Sendable, Hashable {
    /// The fewest signatures of an hour that can be unusual.
    public var fewestInHour = 30
    /// The fewest signatures of one domain or country that can be unusual.
    public var fewestAlike = 20
    /// The fewest hours, or signatures, that make a history.
    public var fewestHours = 6
    /// The fewest signatures before that shares are compared with.
    public var fewestBefore = 50
    /// How many times the usual.
    public var factor = 3.0
    /// How many times the standard deviation away from the usual.
    public var deviations = 5.0
    /// Of how many of the newest signatures shares are taken.
    public var newest = 500
    /// With how many signatures before them they are compared.
    public var before = 5_000
    /// How many hours make the history of the rate.
    public var hours = 7 * 24

    /// Settings that are quiet on a petition that grows as petitions do.
    public init() {}
  }

  /// Whether an hour is unusual.
  ///
  /// - Parameters:
  ///   - count: the signatures of the last full hour.
  ///   - before: the signatures of the hours before it, without gaps, in any order.
  public static func ofRate(
    _ count: Int, before: [Int], _ limits: Limits = Limits()
  ) -> SignatureAlarm? {
    guard count >= limits.fewestInHour, before.count >= limits.fewestHours else { return nil }
    let mean = Double(before.reduce(0, +)) / Double(before.count)
    let squares = before.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) }
    // Signatures that come independently vary at least as Poisson's law says.
    let variance = max(squares / Double(before.count), mean, 1)
    guard isUnusual(Double(count), usual: mean, deviation: variance.squareRoot(), limits) else {
      return nil
    }
    return SignatureAlarm(
      subject: .rate, observed: count, total: count, usual: Int(mean.rounded()))
  }

  /// The groups whose share of the newest signatures is unusual, the largest first.
  ///
  /// - Parameters:
  ///   - newest: how many of the newest signatures belong to each group.
  ///   - before: the same for the signatures before them.
  ///   - subject: what a group is called.
  public static func ofShares<Group: Hashable & Comparable>(
    newest: [Group: Int], before: [Group: Int], _ limits: Limits = Limits(),
    subject: (Group) -> Subject
  ) -> [SignatureAlarm] {
    let total = newest.values.reduce(0, +)
    let totalBefore = before.values.reduce(0, +)
    guard total > 0, totalBefore >= limits.fewestBefore else { return [] }
    let groups = newest.sorted { ($1.value, $0.key) < ($0.value, $1.key) }
    return groups.compactMap { group, count in
      guard count >= limits.fewestAlike else { return nil }
      // One more of each kind, so that what was never seen before has a share, too.
      let share = Double((before[group] ?? 0) + 1) / Double(totalBefore + 2)
      let usual = share * Double(total)
      let deviation = max((usual * (1 - share)).squareRoot(), 1)
      guard isUnusual(Double(count), usual: usual, deviation: deviation, limits) else { return nil }
      return SignatureAlarm(
        subject: subject(group), observed: count, total: total, usual: Int(usual.rounded()))
    }
  }

  private static func isUnusual(
    _ count: Double, usual: Double, deviation: Double, _ limits: Limits
  ) -> Bool {
    count >= usual * limits.factor && count >= usual + limits.deviations * deviation
  }
}
