/// What kind of part it is (RFC 2045, section 5.1), and the boundary of a multipart one.
struct ContentType {
  /// Such as `text/plain`, in lower case.
  let name: [UInt8]

  /// What separates the parts (RFC 2046, section 5.1.1).
  private(set) var boundary: [UInt8]?

  init(_ value: ArraySlice<UInt8>) {
    let end = value.firstIndex(of: UInt8(ascii: ";")) ?? value.endIndex
    name = Ascii.trimmed(value[..<end]).map(Ascii.lower)
    var rest = value[end...].dropFirst()
    while !rest.isEmpty {
      let parameter = Self.parameter(&rest)
      if boundary == nil, Ascii.equal(parameter.name, "boundary"),
        (1...200).contains(parameter.value.count)
      {
        boundary = parameter.value
      }
    }
  }

  /// Takes one parameter and the semicolon after it.
  private static func parameter(
    _ rest: inout ArraySlice<UInt8>
  ) -> (name: ArraySlice<UInt8>, value: [UInt8]) {
    let nameEnd = rest.firstIndex { $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: ";") }
    let name = Ascii.trimmed(rest[..<(nameEnd ?? rest.endIndex)])
    rest = nameEnd.map { rest[$0...] } ?? []
    guard rest.popFirst() == UInt8(ascii: "=") else { return (name, []) }
    var value: [UInt8] = []
    var isQuoted = false
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if isQuoted, byte == UInt8(ascii: "\\"), let next = rest.popFirst() {
        value.append(next)
      } else if !isQuoted, byte == UInt8(ascii: ";") {
        break
      } else if isQuoted || !Ascii.isBlank(byte) {
        value.append(byte)
      }
    }
    return (name, value)
  }
}

/// The parts of a multipart body (RFC 2046, section 5.1).
enum Multipart {
  /// What stands between the boundaries; a last part without an end counts, since reports are cut.
  static func parts(of body: ArraySlice<UInt8>, boundary: [UInt8]) -> [ArraySlice<UInt8>] {
    var parts: [ArraySlice<UInt8>] = []
    var start: Int?
    var rest = body
    while !rest.isEmpty {
      let line = MessageParts.line(of: rest)
      defer { rest = rest[line.next...] }
      guard let mark = mark(line.text, boundary) else { continue }
      if let start { parts.append(body[start..<line.text.startIndex]) }
      start = mark == .between ? line.next : nil
      if mark == .end { break }
    }
    if let start { parts.append(body[start...]) }
    return parts
  }

  private enum Mark { case between, end }

  private static func mark(_ line: ArraySlice<UInt8>, _ boundary: [UInt8]) -> Mark? {
    guard line.starts(with: "--".utf8), line.dropFirst(2).starts(with: boundary) else { return nil }
    let rest = line.dropFirst(2 + boundary.count)
    if rest.allSatisfy(Ascii.isBlank) { return .between }
    return rest.starts(with: "--".utf8) && rest.dropFirst(2).allSatisfy(Ascii.isBlank) ? .end : nil
  }
}

/// The content of a part that was written in ASCII (RFC 2045, section 6).
enum TransferEncoding {
  static func decoded(_ part: MessageParts) -> [UInt8] {
    let encoding = part.value("content-transfer-encoding") ?? []
    if Ascii.equal(encoding, "base64") { return base64(part.body) }
    if Ascii.equal(encoding, "quoted-printable") { return quotedPrintable(part.body) }
    return Array(part.body)
  }

  private static func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var bits = 0
    var buffer: UInt32 = 0
    for value in bytes.lazy.compactMap(Base64.value) {
      buffer = buffer << 6 | UInt32(value)
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      output.append(UInt8(truncatingIfNeeded: buffer >> bits))
    }
    return output
  }

  private static func quotedPrintable(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    var rest = bytes
    while let byte = rest.popFirst() {
      guard byte == UInt8(ascii: "=") else {
        output.append(byte)
        continue
      }
      let pair = rest.prefix(2)
      let digits = pair.compactMap(Hexadecimal.digit)
      if digits.count == 2 {
        output.append(digits[0] << 4 | digits[1])
        rest = rest.dropFirst(2)
      } else if pair.first == 0x0A {
        rest = rest.dropFirst(1)
      } else if pair.elementsEqual([0x0D, 0x0A]) {
        rest = rest.dropFirst(2)
      } else {
        output.append(byte)
      }
    }
    return output
  }
}
