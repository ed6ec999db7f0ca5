import Glibc

/// Reads `multipart/form-data` (RFC 7578) from bytes that are all there.
struct Multipart {
  private let body: [UInt8]
  private let delimiter: [UInt8]
  private var position = 0

  /// A boundary has 1 to 70 bytes (RFC 2046, 5.1.1).
  init(_ body: [UInt8], boundary: String) throws(BodyError) {
    guard (1...70).contains(boundary.utf8.count) else { throw .malformed }
    self.body = body
    delimiter = [0x0D, 0x0A, 0x2D, 0x2D] + boundary.utf8
  }

  mutating func form() throws(BodyError) -> Form {
    var form = Form()
    try skipPreamble()
    while try !isAtEnd() {
      guard form.fields.count + form.files.count < Form.limit else { throw .tooManyFields }
      let part = try nextPart()
      guard let name = part.disposition["name"] else { throw .malformed }
      if let filename = part.disposition["filename"] {
        form.files.append(
          Form.File(
            name: name, filename: filename, contentType: part.contentType,
            bytes: Array(part.bytes)))
      } else {
        guard let value = String(wellFormed: part.bytes), !value.utf8.contains(0) else {
          throw .malformed
        }
        form.fields.append(QueryItems.Item(name: name, value: value))
      }
    }
    return form
  }

  private struct Part {
    var disposition: [String: String] = [:]
    var contentType = "text/plain"
    var bytes: ArraySlice<UInt8> = []
  }

  /// Leaves the position behind the first delimiter, which may open the body without a line end.
  private mutating func skipPreamble() throws(BodyError) {
    if body.starts(with: delimiter.dropFirst(2)) {
      position = delimiter.count - 2
    } else {
      guard let start = find(delimiter, from: 0) else { throw .malformed }
      position = start + delimiter.count
    }
  }

  /// Whether the delimiter just passed was the last one; otherwise its line is passed too.
  private mutating func isAtEnd() throws(BodyError) -> Bool {
    if body[position...].starts(with: [0x2D, 0x2D]) { return true }
    while position < body.count, ASCII.isBlank(body[position]) { position += 1 }
    guard body[position...].starts(with: [0x0D, 0x0A]) else { throw .malformed }
    position += 2
    return false
  }

  private mutating func nextPart() throws(BodyError) -> Part {
    var part = Part()
    var headerCount = 0
    while true {
      guard let end = find([0x0D, 0x0A], from: position) else { throw .malformed }
      let line = body[position..<end]
      position = end + 2
      if line.isEmpty { break }
      headerCount += 1
      guard headerCount <= 16, line.count <= 2048 else { throw .tooManyFields }
      try read(header: line, into: &part)
    }
    // The line end of an empty part's head is also the one that opens the delimiter.
    guard let end = find(delimiter, from: position - 2) else { throw .malformed }
    part.bytes = end < position ? [] : body[position..<end]
    position = end + delimiter.count
    return part
  }

  private func read(header line: ArraySlice<UInt8>, into part: inout Part) throws(BodyError) {
    guard let text = String(wellFormed: line),
      !line.contains(where: { $0 != 9 && ASCII.isControl($0) }),
      let colon = line.firstIndex(of: 0x3A)
    else { throw .malformed }
    let name = line[..<colon]
    let value = String(decoding: text.utf8.dropFirst(name.count + 1), as: UTF8.self)
    if ASCII.equal(name, "content-disposition".utf8) {
      let parts = MediaType.split(value, at: 0x3B)
      guard ASCII.equal(ASCII.trimmed(parts[0]), "form-data".utf8) else { throw .malformed }
      part.disposition = MediaType.parameters(parts.dropFirst())
    } else if ASCII.equal(name, "content-type".utf8) {
      part.contentType = String(decoding: ASCII.trimmed(Array(value.utf8)), as: UTF8.self)
    }
  }

  private func find(_ needle: [UInt8], from start: Int) -> Int? {
    body.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress, let first = needle.first else { return nil }
      var from = start
      while from + needle.count <= bytes.count {
        let room = bytes.count - needle.count - from + 1
        guard let found = memchr(base + from, Int32(first), room) else { return nil }
        let offset = UnsafeRawPointer(found) - base
        if memcmp(found, needle, needle.count) == 0 { return offset }
        from = offset + 1
      }
      return nil
    }
  }
}
