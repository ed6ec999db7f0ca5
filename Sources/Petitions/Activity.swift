/// How many people confirmed their signatures in each hour, and what series are made of that.
public struct Activity: Sendable, Hashable {
  /// An hour in milliseconds.
  public static let hour: Int64 = 3_600_000
  /// A day in milliseconds.
  public static let day: Int64 = 24 * hour

  /// A stretch of time and what was confirmed in it.
  public struct Point: Sendable, Hashable {
    /// When it begins, in UTC milliseconds.
    public let start: Int64
    /// How many people confirmed in it.
    public let count: Int

    /// A stretch of time and what was confirmed in it.
    public init(start: Int64, count: Int) {
      self.start = start
      self.count = count
    }
  }

  private let confirmedByHour: [Int64: Int]

  /// - Parameter confirmedByHour: how many confirmed, by the beginning of each hour in UTC milliseconds;
  ///   an hour without any may be missing.
  public init(confirmedByHour: [Int64: Int]) {
    self.confirmedByHour = confirmedByHour
  }

  /// The last hours up to the one that runs, the oldest first; none is missing.
  public func hours(_ count: Int, until now: Int64) -> [Point] {
    series(count, of: Self.hour, until: now)
  }

  /// The last days up to the one that runs, in UTC, the oldest first; none is missing.
  public func days(_ count: Int, until now: Int64) -> [Point] {
    series(count, of: Self.day, until: now)
  }

  private func series(_ count: Int, of length: Int64, until now: Int64) -> [Point] {
    let last = now / length * length
    let first = last - Int64(max(1, count) - 1) * length
    var sums: [Int64: Int] = [:]
    for (hour, confirmed) in confirmedByHour where hour >= first {
      sums[hour / length * length, default: 0] += confirmed
    }
    return stride(from: first, through: last, by: Int(length)).map {
      Point(start: $0, count: sums[$0] ?? 0)
    }
  }
}
