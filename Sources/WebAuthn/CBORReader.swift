/// Reads CBOR in the one form that CTAP2 allows: shortest heads, known lengths, no key twice, no tag.
///
/// (CTAP 2.1, section 8; floating-point numbers are refused too, as no authenticator sends them.)
/// Nothing is reserved for a length before that many bytes are seen to be there.
struct CBORReader {
  /// The levels that may lie in each other; CTAP2 itself allows four.
  static let depth = 4

  private let bytes: ArraySlice<UInt8>
  private var position: Int

  /// A reader at the start of the bytes.
  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  /// What has not been read.
  var rest: ArraySlice<UInt8> { bytes[position...] }

  /// The only value of the bytes.
  static func value(of bytes: ArraySlice<UInt8>) throws(CBORError) -> CBOR {
    var reader = CBORReader(bytes)
    let value = try reader.value()
    guard reader.rest.isEmpty else { throw .trailingBytes }
    return value
  }

  /// Reads the next value.
  mutating func value() throws(CBORError) -> CBOR {
    try value(levels: Self.depth)
  }

  private mutating func value(levels: Int) throws(CBORError) -> CBOR {
    let first = try byte()
    let information = first & 31
    switch first >> 5 {
    case 0: return .unsigned(try argument(information))
    case 1: return .negative(try argument(information))
    case 2: return .bytes(Array(try string(information)))
    case 3: return .text(try text(information))
    case 4: return .array(try elements(information, levels: levels - 1))
    case 5: return .map(try members(information, levels: levels - 1))
    case 7: return try simple(information)
    default: throw .notSupported
    }
  }

  private mutating func elements(_ information: UInt8, levels: Int) throws(CBORError) -> [CBOR] {
    guard levels >= 0 else { throw .tooDeep }
    let count = try argument(information)
    // Each has a byte at least.
    guard count <= rest.count else { throw .tooShort }
    var elements: [CBOR] = []
    for _ in 0..<count { elements.append(try value(levels: levels)) }
    return elements
  }

  private mutating func members(
    _ information: UInt8, levels: Int
  ) throws(CBORError) -> [CBOR: CBOR] {
    guard levels >= 0 else { throw .tooDeep }
    let count = try argument(information)
    guard count <= rest.count / 2 else { throw .tooShort }
    var members: [CBOR: CBOR] = [:]
    for _ in 0..<count {
      let key = try value(levels: 0)
      let value = try value(levels: levels)
      guard members.updateValue(value, forKey: key) == nil else { throw .doubledKey }
    }
    return members
  }

  private mutating func text(_ information: UInt8) throws(CBORError) -> String {
    guard let text = String(validating: try string(information), as: UTF8.self) else {
      throw .notUTF8
    }
    return text
  }

  private mutating func string(_ information: UInt8) throws(CBORError) -> ArraySlice<UInt8> {
    let count = try argument(information)
    guard count <= rest.count else { throw .tooShort }
    return try take(Int(count))
  }

  /// Section 3.3: only false, true and null.
  private mutating func simple(_ information: UInt8) throws(CBORError) -> CBOR {
    switch information {
    case 20: return .boolean(false)
    case 21: return .boolean(true)
    case 22: return .null
    default: throw .notSupported
    }
  }

  /// The number of a head, which must be in its shortest form (sections 3 and 4.2.1).
  private mutating func argument(_ information: UInt8) throws(CBORError) -> UInt64 {
    let least: UInt64
    switch information {
    case 0..<24: return UInt64(information)
    case 24: least = 24
    case 25: least = 1 << 8
    case 26: least = 1 << 16
    case 27: least = 1 << 32
    // 28 to 30 are reserved, 31 is a length that comes later.
    default: throw .notSupported
    }
    let number = try take(1 << (information - 24)).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard number >= least else { throw .notShortest }
    return number
  }

  private mutating func byte() throws(CBORError) -> UInt8 {
    guard position < bytes.endIndex else { throw .tooShort }
    defer { position += 1 }
    return bytes[position]
  }

  private mutating func take(_ count: Int) throws(CBORError) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw .tooShort }
    defer { position += count }
    return bytes[position..<position + count]
  }
}

/// Why bytes are not the CBOR that authenticators write.
public enum CBORError: Error, Hashable, Sendable {
  /// They end in the middle of a value.
  case tooShort

  /// Something follows the value.
  case trailingBytes

  /// Too many arrays and maps lie in each other, or one is the key of a map.
  case tooDeep

  /// A key stands twice in a map.
  case doubledKey

  /// A number could be written in fewer bytes.
  case notShortest

  /// A text is not UTF-8.
  case notUTF8

  /// A tag, an indefinite length, a floating-point number or something unknown.
  case notSupported
}
