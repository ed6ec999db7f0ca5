/// A moment in UTC as mail writes it.
struct MailDate {
  /// `Tue, 14 Nov 2023 22:13:20 +0000` (RFC 5322, section 3.3).
  let header: String

  /// `20231114T221320000Z`, which sorts by time.
  let stamp: String

  /// Takes milliseconds since 1970.
  init(_ milliseconds: Int64) throws(MailError) {
    // The last millisecond of the year 9999.
    guard (0...253_402_300_799_999).contains(milliseconds) else { throw .badDate }
    let seconds = Int(milliseconds / 1000)
    let days = seconds / 86_400
    let (year, month, day) = Self.civil(days: days)
    func padded(_ number: Int, _ width: Int = 2) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
    }
    let hour = padded(seconds / 3600 % 24)
    let minute = padded(seconds / 60 % 60)
    let second = padded(seconds % 60)
    // The first day of 1970 was a Thursday.
    let weekday = Self.weekdays[days % 7]
    header =
      "\(weekday), \(padded(day)) \(Self.months[month - 1]) \(year) "
      + "\(hour):\(minute):\(second) +0000"
    stamp =
      "\(padded(year, 4))\(padded(month))\(padded(day))T\(hour)\(minute)\(second)"
      + padded(Int(milliseconds % 1000), 3) + "Z"
  }

  private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// The Gregorian date of a day after 1 January 1970.
  private static func civil(days: Int) -> (year: Int, month: Int, day: Int) {
    var year = 1970 + days / 366
    while daysBefore(year + 1) <= days { year += 1 }
    let isLeap = daysBefore(year + 1) - daysBefore(year) == 366
    let lengths = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    var rest = days - daysBefore(year)
    var month = 1
    for length in lengths {
      guard rest >= length else { break }
      rest -= length
      month += 1
    }
    return (year, month, rest + 1)
  }

  /// The days from 1 January 1970 to 1 January of a year.
  private static func daysBefore(_ year: Int) -> Int {
    let past = year - 1
    return past * 365 + past / 4 - past / 100 + past / 400 - 719_162
  }
}
