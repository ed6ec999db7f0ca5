/// A minute in UTC, as browsers send it from a field for date and time: `2026-11-27T22:15`.
///
/// The format is that of HTML's "local date and time string", without seconds.
public struct UTCMinute: Sendable, Hashable {
  /// The bytes of the text.
  public static let limit = 16

  private static let inMilliseconds: Int64 = 60_000
  private static let minutesOfDay: Int64 = 24 * 60

  /// The begin of the minute, in UTC milliseconds since 1970.
  public let milliseconds: Int64

  /// The minute that a moment lies in.
  public init(milliseconds: Int64) {
    let minutes = Self.quotient(milliseconds, Self.inMilliseconds)
    self.milliseconds = minutes * Self.inMilliseconds
  }

  /// Reads a minute; a space may stand for the `T`, and a `Z` may follow.
  ///
  /// - Returns: nil for a text that is no minute between the years 1970 and 9999.
  public init?(_ text: some StringProtocol) {
    var bytes = Array(text.utf8.prefix(Self.limit + 2))
    if bytes.last == UInt8(ascii: "Z") { bytes.removeLast() }
    guard bytes.count == Self.limit else { return nil }
    let separators = [(4, "-"), (7, "-"), (13, ":")]
    guard separators.allSatisfy({ bytes[$0.0] == $0.1.utf8.first }) else { return nil }
    guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
    guard
      let year = Self.number(bytes[0..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10]), let hour = Self.number(bytes[11..<13]),
      let minute = Self.number(bytes[14..<16])
    else { return nil }
    guard year >= 1970, (1...12).contains(month), hour < 24, minute < 60 else { return nil }
    let days = Self.days(year, month, day)
    // A day that the month lacks comes out as another one.
    guard Self.date(of: days) == (year, month, day) else { return nil }
    milliseconds = (days * Self.minutesOfDay + hour * 60 + minute) * Self.inMilliseconds
  }

  /// The minute as a field for date and time takes it.
  public var text: String {
    let minutes = Self.quotient(milliseconds, Self.inMilliseconds)
    let days = Self.quotient(minutes, Self.minutesOfDay)
    let minute = minutes - days * Self.minutesOfDay
    let (year, month, day) = Self.date(of: days)
    return Self.digits(year, 4) + "-" + Self.digits(month, 2) + "-" + Self.digits(day, 2) + "T"
      + Self.digits(minute / 60, 2) + ":" + Self.digits(minute % 60, 2)
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var number: Int64 = 0
    for digit in digits {
      guard (0x30...0x39).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - 0x30)
    }
    return number
  }

  private static func digits(_ number: Int64, _ count: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, count - digits.utf8.count)) + digits
  }

  /// Days since 1970-01-01 (Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms").
  private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let era = quotient(year, 400)
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// The same the other way round.
  private static func date(of days: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let days = days + 719_468
    let era = quotient(days, 146_097)
    let dayOfEra = days - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shifted = (5 * dayOfYear + 2) / 153
    let month = shifted < 10 ? shifted + 3 : shifted - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    return (year, month, dayOfYear - (153 * shifted + 2) / 5 + 1)
  }

  /// Division that rounds down.
  private static func quotient(_ number: Int64, _ divisor: Int64) -> Int64 {
    let quotient = number / divisor
    return number % divisor < 0 ? quotient - 1 : quotient
  }
}
