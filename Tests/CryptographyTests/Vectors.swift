import Cryptography
import Testing

/// Bytes from hexadecimal text; blanks and line ends are left out.
func bytes(_ hex: String) throws -> [UInt8] {
  try #require(Hex.decode(hex.filter { !$0.isWhitespace }))
}

/// A run of byte values.
func bytes(_ values: ClosedRange<UInt8>) -> [UInt8] { Array(values) }

extension SecretKey {
  /// A copy in ordinary memory, to compare with a vector.
  var copy: [UInt8] { withBytes { Array($0) } }
}
