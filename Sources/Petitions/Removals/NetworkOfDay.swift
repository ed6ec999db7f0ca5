/// Stands for the network that a signature came from on one day, and says nothing about it.
///
/// The key behind the number lives in the memory of one process for that day. Afterwards nobody can tell
/// which network it was, and the store forgets which signatures had it in common.
public struct NetworkOfDay: Sendable, Hashable {
  /// A day in milliseconds.
  public static let dayLength: Int64 = 24 * 3_600_000

  /// The beginning of the day, in UTC milliseconds.
  public let day: Int64
  /// The number.
  public let tag: Int64

  /// - Parameters:
  ///   - day: the beginning of the day, in UTC milliseconds.
  ///   - tag: a keyed hash of the network.
  public init(day: Int64, tag: Int64) {
    self.day = day
    self.tag = tag
  }

  /// The beginning of the day of a moment, both in UTC milliseconds.
  public static func day(of now: Int64) -> Int64 { now / dayLength * dayLength }
}
