/// The headers of a message and its body (RFC 5322, section 2.1); lines end in CR LF or LF.
struct MessageParts {
  /// Each header with its folded lines, without the last line's end.
  private(set) var headers: [ArraySlice<UInt8>] = []

  /// What stands after the empty line; empty if there is none.
  private(set) var body: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      let line = Self.line(of: rest)
      rest = rest[line.next...]
      if line.text.isEmpty { break }
      if let first = line.text.first, Ascii.isBlank(first), let last = headers.last {
        headers[headers.count - 1] = bytes[last.startIndex..<line.text.endIndex]
      } else {
        headers.append(line.text)
      }
    }
    body = rest
  }

  /// The first line without its end, and where the next one begins.
  static func line(of bytes: ArraySlice<UInt8>) -> (text: ArraySlice<UInt8>, next: Int) {
    guard let end = bytes.firstIndex(of: 0x0A) else { return (bytes, bytes.endIndex) }
    let hasCarriageReturn = end > bytes.startIndex && bytes[end - 1] == 0x0D
    return (bytes[bytes.startIndex..<(hasCarriageReturn ? end - 1 : end)], end + 1)
  }

  /// The value of the first header of a name in lower case, unfolded and trimmed; nil without one.
  func value(_ name: StaticString) -> ArraySlice<UInt8>? {
    for header in headers {
      guard let colon = header.firstIndex(of: UInt8(ascii: ":")),
        Ascii.equal(Ascii.trimmed(header[..<colon]), name)
      else { continue }
      return Ascii.trimmed(header[(colon + 1)...].filter { $0 != 0x0D && $0 != 0x0A }[...])
    }
    return nil
  }
}

/// A header in the `relaxed` form of DKIM (RFC 6376, section 3.4.2).
struct RelaxedHeader {
  /// In lower case.
  let name: [UInt8]

  /// `name:value`, unfolded, without its line end.
  let line: [UInt8]

  init(_ header: ArraySlice<UInt8>) {
    let colon = header.firstIndex(of: UInt8(ascii: ":")) ?? header.endIndex
    name = Ascii.trimmed(header[..<colon]).map(Ascii.lower)
    var value: [UInt8] = []
    for byte in header[colon...].dropFirst() where byte != 0x0D && byte != 0x0A {
      guard Ascii.isBlank(byte) else {
        value.append(byte)
        continue
      }
      if let last = value.last, last != 0x20 { value.append(0x20) }
    }
    if value.last == 0x20 { value.removeLast() }
    line = name + [UInt8(ascii: ":")] + value
  }
}

/// A body in the `relaxed` form of DKIM (RFC 6376, section 3.4.4).
enum RelaxedBody {
  static func bytes(_ body: ArraySlice<UInt8>) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(body.count)
    // Empty lines count only if another follows that is not.
    var emptyLines = 0
    var rest = body
    while !rest.isEmpty {
      let line = MessageParts.line(of: rest)
      rest = rest[line.next...]
      var text: [UInt8] = []
      for byte in line.text {
        if !Ascii.isBlank(byte) {
          text.append(byte)
        } else if text.last != 0x20 {
          text.append(0x20)
        }
      }
      if text.last == 0x20 { text.removeLast() }
      guard !text.isEmpty else {
        emptyLines += 1
        continue
      }
      for _ in 0..<emptyLines { output += [0x0D, 0x0A] }
      emptyLines = 0
      output += text + [0x0D, 0x0A]
    }
    return output
  }
}
