/// An hour in UTC as people type it: `2026-11-27 14:00`, `2026-11-27T14:30` or `2026-11-27 14`.
public enum TypedHour {
  /// An hour in milliseconds.
  public static let length: Int64 = 3_600_000

  /// The beginning of the hour in UTC milliseconds; nil for what is no hour from 1970 on.
  public static func milliseconds(_ text: String) -> Int64? {
    let halves = text.split(whereSeparator: { $0 == " " || $0 == "T" })
    guard halves.count == 2, let day = day(halves[0]) else { return nil }
    let time = halves[1].split(separator: ":", omittingEmptySubsequences: false)
    guard time.count <= 2, let hour = number(time[0], digits: 1...2), hour < 24 else { return nil }
    if time.count == 2 {
      guard let minute = number(time[1], digits: 2...2), minute < 60 else { return nil }
    }
    return (day * 24 + hour) * length
  }

  /// The hour as it can be typed.
  public static func text(_ milliseconds: Int64) -> String {
    let hours = max(0, milliseconds) / length
    let (year, month, day) = civil(hours / 24)
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2)) \(padded(hours % 24, 2)):00"
  }

  private static func day(_ text: Substring) -> Int64? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 3, let year = number(parts[0], digits: 4...4), year >= 1970,
      let month = number(parts[1], digits: 1...2), (1...12).contains(month),
      let day = number(parts[2], digits: 1...2), day >= 1
    else { return nil }
    let days = self.days(year, month, day)
    // A day that the month does not have would be one of the next.
    return civil(days) == (year, month, day) ? days : nil
  }

  private static func number(_ text: Substring, digits: ClosedRange<Int>) -> Int64? {
    guard digits.contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) })
    else { return nil }
    return Int64(text)
  }

  private static func padded(_ number: Int64, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }

  /// Days since 1970-01-01 in the Gregorian calendar, with years that begin in March.
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = year / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  private static func civil(_ days: Int64) -> (Int64, Int64, Int64) {
    let days = days + 719_468
    let era = days / 146_097
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shifted + 2) / 5 + 1
    let month = shifted + (shifted < 10 ? 3 : -9)
    return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day)
  }
}
