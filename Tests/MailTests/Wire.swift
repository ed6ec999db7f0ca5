import Testing

/// What every message must keep on the wire, whatever is in it.
enum Wire {
  static func check(_ bytes: [UInt8]) throws {
    var lineLength = 0
    var longest = 0
    var previous: UInt8 = 0
    var isClean = true
    var lineStart = true
    for byte in bytes {
      if byte == 0x0A {
        isClean = isClean && previous == 0x0D
        lineLength = 0
      } else {
        isClean = isClean && previous != 0x0D && byte < 0x7F && (byte >= 0x20 || byte == 0x0D)
        isClean = isClean && !(lineStart && byte == UInt8(ascii: "."))
        lineLength += byte == 0x0D ? 0 : 1
        longest = max(longest, lineLength)
      }
      lineStart = byte == 0x0A
      previous = byte
    }
    #expect(isClean, "a bare CR or LF, a control character, a byte beyond ASCII or a leading dot")
    #expect(longest <= 998)
    #expect(bytes.suffix(2) == [13, 10])
    // Lines that hold encoded words are at most 76 characters long (RFC 2047, section 2).
    for line in bytes.split(separator: 10) where contains(line, "=?UTF-8?") {
      #expect(line.count - 1 <= 76)
    }
  }

  private static func contains(_ line: ArraySlice<UInt8>, _ text: String) -> Bool {
    line.indices.contains { line[$0...].starts(with: text.utf8) }
  }
}
