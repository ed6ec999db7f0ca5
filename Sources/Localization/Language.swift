import Foundation

/// A language that pages can be had in.
public struct Language: Sendable, Hashable {
  /// The BCP 47 tag: `en`, `de`, `zh-Hans`; fit for the `lang` attribute of HTML.
  public let code: String

  /// Whether its script runs from right to left; fit for the `dir` attribute.
  public let isRightToLeft: Bool

  /// The language's name in itself: `Deutsch`, `العربية`.
  public let nativeName: String

  /// The locale that numbers, dates and names are taken from.
  let locale: Locale

  /// The test language, which is written with `RightToLeftTest`.
  static let rightToLeftTest = Language(
    code: "ar-XB", isRightToLeft: true, nativeName: "ب Test ب", locale: Locale(identifier: "ar-EG"))

  /// A tag in its usual writing, or nil for what is no BCP 47 tag.
  public static func canonicalTag(_ text: String) -> String? {
    LanguageTag.canonical(text)
  }

  /// Names a language by its tag; direction and name come from Unicode's locale data.
  public init(code: String) {
    let locale = Locale(identifier: code)
    let name = locale.localizedString(forIdentifier: code) ?? code
    self.init(
      code: code, isRightToLeft: locale.language.characterDirection == .rightToLeft,
      nativeName: name, locale: locale)
  }

  private init(code: String, isRightToLeft: Bool, nativeName: String, locale: Locale) {
    self.code = code
    self.isRightToLeft = isRightToLeft
    self.nativeName = nativeName
    self.locale = locale
  }

  /// Two languages are one when their tags are.
  public static func == (left: Language, right: Language) -> Bool { left.code == right.code }

  /// Feeds the tag.
  public func hash(into hasher: inout Hasher) { hasher.combine(code) }
}
