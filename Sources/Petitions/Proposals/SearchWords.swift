import Foundation

/// The words by which petitions are found again, the same on every database.
///
/// Both engines would split and fold text in ways of their own. They get words that are split already
/// and consist of small ASCII letters and digits, which every engine takes as they are.
public enum SearchWords {
  /// The words of a text, in order, each as often as it stands there.
  ///
  /// Accents are dropped, as is the plural's *s*. Scripts that put no space between words become pairs
  /// of characters. Words with other letters than ASCII's are written as digits.
  public static func words(in text: String) -> [String] {
    var words: [String] = []
    var word = ""
    for character in text.decomposedStringWithCanonicalMapping.lowercased() {
      if character.unicodeScalars.contains(where: isOfWord) {
        word.append(character)
      } else if !isInside(character) {
        words += split(word)
        word = ""
      }
    }
    words += split(word)
    return words.filter { !commonWords.contains($0) }
  }

  /// The words by which similar petitions are looked up: those of the title first, each once.
  public static func query(title: String, goal: String, limit: Int) -> [String] {
    var known: Set<String> = []
    return Array(
      (words(in: title) + words(in: goal)).filter { known.insert($0).inserted }.prefix(limit))
  }

  /// Sorts texts by how many of the words they have, the most first; what has too few is left out.
  ///
  /// A text that shares one word of several is about something else.
  ///
  /// - Parameters:
  ///   - candidates: each with its words, apart from each other by spaces.
  ///   - words: as ``query(title:goal:limit:)`` makes them.
  public static func ranked<ID>(
    _ candidates: [(id: ID, words: String)], by words: [String]
  ) -> [ID] {
    let wanted = Set(words)
    let least = min(2, wanted.count)
    let counted = candidates.enumerated().map { place, candidate in
      let known = Set(candidate.words.split(separator: " ").map(String.init))
      return (id: candidate.id, shared: known.intersection(wanted).count, place: place)
    }
    return counted.filter { $0.shared >= max(1, least) }
      .sorted { ($1.shared, $0.place) < ($0.shared, $1.place) }.map(\.id)
  }

  private static func isOfWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
  }

  private static func isInside(_ character: Character) -> Bool {
    character == "'" || character == "’"
  }

  private static func split(_ word: String) -> [String] {
    guard let first = word.unicodeScalars.first else { return [] }
    let characters = Array(word)
    guard writesWithoutSpaces(first), characters.count > 2 else { return [folded(word)] }
    return zip(characters, characters.dropFirst()).map { folded(String([$0, $1])) }
  }

  private static func folded(_ word: String) -> String {
    let plain = String(
      String.UnicodeScalarView(
        word.unicodeScalars.filter { !(0x300...0x36f).contains($0.value) }))
    guard plain.utf8.allSatisfy({ $0 < 0x80 }) else { return encoded(plain) }
    let isPlural = plain.utf8.count > 3 && plain.hasSuffix("s") && !plain.hasSuffix("ss")
    return isPlural ? String(plain.dropLast()) : plain
  }

  /// The letter x, which begins no such word otherwise, and the bytes as digits.
  private static func encoded(_ word: String) -> String {
    let digits = Array("0123456789abcdef")
    return word.utf8.reduce(into: "xx") { text, byte in
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
  }

  /// Chinese, Japanese, Thai, Lao, Burmese and Khmer.
  private static func writesWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0e00...0x0eff, 0x1000...0x109f, 0x1780...0x17ff: true
    case 0x3040...0x30ff, 0x3400...0x9fff, 0xf900...0xfaff, 0x20000...0x3ffff: true
    default: false
    }
  }

  /// Words that stand in every petition and say nothing of its matter, as they look when folded.
  private static let commonWords: Set<String> = [
    // English
    "a", "all", "an", "and", "are", "at", "be", "by", "for", "from", "has", "have", "in", "into",
    "is", "it", "its", "must", "no", "not", "of", "on", "or", "our", "petition", "please", "should",
    "sign", "that", "the", "their", "them", "they", "thi", "this", "to", "us", "we", "will", "with",
    "you", "your",
    // German
    "als", "auch", "auf", "aus", "das", "dem", "den", "der", "des", "die", "ein", "eine", "einen",
    "einer", "fur", "im", "ist", "mit", "muss", "nicht", "sich", "sind", "soll", "um", "und", "uns",
    "von", "wir", "zu", "zum", "zur",
    // French and Spanish
    "au", "aux", "con", "del", "el", "en", "est", "et", "il", "la", "las", "le", "les", "los",
    "par", "para", "por", "pour", "que", "qui", "se", "sur", "un", "una", "une",
  ]
}
