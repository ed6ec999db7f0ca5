/// The escapes of addresses and of urlencoded forms (RFC 3986, 2.1).
public enum PercentEncoding {
  /// Nil for a bad escape, for text that is not UTF-8, and for NUL.
  public static func decode(_ text: some StringProtocol) -> String? {
    decode(text.utf8, plusIsSpace: false)
  }

  /// For one segment of a path: everything but unreserved bytes is escaped, `/` too.
  public static func encode(pathSegment text: some StringProtocol) -> String {
    encode(text.utf8, keeping: isUnreserved)
  }

  /// For a name or a value in a query or a form: a space becomes `+`.
  public static func encode(queryValue text: some StringProtocol) -> String {
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      if byte == ASCII.space { bytes.append(0x2B) } else { append(byte, isUnreserved, &bytes) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  static func decode(_ bytes: some Collection<UInt8>, plusIsSpace: Bool) -> String? {
    let isPlain = bytes.allSatisfy { $0 != 0x25 && $0 != 0 && ($0 != 0x2B || !plusIsSpace) }
    if isPlain { return String(wellFormed: bytes) }
    var decoded: [UInt8] = []
    decoded.reserveCapacity(bytes.count)
    var iterator = bytes.makeIterator()
    while let byte = iterator.next() {
      switch byte {
      case 0x25:
        guard let high = iterator.next().flatMap(ASCII.hexDigit),
          let low = iterator.next().flatMap(ASCII.hexDigit)
        else { return nil }
        decoded.append(high << 4 | low)
      case 0x2B where plusIsSpace: decoded.append(ASCII.space)
      default: decoded.append(byte)
      }
      if decoded.last == 0 { return nil }
    }
    return String(wellFormed: decoded)
  }

  /// For an address that is already put together: only what can stand in none is escaped.
  static func encode(address: String) -> String {
    address.utf8.allSatisfy(isAddressByte) ? address : encode(address.utf8, keeping: isAddressByte)
  }

  private static func isAddressByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0...0x20, 0x22, 0x3C, 0x3E, 0x5C, 0x5E, 0x60, 0x7B, 0x7C, 0x7D, 0x7F...: false
    default: true
    }
  }

  private static func encode(
    _ bytes: some Sequence<UInt8>, keeping isKept: (UInt8) -> Bool
  ) -> String {
    var encoded: [UInt8] = []
    for byte in bytes { append(byte, isKept, &encoded) }
    return String(decoding: encoded, as: UTF8.self)
  }

  private static func append(_ byte: UInt8, _ isKept: (UInt8) -> Bool, _ bytes: inout [UInt8]) {
    if isKept(byte) { return bytes.append(byte) }
    let digits = Array("0123456789ABCDEF".utf8)
    bytes.append(0x25)
    bytes.append(digits[Int(byte >> 4)])
    bytes.append(digits[Int(byte & 15)])
  }

  private static func isUnreserved(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
    default: false
    }
  }
}
