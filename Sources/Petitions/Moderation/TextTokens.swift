/// Cuts a text into the pieces that a comparison moves as one; joined they are the text.
enum TextTokens {
  /// Words, and single characters of all that no word is made of.
  ///
  /// Scripts that put no spaces between words are cut into characters.
  static func words(_ text: String) -> [String] {
    var tokens: [String] = []
    var word = ""
    for character in text {
      if isPartOfWord(character) {
        word.append(character)
      } else {
        if !word.isEmpty { tokens.append(word) }
        word = ""
        tokens.append(String(character))
      }
    }
    if !word.isEmpty { tokens.append(word) }
    return tokens
  }

  /// Lines with the line feeds that end them.
  static func lines(_ text: String) -> [String] {
    var tokens: [String] = []
    var line = ""
    for character in text {
      line.append(character)
      if character.isNewline {
        tokens.append(line)
        line = ""
      }
    }
    if !line.isEmpty { tokens.append(line) }
    return tokens
  }

  private static func isPartOfWord(_ character: Character) -> Bool {
    guard let scalar = character.unicodeScalars.first else { return false }
    if scalar.isASCII {
      return character.isLetter || character.isNumber || character == "'"
    }
    guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else {
      return character == "’"
    }
    return !isOfScriptWithoutSpaces(scalar)
  }

  /// Thai, Lao, Burmese, Khmer, kana, and Chinese characters with their supplements.
  private static func isOfScriptWithoutSpaces(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x0e00...0x0eff, 0x1000...0x109f, 0x1780...0x17ff, 0x19e0...0x19ff: true
    case 0x2e80...0x31ff, 0x3400...0x4dbf, 0x4e00...0x9fff, 0xa9e0...0xa9ff: true
    case 0xaa60...0xaa7f, 0xf900...0xfaff, 0x20000...0x3ffff: true
    default: false
    }
  }
}
