/// A value in CBOR (RFC 8949), as far as authenticators use it.
enum CBOR: Hashable {
  case unsigned(UInt64)
  /// −1 − n.
  case negative(UInt64)
  case bytes([UInt8])
  case text(String)
  case array([CBOR])
  case map([CBOR: CBOR])
  case boolean(Bool)
  case null

  /// The value of a whole number that an `Int64` holds.
  var integer: Int64? {
    switch self {
    case .unsigned(let number): Int64(exactly: number)
    case .negative(let number): Int64(exactly: number).map { -1 - $0 }
    default: nil
    }
  }

  /// The bytes of a byte string.
  var bytes: [UInt8]? {
    guard case .bytes(let bytes) = self else { return nil }
    return bytes
  }

  /// The members of a map.
  var map: [CBOR: CBOR]? {
    guard case .map(let map) = self else { return nil }
    return map
  }

  /// A whole number, to look up a key of a map.
  static func integer(_ number: Int64) -> CBOR {
    number < 0 ? .negative(UInt64(-1 - number)) : .unsigned(UInt64(number))
  }
}
