import Foundation

/// The three ways in which dates are written in one language.
struct DateStyles: Sendable {
  enum Kind {
    case day
    case month
    case minute
  }

  private let day: Date.FormatStyle
  private let month: Date.FormatStyle
  private let minute: Date.FormatStyle

  init(locale: Locale) {
    let base = Date.FormatStyle(
      locale: locale, calendar: Calendar(identifier: .gregorian), timeZone: .gmt)
    day = Date.FormatStyle(
      date: .long, time: .omitted, locale: locale, calendar: Calendar(identifier: .gregorian),
      timeZone: .gmt)
    month = base.year().month(.wide)
    minute = Date.FormatStyle(
      date: .long, time: .shortened, locale: locale, calendar: Calendar(identifier: .gregorian),
      timeZone: .gmt)
  }

  func string(_ kind: Kind, _ milliseconds: Int64) -> String {
    let date = Date(timeIntervalSince1970: Double(milliseconds) / 1000)
    return switch kind {
    case .day: day.format(date)
    case .month: month.format(date)
    case .minute: minute.format(date)
    }
  }
}
