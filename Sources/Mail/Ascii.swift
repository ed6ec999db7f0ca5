/// Bytes of protocols, which are ASCII whatever the process's language is.
enum Ascii {
  static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }

  static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
  }

  /// Space and tab.
  static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }

  static func lower(_ byte: UInt8) -> UInt8 { (0x41...0x5A).contains(byte) ? byte + 0x20 : byte }

  /// Whether the bytes are the text, which is in lower case, whatever case they are in.
  static func equal(_ bytes: some Sequence<UInt8>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes.lazy.map(lower).elementsEqual($0) }
  }

  /// Whether the bytes start with the text, which is in lower case, whatever case they are in.
  static func starts(_ bytes: some Sequence<UInt8>, _ text: StaticString) -> Bool {
    text.withUTF8Buffer { bytes.lazy.map(lower).starts(with: $0) }
  }

  /// Without the blanks at both ends.
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var bytes = bytes
    while let first = bytes.first, isBlank(first) { bytes.removeFirst() }
    while let last = bytes.last, isBlank(last) { bytes.removeLast() }
    return bytes
  }
}
