/// Finds the slots in a phrase and fills them.
enum Template {
  /// The parts of a phrase in their order; `{{` and `}}` have become braces.
  ///
  /// A brace that opens no slot name (letters, digits, `_`, `-`, up to 64) and `}` stays in the
  /// text as it is.
  static func pieces(_ text: String) -> [Piece] {
    let bytes = Array(text.utf8)
    var pieces: [Piece] = []
    var run: [UInt8] = []
    var position = 0
    while position < bytes.count {
      let byte = bytes[position]
      if isBrace(byte), position + 1 < bytes.count, bytes[position + 1] == byte {
        run.append(byte)
        position += 2
      } else if byte == UInt8(ascii: "{"), let end = slotEnd(bytes, from: position + 1) {
        if !run.isEmpty { pieces.append(.text(String(decoding: run, as: UTF8.self))) }
        run.removeAll(keepingCapacity: true)
        pieces.append(.slot(String(decoding: bytes[(position + 1)..<end], as: UTF8.self)))
        position = end + 1
      } else {
        run.append(byte)
        position += 1
      }
    }
    if !run.isEmpty { pieces.append(.text(String(decoding: run, as: UTF8.self))) }
    return pieces
  }

  /// The phrase with its slots filled.
  ///
  /// A slot without a value keeps its braces in debug builds, so that it is seen, and is left out
  /// in others.
  static func filled(_ text: String, _ slots: [String: String]) -> String {
    guard text.utf8.contains(where: isBrace) else { return text }
    var result = ""
    for piece in pieces(text) {
      switch piece {
      case .text(let words): result += words
      case .slot(let name): result += slots[name] ?? missing(name)
      }
    }
    return result
  }

  private static func missing(_ name: String) -> String {
    #if DEBUG
      "{\(name)}"
    #else
      ""
    #endif
  }

  private static func isBrace(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}")
  }

  private static func slotEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var end = start
    while end < bytes.count, end - start <= 64 {
      switch bytes[end] {
      case UInt8(ascii: "}"): return end > start ? end : nil
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
        end += 1
      default: return nil
      }
    }
    return nil
  }
}
