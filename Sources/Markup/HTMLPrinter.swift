/// Writes a tree of ``HTML`` into one growing buffer; the only place where text is escaped.
struct HTMLPrinter: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var count = 0

  init(capacity: Int) {
    self.capacity = max(capacity, 64)
    base = .allocate(capacity: self.capacity)
  }

  deinit {
    base.deallocate()
  }

  consuming func finish() -> [UInt8] {
    [UInt8](UnsafeBufferPointer(start: base, count: count))
  }

  mutating func print(_ html: HTML) {
    switch html.node {
    case .text(let text): escape(text)
    case .literal(let markup): append(markup)
    case .trusted(let markup): append(markup)
    case .sequence(let parts): for part in parts { print(part) }
    case .element(let element): print(element)
    }
  }

  private mutating func print(_ element: HTML.Element) {
    append("<")
    append(element.name)
    for attribute in element.attributes {
      append(" ")
      append(attribute.name)
      if let value = attribute.value {
        append("=\"")
        escape(value)
        append("\"")
      }
    }
    append(">")
    guard let content = element.content else { return }
    for part in content { print(part) }
    append("</")
    append(element.name)
    append(">")
  }

  private mutating func append(_ text: StaticString) {
    reserve(text.utf8CodeUnitCount)
    (base + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
    count += text.utf8CodeUnitCount
  }

  private mutating func append(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return }
      reserve(bytes.count)
      (base + count).update(from: start, count: bytes.count)
      count += bytes.count
    }
  }

  /// Copies eight bytes at a time while none of them needs escaping.
  private mutating func escape(_ text: String) {
    var text = text
    text.withUTF8 { bytes in
      guard let start = bytes.baseAddress else { return }
      // The longest escape has six bytes; eight more let a whole word be stored at the end.
      reserve(bytes.count * 6 + 8)
      let source = UnsafeRawPointer(start)
      var index = 0
      while index + 8 <= bytes.count {
        let word = source.loadUnaligned(fromByteOffset: index, as: UInt64.self)
        UnsafeMutableRawPointer(base + count).storeBytes(of: word, as: UInt64.self)
        let hits = Escaping.specialBytes(in: word)
        if hits == 0 {
          index += 8
          count += 8
        } else {
          let clean = hits.trailingZeroBitCount >> 3
          count += clean
          escape(bytes[index + clean])
          index += clean + 1
        }
      }
      while index < bytes.count {
        escape(bytes[index])
        index += 1
      }
    }
  }

  private mutating func escape(_ byte: UInt8) {
    if let replacement = Escaping.replacement(for: byte) {
      (base + count).update(from: replacement.utf8Start, count: replacement.utf8CodeUnitCount)
      count += replacement.utf8CodeUnitCount
    } else {
      base[count] = byte
      count += 1
    }
  }

  private mutating func reserve(_ additional: Int) {
    guard count + additional > capacity else { return }
    capacity = max(capacity * 2, count + additional)
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
    larger.update(from: base, count: count)
    base.deallocate()
    base = larger
  }
}
