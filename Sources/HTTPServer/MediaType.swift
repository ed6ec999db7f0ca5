/// A content type and its parameters (RFC 9110, 8.3.1).
struct MediaType {
  /// In small letters, such as `text/html`.
  let essence: String
  /// Names in small letters.
  let parameters: [String: String]

  init(_ value: String) {
    let parts = Self.split(value, at: 0x3B)
    essence = Self.text(ASCII.trimmed(parts[0])).asciiLowercased
    parameters = Self.parameters(parts.dropFirst())
  }

  /// The `name=value` pairs, unquoted; the first of a name counts.
  static func parameters(_ parts: ArraySlice<ArraySlice<UInt8>>) -> [String: String] {
    var found: [String: String] = [:]
    for part in parts {
      guard let equals = part.firstIndex(of: 0x3D) else { continue }
      let name = text(ASCII.trimmed(part[..<equals])).asciiLowercased
      if found[name] == nil { found[name] = unquoted(ASCII.trimmed(part[(equals + 1)...])) }
    }
    return found
  }

  /// Parts between separators that do not stand in quotes.
  static func split(_ value: String, at separator: UInt8) -> [ArraySlice<UInt8>] {
    let bytes = Array(value.utf8)
    var parts: [ArraySlice<UInt8>] = []
    var start = 0
    var isQuoted = false
    var isEscaped = false
    for (index, byte) in bytes.enumerated() {
      if byte == separator, !isQuoted {
        parts.append(bytes[start..<index])
        start = index + 1
        continue
      }
      if byte == ASCII.quote, !isEscaped { isQuoted.toggle() }
      isEscaped = isQuoted && byte == 0x5C && !isEscaped
    }
    return parts + [bytes[start...]]
  }

  private static func unquoted(_ value: ArraySlice<UInt8>) -> String {
    guard value.count >= 2, value.first == ASCII.quote, value.last == ASCII.quote else {
      return text(value)
    }
    var bytes: [UInt8] = []
    var isEscaped = false
    for byte in value.dropFirst().dropLast() {
      // Browsers send `%22` for a quote and leave a backslash alone, so only `\"` is an escape.
      if isEscaped, byte != ASCII.quote { bytes.append(0x5C) }
      isEscaped = byte == 0x5C && !isEscaped
      if !isEscaped { bytes.append(byte) }
    }
    return text(bytes[...])
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
