import Localization

/// The languages that a petition can be written in; more than those that pages can be had in.
enum PetitionLanguages {
  static let choices: [(value: String, label: String)] = codes.map { code in
    (code, Language(code: code).nativeName)
  }

  /// The tags alone.
  static let tags = Set(codes)

  private static let codes = [
    "en", "de", "fr", "es", "it", "pt", "nl", "pl", "cs", "sk", "sl", "hr", "sr", "bs", "hu", "ro",
    "bg", "el", "tr", "ru", "uk", "be", "lt", "lv", "et", "fi", "sv", "nb", "da", "is", "ga", "cy",
    "ca", "eu", "gl", "sq", "mk", "mt", "hy", "ka", "az", "kk", "uz", "ar", "he", "fa", "ps", "ku",
    "ur", "hi", "bn", "pa", "ta", "te", "ml", "mr", "gu", "kn", "si", "ne", "my", "th", "lo", "km",
    "vi", "id", "ms", "fil", "zh-Hans", "zh-Hant", "ja", "ko", "mn", "sw", "am", "so", "ha", "yo",
    "ig", "zu", "xh", "af", "rw", "mg",
  ]
}
