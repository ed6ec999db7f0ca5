/// Text beyond ASCII for headers (RFC 2047), in UTF-8, as base64 or in the Q encoding.
enum EncodedWords {
  private static let opening = "=?UTF-8?"
  private static let closing = "?="

  /// The characters around the text of a word: `=?UTF-8?B?` and `?=`.
  static let overhead = 12

  /// The text as words, the first of at most `firstRoom` characters and the others of 75.
  ///
  /// No word ends inside a character; inside a grapheme only where that is larger than a word.
  static func words(_ text: String, firstRoom: Int) -> [String] {
    let isQ = text.utf8.reduce(0) { $0 + qLength($1) } <= (text.utf8.count + 2) / 3 * 4
    var words: [String] = []
    var chunk: [UInt8] = []
    var room = firstRoom - overhead
    for piece in pieces(text, limit: isQ ? 18 : 39) {
      if !chunk.isEmpty, length(chunk, plus: piece, isQ: isQ) > room {
        words.append(word(chunk, isQ: isQ))
        chunk.removeAll(keepingCapacity: true)
        room = 75 - overhead
      }
      chunk += piece
    }
    words.append(word(chunk, isQ: isQ))
    return words
  }

  /// The graphemes, or the scalars of those that do not fit into the first word after `Reply-To`.
  private static func pieces(_ text: String, limit: Int) -> [[UInt8]] {
    var pieces: [[UInt8]] = []
    for character in text {
      let bytes = Array(character.utf8)
      if bytes.count <= limit {
        pieces.append(bytes)
      } else {
        for scalar in character.unicodeScalars { pieces.append(Array(String(scalar).utf8)) }
      }
    }
    return pieces
  }

  private static func length(_ chunk: [UInt8], plus piece: [UInt8], isQ: Bool) -> Int {
    guard isQ else { return (chunk.count + piece.count + 2) / 3 * 4 }
    return chunk.reduce(0) { $0 + qLength($1) } + piece.reduce(0) { $0 + qLength($1) }
  }

  private static func word(_ bytes: [UInt8], isQ: Bool) -> String {
    guard isQ else {
      return opening + "B?" + String(decoding: Base64.encoded(bytes), as: UTF8.self) + closing
    }
    var text = opening + "Q?"
    for byte in bytes {
      if byte == 0x20 {
        text += "_"
      } else if isQSafe(byte) {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        text += "=" + Hexadecimal.upperCase(byte)
      }
    }
    return text + closing
  }

  private static func qLength(_ byte: UInt8) -> Int { byte == 0x20 || isQSafe(byte) ? 1 : 3 }

  /// What may stand for itself even in the name of a mailbox (RFC 2047, section 5, rule 3).
  private static func isQSafe(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "!"), UInt8(ascii: "*"),
      UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "/"):
      true
    default: false
    }
  }
}
