/// A day of the Gregorian calendar, in UTC.
public struct CalendarDay: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Milliseconds of a day.
  public static let length: Int64 = 24 * 3_600_000

  /// Days since 1 January 1970.
  public let number: Int64

  /// The day that a moment (UTC milliseconds) lies in.
  public init(at now: Int64) {
    number = now >= 0 ? now / Self.length : (now - Self.length + 1) / Self.length
  }

  /// Reads a day as forms send it, `2027-01-31`.
  ///
  /// - Returns: nil for what is no day, such as 31 February.
  public init?(_ text: some StringProtocol) {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.map(\.utf8.count) == [4, 2, 2],
      parts.allSatisfy({ $0.utf8.allSatisfy { (0x30...0x39).contains($0) } }),
      let year = Int64(parts[0]), let month = Int64(parts[1]), let day = Int64(parts[2]),
      (1...12).contains(month), (1...31).contains(day), year > 0
    else { return nil }
    number = Self.number(year, month, day)
    guard description == String(text) else { return nil }
  }

  private init(number: Int64) {
    self.number = number
  }

  /// The first moment of the day, in UTC milliseconds.
  public var start: Int64 { number * Self.length }

  /// The first moment after the day, in UTC milliseconds.
  public var end: Int64 { start + Self.length }

  /// So many days later.
  public func adding(_ days: Int) -> CalendarDay {
    CalendarDay(number: number + Int64(days))
  }

  /// Whether a day comes before another.
  public static func < (one: CalendarDay, other: CalendarDay) -> Bool {
    one.number < other.number
  }

  /// The day as forms send it, `2027-01-31`.
  public var description: String {
    // Years that begin in March put the day of the leap year last (Howard Hinnant,
    // "chrono-Compatible Low-Level Date Algorithms").
    let shifted = number + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return Self.padded(year, 4) + "-" + Self.padded(month, 2) + "-" + Self.padded(day, 2)
  }

  private static func number(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func padded(_ number: Int64, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }
}
