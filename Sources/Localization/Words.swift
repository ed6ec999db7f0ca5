import Foundation
import Synchronization

/// A language with its phrases, which every view is given.
///
/// A phrase that the catalogue lacks is shown in the source language. Dates are in the Gregorian
/// calendar and in UTC in every language, so that two language versions of a page name the same
/// day.
///
/// A class, since every part of a page holds it: copying its fields would cost more than the part.
public final class Words: Sendable {
  /// The language that the phrases come out in.
  public let language: Language

  private let catalogue: Catalogue?
  private let isTestLanguage: Bool
  private let knownStyles = AtomicLazyReference<Styles>()
  private let countryNames: Countries

  /// Words from a catalogue, or those of the source language itself where there is none.
  public init(language: Language, catalogue: Catalogue?) {
    self.language = language
    self.catalogue = catalogue
    isTestLanguage = catalogue == nil && language == .rightToLeftTest
    countryNames = Countries(locale: language.locale)
  }

  /// The phrase with its slots filled: `words("Written by {name}", ["name": name])`.
  ///
  /// Values are put in as they are, without escaping.
  public func callAsFunction(_ phrase: Phrase, _ slots: [String: String] = [:]) -> String {
    Template.filled(translation(of: phrase), slots)
  }

  /// The form of the phrase that goes with a number; `{count}` is the number in this language
  /// unless given.
  public func callAsFunction(
    _ singular: Phrase, _ plural: Phrase, count: Int, _ slots: [String: String] = [:]
  ) -> String {
    let text = translation(of: singular, plural, count: count)
    guard slots["count"] == nil else { return Template.filled(text, slots) }
    var slots = slots
    slots["count"] = number(count)
    return Template.filled(text, slots)
  }

  /// The phrase in parts, so that markup can be put into its slots.
  public func pieces(_ phrase: Phrase) -> [Piece] {
    Template.pieces(translation(of: phrase))
  }

  /// The form that goes with a number, in parts; `{count}` is a slot like any other.
  public func pieces(_ singular: Phrase, _ plural: Phrase, count: Int) -> [Piece] {
    Template.pieces(translation(of: singular, plural, count: count))
  }

  /// The whole number with the language's digits and groups.
  public func number(_ number: Int) -> String { styles.numbers.string(number) }

  /// The fraction as whole hundredths, such as 68 % for 0.676; not finite is 0.
  public func percent(_ fraction: Double) -> String {
    let hundredths = (fraction * 100).rounded(.toNearestOrEven)
    return styles.percentages.string(Int(exactly: hundredths) ?? 0)
  }

  /// The day in full, such as `November 14, 2023`, from milliseconds since 1970 in UTC.
  public func date(_ milliseconds: Int64) -> String { styles.dates.string(.day, milliseconds) }

  /// The month and the year, such as `November 2023`.
  public func month(_ milliseconds: Int64) -> String { styles.dates.string(.month, milliseconds) }

  /// The day in full and the time to the minute, marked `UTC`.
  public func dateTime(_ milliseconds: Int64) -> String {
    styles.dates.string(.minute, milliseconds) + " UTC"
  }

  /// The name of a country by its ISO 3166-1 code in upper case; the code itself when it is not
  /// assigned.
  public func countryName(_ code: String) -> String { countryNames.table.names[code] ?? code }

  /// The codes of the 249 assigned countries (ISO 3166-1), the same in every language.
  public static var countryCodes: [String] { Countries.codes }

  /// The 249 assigned countries in the order of this language's collation.
  public func countries() -> [(code: String, name: String)] { countryNames.table.sorted }

  /// The name of a language in this one by its BCP 47 tag; the tag itself when it is unknown.
  public func languageName(_ code: String) -> String {
    guard let tag = LanguageTag.canonical(code) else { return code }
    return language.locale.localizedString(forIdentifier: tag) ?? code
  }

  /// Looked up when something is first written in the language: a site offers many, and few are read
  /// at a time.
  private var styles: Styles {
    knownStyles.load() ?? knownStyles.storeIfNil(Styles(locale: language.locale))
  }

  private func translation(of phrase: Phrase) -> String {
    let text = phrase.text
    if isTestLanguage { return RightToLeftTest.translation(of: text) }
    return catalogue?.translation(of: text, context: phrase.context) ?? text
  }

  private func translation(of singular: Phrase, _ plural: Phrase, count: Int) -> String {
    let one = singular.text
    let other = plural.text
    let source = count == 1 ? one : other
    if isTestLanguage { return RightToLeftTest.translation(of: source) }
    return catalogue?.translation(
      of: one, plural: other, count: count, context: singular.context) ?? source
  }
}

/// How a language writes numbers and dates.
private final class Styles: Sendable {
  let numbers: NumberStyle
  let percentages: NumberStyle
  let dates: DateStyles

  init(locale: Locale) {
    numbers = .whole(locale)
    percentages = .percent(locale)
    dates = DateStyles(locale: locale)
  }
}
